#include <cmath>

#include "host/lp/presolve/range.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
void reduce_fixed_column(WorkingProgram& program, std::int32_t column) {
  if (program.column_lower[column] == program.column_upper[column]) {
    program.fix_column(column, program.column_lower[column]);
  }
}

// A column that would fall for ever stays: it makes the programme unbounded only if the rest is feasible.
void reduce_empty_column(WorkingProgram& program, std::int32_t column) {
  const double cost = program.objective[column];
  const double lower = program.column_lower[column], upper = program.column_upper[column];
  const double best = cost > 0 ? lower : cost < 0 ? upper : nearest_to_zero({lower, upper}, {lower, upper});
  if (std::isfinite(best)) program.fix_column(column, best);
}

void reduce_dominated_column(WorkingProgram& program, std::int32_t column) {
  const double cost = program.objective[column];
  bool less_is_harmless = cost >= 0, more_is_harmless = cost <= 0;
  program.for_column(column, [&](std::int32_t row, double a) {
    const bool lower_side = program.row_lower[row] > -infinity, upper_side = program.row_upper[row] < infinity;
    if (a > 0 ? lower_side : upper_side) less_is_harmless = false;
    if (a > 0 ? upper_side : lower_side) more_is_harmless = false;
  });
  const double lower = program.column_lower[column], upper = program.column_upper[column];
  if (less_is_harmless && std::isfinite(lower)) return program.fix_column(column, lower);
  if (more_is_harmless && std::isfinite(upper)) return program.fix_column(column, upper);
}

void FixedColumn::restore(Restoration& at) const {
  if (at.kind == Restoration::Kind::point) at.x[column] = value;
}

}  // namespace planwerk
