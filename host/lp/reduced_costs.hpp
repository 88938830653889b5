#pragma once

#include <vector>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// Reduced costs  objective - A'y  as intervals  [value - error, value + error], per column.
struct ReducedCosts {
  std::vector<double> value;
  std::vector<double> error;
};

// Rigorous for the multipliers as they are, by sums in twice the working precision.
ReducedCosts reduced_costs(const LinearProgram& lp, const std::vector<double>& objective,
                           const std::vector<double>& dual);

}  // namespace planwerk
