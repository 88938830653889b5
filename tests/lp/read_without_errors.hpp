#pragma once

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "host/lp/mps_reader.hpp"

namespace planwerk {

// The programme that an MPS text without faults stands for.
inline LinearProgram read_without_errors(const std::string& text) {
  auto outcome = read_mps(text);
  for (const auto& problem : outcome.problems.kept()) {
    if (problem.severity == Severity::error) ADD_FAILURE() << to_string(problem);
  }
  return outcome.ok() ? std::move(*outcome.value) : LinearProgram{};
}

}  // namespace planwerk
