#include "tests/fuzz/codec_exercise.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk::tests {

namespace {

void demand(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

template <class T>
void check(const Outcome<T>& outcome) {
  demand(outcome.ok() == !outcome.problems.has_errors(), "a value if and only if there is no error");
  for (const Problem& problem : outcome.problems.kept()) {
    demand(is_utf8(to_string(problem)), "problems are valid UTF-8");
    demand(!problem.message.empty(), "problems say what is wrong");
  }
}

// A plan file is read against the job it belongs to; a mutated one against whatever economy has its shape: none, here.
void exercise_plan(const std::filesystem::path& path) {
  check(read_plan(path, Economy{}));
  const auto copy = path.parent_path() / "copy.pbs";
  if (convert_plan(path, copy).has_errors()) return;
  demand(!convert_plan(copy, path).has_errors(), "a converted plan can be converted back");
}

}  // namespace

void exercise_codec(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  const auto job = read_job(path);
  check(job);
  if (job.ok()) {
    const auto copy = path.parent_path() / "copy.pbs";
    demand(!write_job(*job.value, copy).has_errors(), "what was read can be written");
    const auto again = read_job(copy);
    demand(again.ok() && job_sha256(*again.value) == job_sha256(*job.value), "and read again, the same");
  }
  exercise_plan(path);
}

}  // namespace planwerk::tests
