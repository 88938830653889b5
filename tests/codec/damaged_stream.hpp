#pragma once

#include <string>

#include <gtest/gtest.h>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tests/codec/files.hpp"
#include "tests/codec/told_errors.hpp"
#include "tests/codec/workshop.hpp"

namespace planwerk::tests {

inline std::string first_error(const Problems& problems) {
  const auto lines = errors(problems);
  return lines.empty() ? "" : lines.front();
}

// Streams of parts that are not as they were written.
class DamagedStream : public ::testing::Test {
 protected:
  // The error that both readers of a kind of file must give.
  std::string error_of_job(const std::string& bytes) {
    write_bytes(folder_ / "damaged.pbs", bytes);
    const auto read = read_job(folder_ / "damaged.pbs");
    EXPECT_EQ(read.ok(), !read.problems.has_errors());
    return first_error(read.problems);
  }
  std::string error_of_plan(const std::string& bytes) {
    write_bytes(folder_ / "damaged.pbs", bytes);
    return first_error(read_plan(folder_ / "damaged.pbs", economy_).problems);
  }
  std::string job_bytes() {
    write_job(workshop(), folder_ / "job.pbs");
    return read_bytes(folder_ / "job.pbs");
  }
  std::string plan_bytes() {
    write_plan(workshop_plan(economy_), economy_, folder_ / "plan.pbs");
    return read_bytes(folder_ / "plan.pbs");
  }

  TemporaryFolder folder_;
  Economy economy_ = workshop().economy;
};

}  // namespace planwerk::tests
