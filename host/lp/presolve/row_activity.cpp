#include <cmath>

#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// Least or greatest activity of a row over the bounds of its columns; infinite where one term is.
struct ActivityEnd {
  double value = 0;
  double magnitude = 0;

  void add(double term) {
    value += term;
    magnitude += std::fabs(term);
  }
};

struct Activity {
  ActivityEnd least, greatest;
};

Activity activity_of(const WorkingProgram& program, std::int32_t row) {
  Activity activity;
  program.for_row(row, [&](std::int32_t j, double a) {
    const double lower = program.column_lower[j], upper = program.column_upper[j];
    activity.least.add(a > 0 ? a * lower : a * upper);
    activity.greatest.add(a > 0 ? a * upper : a * lower);
  });
  return activity;
}

// Fixes every column where it brings the activity nearest to the side that it just meets.
void force_columns(WorkingProgram& program, std::int32_t row, bool at_lower_side) {
  ForcingRow forcing{row, at_lower_side, {}, {}};
  program.for_row(row, [&](std::int32_t j, double a) {
    forcing.columns.push_back(j);
    forcing.coefficients.push_back(a);
  });
  const auto columns = forcing.columns;
  const auto coefficients = forcing.coefficients;
  program.undo.push_back(std::move(forcing));
  program.remove_row(row);
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const bool at_upper_bound = at_lower_side == (coefficients[k] > 0);
    program.fix_column(columns[k], (at_upper_bound ? program.column_upper : program.column_lower)[columns[k]]);
  }
}

}  // namespace

void reduce_by_activity(WorkingProgram& program, std::int32_t row) {
  constexpr double rounding = 1e-14;  // of sums, relative to their terms
  auto& lower = program.row_lower[row];
  auto& upper = program.row_upper[row];
  const auto [least, greatest] = activity_of(program, row);
  const bool misses_lower =
      std::isfinite(greatest.value) && clearly_above(lower, greatest.value + rounding * greatest.magnitude);
  const bool misses_upper =
      std::isfinite(least.value) && clearly_above(least.value - rounding * least.magnitude, upper);
  if (misses_lower) return program.declare_infeasible(row, 1);
  if (misses_upper) return program.declare_infeasible(row, -1);
  if (std::isfinite(least.value) && least.value >= upper) return force_columns(program, row, false);
  if (std::isfinite(greatest.value) && greatest.value <= lower) return force_columns(program, row, true);

  if (least.value - rounding * least.magnitude >= lower) lower = -infinity;
  if (greatest.value + rounding * greatest.magnitude <= upper) upper = infinity;
  if (lower == -infinity && upper == infinity) program.remove_row(row);
}

// The row takes the price, of the sign of its active side, at which no forced column wants to leave its bound:
// d_j - a_j y must be >= 0 for columns at their lower and <= 0 for those at their upper bound, which for either is a
// bound on y by d_j / a_j on the same side.
void ForcingRow::restore(Restoration& at) const {
  if (at.kind == Restoration::Kind::unboundedness_ray) return;
  double price = 0;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const double wanted = at.reduced_costs[columns[k]] / coefficients[k];
    price = at_lower_side ? std::max(price, wanted) : std::min(price, wanted);
  }
  at.add_dual(row, price);
}

}  // namespace planwerk
