#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "host/codec/job_codec.hpp"
#include "tests/codec/files.hpp"

namespace planwerk::tests {

// What a planner is told about a faulty file, one line for each error.
inline std::vector<std::string> errors(const Problems& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems.kept()) {
    if (problem.severity == Severity::error) lines.push_back(to_string(problem));
  }
  return lines;
}

// The same about a job of these bytes, in the format that the name says.
inline std::vector<std::string> errors_of(const std::string& name, const std::string& bytes) {
  const TemporaryFolder folder;
  write_bytes(folder / name, bytes);
  const auto read = read_job(folder / name);
  EXPECT_EQ(read.ok(), !read.problems.has_errors());
  return errors(read.problems);
}

}  // namespace planwerk::tests
