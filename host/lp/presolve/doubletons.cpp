#include <cmath>
#include <utility>

#include "host/lp/presolve/stages.hpp"
#include "host/lp/presolve/substitution.hpp"

namespace planwerk {
namespace {

// Substitutions that would blow up rounding errors are left alone.
bool is_tame(double slope) {
  return std::fabs(slope) > 1e-3 && std::fabs(slope) < 1e3;
}

// Removes the column with fewer entries, for its entries move.
Pivot pivot_in(const LinearProgram& lp, std::int32_t row, const std::vector<std::int32_t>& column_entries) {
  auto removed = lp.matrix.row_offsets[row];
  auto kept = removed + 1;
  const auto& columns = lp.matrix.column_indices;
  if (column_entries[columns[removed]] > column_entries[columns[kept]]) std::swap(removed, kept);
  Pivot pivot{row, columns[removed], lp.matrix.values[removed], lp.row_lower[row], columns[kept]};

  // x_removed = constant + slope x_kept
  const double constant = pivot.side / pivot.coefficient, slope = -lp.matrix.values[kept] / pivot.coefficient;
  const Range implied =
      times(1 / slope, {lp.column_lower[pivot.column] - constant, lp.column_upper[pivot.column] - constant});
  pivot.lower_from_removed = implied.lower > lp.column_lower[pivot.heir];
  pivot.upper_from_removed = implied.upper < lp.column_upper[pivot.heir];
  pivot.heir_bounds = {std::max(lp.column_lower[pivot.heir], implied.lower),
                       std::min(lp.column_upper[pivot.heir], implied.upper)};
  return pivot;
}

std::vector<Pivot> disjoint_doubletons(const LinearProgram& lp) {
  std::vector<std::int32_t> column_entries(lp.columns());
  for (const auto column : lp.matrix.column_indices) ++column_entries[column];
  std::vector<char> taken(lp.columns());
  std::vector<Pivot> pivots;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    const auto begin = lp.matrix.row_offsets[i];
    if (lp.matrix.row_offsets[i + 1] - begin != 2 || lp.row_lower[i] != lp.row_upper[i]) continue;
    if (!is_tame(lp.matrix.values[begin + 1] / lp.matrix.values[begin])) continue;
    const auto found = pivot_in(lp, i, column_entries);
    if (taken[found.column] || taken[found.heir]) continue;
    if (found.heir_bounds.lower > found.heir_bounds.upper) continue;  // infeasible; whoever proves it needs this row
    taken[found.column] = taken[found.heir] = true;
    pivots.push_back(found);
  }
  return pivots;
}

}  // namespace

std::unique_ptr<Presolved> substitute_doubletons(const LinearProgram& lp) {
  auto pivots = disjoint_doubletons(lp);
  if (!is_worth_a_stage(pivots.size(), lp)) return nullptr;
  return substitute(lp, std::move(pivots));
}

}  // namespace planwerk
