#include "tools/planwerk_service/job_parts_source.hpp"

#include <filesystem>
#include <system_error>

#include "host/codec/job_codec.hpp"
#include "host/codec/part_stream.hpp"
#include "host/service/planner/job_parts_of.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk::cli {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(EBADMSG, std::generic_category(), what);
}

}  // namespace

JobPartsSource::JobPartsSource(const std::string& path, Problems& problems) {
  if (form_of(path) == FileForm::parts) {
    file_.open(path, std::ios::binary);
    std::string header;
    if (!file_ || !next_in_file(&header)) {
      problems.error(path, "", file_.is_open() ? "is empty" : "cannot be opened");
      return;
    }
    bytes_ = static_cast<std::int64_t>(std::filesystem::file_size(path));
    v1::JobPart part;
    if (part.ParseFromString(header)) name_ = part.header().name();
    begin(0);
    return;
  }
  const Outcome<Job> job = read_job(path);
  problems.append(job.problems);
  if (!job.ok()) return;
  name_ = job.value->economy.name;
  service::for_each_part(*job.value, [this](std::string_view part) {
    parts_.emplace_back(part);
    bytes_ += static_cast<std::int64_t>(part.size());
  });
}

void JobPartsSource::begin(std::int64_t part) {
  position_ = static_cast<std::size_t>(part);
  if (!file_.is_open()) return;
  file_.clear();
  file_.seekg(0);
  for (std::int64_t skipped = 0; skipped < part && next_in_file(nullptr); ++skipped) continue;
}

bool JobPartsSource::next(std::string& part) {
  if (file_.is_open()) return next_in_file(&part);
  if (position_ == parts_.size()) return false;
  part = parts_[position_++];
  return true;
}

// Skips the part where none is wanted.
bool JobPartsSource::next_in_file(std::string* part) {
  std::uint64_t length = 0;
  for (int shift = 0;; shift += 7) {
    const int byte = file_.get();
    if (byte == std::ifstream::traits_type::eof()) {
      if (shift == 0) return false;
      fail("the file ends within a part's length");
    }
    length |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) break;
    if (shift > 28) fail("the file is no stream of parts");
  }
  if (length > part_size_limit) fail("the file has a part that is too long");
  if (part == nullptr) {
    file_.seekg(static_cast<std::streamoff>(length), std::ios::cur);
    return true;
  }
  part->resize(length);
  if (!file_.read(part->data(), static_cast<std::streamsize>(length))) {
    fail("the file ends within a part: it is truncated");
  }
  return true;
}

}  // namespace planwerk::cli
