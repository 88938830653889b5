#include "tools/planwerk/job_input.hpp"

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"

namespace planwerk::cli {

std::optional<Job> read_job_or_tell(const std::string& path, Console& console) {
  auto read = read_job(path);
  console.problems(read.problems);
  if (!read.ok()) console.suggest("planwerk check {}", path);
  return std::move(read.value);
}

std::optional<Plan> read_plan_or_tell(const std::string& path, const Job& job, Console& console) {
  auto read = read_plan(path, job.economy);
  if (read.ok() && !read.value->job_sha256.empty() && read.value->job_sha256 != job_sha256(job)) {
    read.problems.error(path + ": job_sha256", read.value->job_sha256,
                        "this plan was made for another job, or another version of it; plan again");
    read.value.reset();
  }
  console.problems(read.problems);
  return std::move(read.value);
}

}  // namespace planwerk::cli
