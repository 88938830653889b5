#include "tools/planwerk/job_input.hpp"

#include "host/codec/job_codec.hpp"

namespace planwerk::cli {

std::optional<Job> read_job_or_tell(const std::string& path, Console& console) {
  auto read = read_job(path);
  console.problems(read.problems);
  if (!read.ok()) console.suggest("planwerk check {}", path);
  return std::move(read.value);
}

}  // namespace planwerk::cli
