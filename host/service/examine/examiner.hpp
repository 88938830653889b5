#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/service/examine/answer_check.hpp"
#include "host/service/examine/job_check.hpp"

namespace planwerk::service {

// The process that was to look at a file has ended without a word.
class ExaminationFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Reads and judges jobs and answers: small ones at once, large ones in a process each, which takes the memory of the
// model with it when it ends, and alone suffers where that is more than there is. Thread-safe. All throw
// ExaminationFailed, std::system_error where no process can be started, std::bad_alloc.
class Examiner {
 public:
  // `program`: planwerk-worker; empty: there is none, and everything is looked at here. `small_job`: bytes of a job's
  // file up to which it counts as small.
  explicit Examiner(std::filesystem::path program, std::uintmax_t small_job = 1 << 20)
      : program_(std::move(program)), small_job_(small_job) {}

  bool is_large(const std::filesystem::path& job) const;

  CheckedJob job(const std::filesystem::path& file) const;
  CheckedAnswer answer(const std::filesystem::path& job, const std::filesystem::path& plan) const;

 private:
  bool needs_process(const std::filesystem::path& job) const { return !program_.empty() && is_large(job); }

  std::filesystem::path program_;
  std::uintmax_t small_job_;
};

}  // namespace planwerk::service
