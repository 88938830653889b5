#pragma once

#include <string>
#include <vector>

#include "host/base/status.hpp"
#include "host/lp/linear_program.hpp"

namespace planwerk {

// A programme small enough to solve by hand, beside its answer.
struct SmallLp {
  std::string name;
  LinearProgram lp;
  Status status = Status::optimal;  // optimal, infeasible or unbounded
  double value = 0;                 // optimal: of the minimisation, offset included
  std::vector<double> primal;       // optimal: one optimal point
  std::vector<double> dual;         // optimal: one optimal dual, signs as in linear_program.hpp
  std::vector<double> ray;          // infeasible: over rows; unbounded: over columns
};

// max 3 bread + 2 cake   s.t.  flour: bread + 2 cake <= 4,  oven: bread + cake <= 3,  both >= 0
// x* = (3, 0)   shadow prices: flour 0, oven 3   value 9   (as a minimisation: duals 0, -3; value -9)
SmallLp bakery_lp();
// bakery with flour in milligrams and the oven in decades
SmallLp bakery_lp_in_other_units();
// min 2 grow + 0.5 mill + bake   s.t.  wheat: grow - 1.2 mill >= 0,  flour: mill - 0.5 bake >= 0,  bread: bake >= 10
// x* = (6, 5, 10)   prices: wheat 2, flour 2.9, bread 2.45   value 24.5
SmallLp supply_chain();
// min x + 2 y + 3 z + 5   s.t.  x + y + z = 10,  0 <= x <= 4,  0 <= y <= 5,  z >= 0
// x* = (4, 5, 1)   y* = 3   value 22
SmallLp cheapest_first();
// min x + y   s.t.  2 <= x + 2 y <= 6,  -1 <= x - y <= 1,  x, y >= 0
// x* = (0, 1)   y* = (2/3, 1/3)   value 1
SmallLp ranges();
// min t   s.t.  t - x >= -1,  t + x >= 5,  x and t free
// x* = (3, 2)   y* = (1/2, 1/2)   value 2
SmallLp free_variables();
// max x + y   s.t.  x <= 1,  y <= 1,  x + y <= 2 as rows,  x, y >= 0
// x* = (1, 1)   y* = (0, 0, -1) among others   value -2
SmallLp degenerate();
// min x + y   s.t.  x + y >= 2,  2 x + 2 y >= 4,  -x - y <= -1,  x, y >= 0
// x* = (2, 0)   y* = (1, 0, 0)   value 2
SmallLp repeated_rows();
// min -x + y   s.t.  x + y >= -10,  x <= -2,  0 <= y <= 1
// x* = (-2, 0)   y* = 0   value 2
SmallLp below_zero();
// min x - y   s.t.  1 <= x <= 5,  0 <= y <= 2,  no rows
// x* = (1, 2)   value -1
SmallLp no_rows();
// min 0 + 3   s.t.  -1 <= 0 <= 1,  no columns; value 3
SmallLp no_columns();
// neither rows nor columns, offset 7
SmallLp empty_lp();
// min x + 2 y   s.t.  x + y <= 5,  x = 2,  y = 3
// value 8
SmallLp all_fixed();

// bakery with  bread >= 5 ordered: the order less the flour proves it, y = (-1, 0, 1)
SmallLp bakery_lp_with_too_large_an_order();
// x + y >= 3,  x + y <= 2,  x, y free: y = (1, -1)
SmallLp contradictory_rows();
// x + y >= 5,  0 <= x, y <= 2: y = 1
SmallLp beyond_all_bounds();
// 1 <= 0 <= 2,  no columns: y = 1
SmallLp infeasible_without_columns();

// max bread + cake   s.t.  bread - cake <= 1,  both >= 0: r = (1, 1)
SmallLp bakery_without_oven();
// min x   s.t.  x + y = 1,  x free,  y >= 0: r = (-1, 1)
SmallLp falls_along_a_free_column();
// min -x   s.t.  x >= 0,  no rows: r = 1
SmallLp unbounded_without_rows();

// All of the above.
std::vector<SmallLp> small_lps();

// A programme from dense rows; columns are >= 0 and rows unbounded unless stated.
struct DenseRow {
  std::vector<double> coefficients;
  double lower = -infinity;
  double upper = infinity;
};
struct DenseLp {
  std::vector<double> objective;
  std::vector<DenseRow> rows;
  std::vector<double> column_lower = {};  // empty: all 0
  std::vector<double> column_upper = {};  // empty: all infinity
  double offset = 0;
};
LinearProgram from_dense(const DenseLp& dense);

}  // namespace planwerk
