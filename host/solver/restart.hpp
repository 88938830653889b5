#pragma once

#include <cstdint>

namespace planwerk {

// When to restart the Halpern iteration from its latest point (Lu & Yang, Restarted Halpern PDHG for LP, 2024; rules as
// in cuPDLPx, 2025, sec. 2): the fixed-point error has fallen sufficiently since the last restart, or has fallen enough
// and begins to rise, or the run since then is a large share of all iterations.
class RestartRule {
 public:
  // A new run begins, at a point with this fixed-point error.
  void begin(double error);

  // Tested with the present error, the length of the run and the number of all iterations so far.
  bool due(double error, std::int64_t run_length, std::int64_t all_iterations);

 private:
  double initial_error_ = 0;
  double last_error_ = 0;
};

}  // namespace planwerk
