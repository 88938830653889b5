#pragma once

#include <string_view>

namespace planwerk {

// How an answer ended. A status is never better than the certificate that goes with it.
enum class Status {
  optimal,     // within the tolerance asked for
  feasible,    // executable; the gap is stated and larger than asked for, or no finite bound exists
  infeasible,  // with a checked Farkas proof
  unbounded,   // with a checked ray
  time_limit,  // stopped short, as the five below: the best point so far comes along
  iteration_limit,
  interrupted,
  out_of_memory,
  numerical_trouble,
};

// `optimal`, `time_limit`, ...: the spelling of files, logs and the command line.
std::string_view to_string(Status status);

// True for the statuses that end a solve before its tolerance is met.
bool stopped_short(Status status);

}  // namespace planwerk
