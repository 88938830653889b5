#pragma once

#include <cstdint>
#include <vector>

#include "host/lp/sparse_matrix.hpp"

namespace planwerk {

// What the reduced cost of a column is to become.
struct ReducedCostGoal {
  std::int32_t column;
  double goal;
  double tolerance;  // how far from it is good enough
  double scale;      // about 1 / ||the column's entries in weighted rows||
};

// The least change of multipliers, per row, measured in weighted rows, that takes reduced costs to their goals, nearly:
//   W^2 A S z  with  (S A'W^2 A S) z = S (d - goal)
// over the columns A of the goals, by conjugate gradients. The matrix is given by columns (each a row of `by_columns`);
// weight: per row, zero where the multiplier stays; reduced_costs: d, per column of the matrix; work_left: entries that
// may be visited, less, afterwards, those that were. Where goals contradict each other, or work ends, a change that
// goes some of the way.
std::vector<double> least_change(const SparseMatrix& by_columns, const std::vector<double>& weight,
                                 const std::vector<ReducedCostGoal>& goals, const std::vector<double>& reduced_costs,
                                 std::int64_t& work_left);

}  // namespace planwerk
