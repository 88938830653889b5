#include "host/service/http/incoming_file.hpp"

#include <charconv>
#include <fstream>
#include <limits>

#include <fmt/format.h>

#include "host/codec/job_codec.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {
namespace {

std::string ending_of(const std::string& name) {
  if (form_of(name)) return std::filesystem::path(name).extension().string();
  Problems problems;
  problems.error("file", name, "jobs are files that end in .textproto, .json, .pb or .pbs");
  throw Refused(Refusal::invalid, "this is no file of a job by its name", problems);
}

std::int64_t announced_bytes(const httplib::Request& request) {
  const std::string text = request.get_header_value("Content-Length");
  std::int64_t bytes = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  return error == std::errc::result_out_of_range ? std::numeric_limits<std::int64_t>::max() : bytes;
}

[[noreturn]] void refuse_size(std::int64_t most) {
  throw Refused(Refusal::too_large, fmt::format("the file is larger than {} bytes, the most that is taken here", most));
}

}  // namespace

IncomingFile::IncomingFile(const std::filesystem::path& temporary, const std::string& name)
    : folder_(temporary), path_(folder_.path() / ("job" + ending_of(name))) {}

void IncomingFile::receive(const httplib::Request& request, const httplib::ContentReader& body, std::int64_t most) {
  // Who says beforehand that it is too much is spared sending it.
  if (announced_bytes(request) > most) refuse_size(most);
  std::ofstream file(path_, std::ios::binary);
  std::int64_t bytes = 0;
  bool fits = true;
  const bool complete = body([&](const char* data, std::size_t size) {
    bytes += static_cast<std::int64_t>(size);
    fits = bytes <= most;
    if (fits) file.write(data, static_cast<std::streamsize>(size));
    return fits && file.good();
  });
  if (!fits) refuse_size(most);
  file.close();
  if (!file) throw Refused(Refusal::unavailable, "the file could not be kept: the service's disk is full");
  if (!complete) throw Refused(Refusal::invalid, "the file did not come whole");
}

}  // namespace planwerk::service
