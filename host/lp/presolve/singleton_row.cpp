#include <algorithm>
#include <cmath>

#include "host/lp/presolve/reductions.hpp"

namespace planwerk {

void reduce_empty_row(WorkingProgram& program, std::int32_t row) {
  if (clearly_above(program.row_lower[row], 0)) return program.declare_infeasible(row, 1);
  if (clearly_above(0, program.row_upper[row])) return program.declare_infeasible(row, -1);
  program.remove_row(row);
}

void reduce_singleton_row(WorkingProgram& program, std::int32_t row) {
  std::int32_t column = -1;
  double coefficient = 0;
  program.for_row(row, [&](std::int32_t j, double a) {
    column = j;
    coefficient = a;
  });
  double lower = program.row_lower[row] / coefficient, upper = program.row_upper[row] / coefficient;
  if (coefficient < 0) std::swap(lower, upper);
  auto& column_lower = program.column_lower[column];
  auto& column_upper = program.column_upper[column];
  // The row against the opposite bound of its column; that bound pays for the column's part of the ray.
  if (clearly_above(lower, column_upper)) return program.declare_infeasible(row, 1 / coefficient);
  if (clearly_above(column_lower, upper)) return program.declare_infeasible(row, -1 / coefficient);

  const bool tightens_lower = lower > column_lower, tightens_upper = upper < column_upper;
  program.undo.push_back(SingletonRow{row, column, coefficient, tightens_lower, tightens_upper});
  if (tightens_lower) column_lower = std::min(lower, column_upper);
  if (tightens_upper) column_upper = std::max(upper, column_lower);
  program.remove_row(row);
  if (tightens_lower || tightens_upper)
    program.for_column(column, [&](std::int32_t i, double) { program.visit_row(i); });
}

// The bound that the row gave earns what the reduced cost says; that price belongs to the row.
void SingletonRow::restore(Restoration& at) const {
  if (at.kind == Restoration::Kind::unboundedness_ray) return;
  const double reduced_cost = at.reduced_costs[column];
  if ((reduced_cost > 0 && tightened_lower) || (reduced_cost < 0 && tightened_upper)) {
    at.add_dual(row, reduced_cost / coefficient);
  }
}

}  // namespace planwerk
