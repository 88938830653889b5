#pragma once

#include "host/base/status.hpp"

namespace planwerk::cli {

// What the program returns to its caller.
enum class ExitCode {
  success = 0,           // the answer meets the tolerance
  fault_found = 1,       // `verify` or `check` found a fault
  bad_input = 2,         // of a file or of the command line
  no_plan = 3,           // infeasible or unbounded, with proof
  stopped_short = 4,     // limit, interruption, memory, numerical trouble: the best answer so far is written
  internal_failure = 5,  // device, network, or a fault of the program
};

constexpr ExitCode exit_code_of(Status status) {
  switch (status) {
    case Status::optimal:
      return ExitCode::success;
    case Status::infeasible:
    case Status::unbounded:
      return ExitCode::no_plan;
    default:
      return ExitCode::stopped_short;
  }
}

}  // namespace planwerk::cli
