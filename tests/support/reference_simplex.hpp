#pragma once

#include "host/base/status.hpp"
#include "host/lp/linear_program.hpp"

namespace planwerk {

struct ReferenceSolution {
  Status status = Status::numerical_trouble;  // optimal, infeasible or unbounded
  double value = 0;
  PrimalDual point;         // optimal
  std::vector<double> ray;  // infeasible: over rows; unbounded: over columns
};

// The textbook two-phase simplex method on a dense tableau with Bland's rule: slow, obvious, for tiny programmes only.
ReferenceSolution reference_solve(const LinearProgram& lp);

}  // namespace planwerk
