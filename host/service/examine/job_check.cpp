#include "host/service/examine/job_check.hpp"

#include "host/codec/job_codec.hpp"
#include "host/codec/job_parts.hpp"
#include "host/service/examine/memory_estimate.hpp"

namespace planwerk::service {
namespace {

// Of the job as a stream of parts, which such a file is already.
std::int64_t stream_bytes(const Job& job, const std::filesystem::path& file) {
  if (form_of(file) == FileForm::parts) return static_cast<std::int64_t>(std::filesystem::file_size(file));
  std::int64_t bytes = 0;
  write_job_parts(job, [&](std::string_view part) { bytes += std::ssize(part); });
  return bytes;
}

}  // namespace

JobSize size_of(const Job& job, std::int64_t bytes) {
  JobSize size;
  size.products = std::ssize(job.economy.products);
  size.recipes = std::ssize(job.economy.recipes);
  size.needs = std::ssize(job.economy.needs);
  size.bytes = bytes;
  size.memory_estimate = memory_estimate(job.economy);
  return size;
}

CheckedJob check_job(const std::filesystem::path& file) {
  const Outcome<Job> read = read_job(file);
  CheckedJob checked{{}, read.problems};
  if (!read.ok()) return checked;
  try {
    checked.size = size_of(*read.value, stream_bytes(*read.value, file));
  } catch (const BadPart& fault) {
    checked.problems.error(fault.path, fault.value, fault.message);
  }
  return checked;
}

}  // namespace planwerk::service
