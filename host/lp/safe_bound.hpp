#pragma once

#include <vector>

#include "host/lp/linear_program.hpp"

namespace planwerk {

struct Box {
  std::vector<double> lower;  // per column
  std::vector<double> upper;
};

// Bounds that every feasible point keeps: those of the programme, tightened where rows imply more by the activity of
// their other columns. Rounded outwards, in a few sweeps over the matrix. Only infinite bounds are tightened, for only
// they need it.
Box implied_box(const LinearProgram& lp);

// No feasible point has a smaller objective'x than  value - escape_rate max |x_j|, the maximum taken over the columns
// that neither their own bounds nor implied ones hold.
struct SafeBound {
  double value = -infinity;
  double escape_rate = 0;  // 0: the value is a bound without conditions
  double magnitude = 0;    // sum of the absolute values of what was added up

  double unconditional() const { return escape_rate > 0 ? -infinity : value; }
};

// Neumaier & Shcherbina, Safe bounds in linear and mixed-integer linear programming, Math. Program. 99 (2004), sec. 3:
//   min objective'x  >=  sum_i (y_i+ row_lower_i - y_i- row_upper_i) + sum_j min { d_j x_j : x_j in its box }
// with d = objective - A'y enclosed in intervals and every rounding taken off the result. Duals whose side is infinite
// are clipped to zero. Where a reduced cost points to an infinite bound, implied bounds step in. Where rows imply none,
// objective'x <= cutoff may: a point beyond the cutoff is worse than it anyway, so the smaller of cutoff and bound is
// safe for all. What is left after that adds to the escape rate. Sizes: objective: columns; dual: rows, all finite.
SafeBound safe_bound(const LinearProgram& lp, const std::vector<double>& objective, const std::vector<double>& dual,
                     double cutoff = infinity);

}  // namespace planwerk
