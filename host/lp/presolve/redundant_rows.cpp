#include <cmath>

#include "host/lp/presolve/propagation.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// Ranges that every feasible point keeps: bounds, and what rows imply. These tighter bounds stay here; in the programme
// they would need multipliers of their own.
Propagation primal_ranges(const WorkingProgram& program) {
  constexpr int sweeps_at_most = 3;
  std::vector<Range> bounds(program.original.columns());
  for (std::int32_t j = 0; j < program.original.columns(); ++j) {
    bounds[j] = {program.column_lower[j], program.column_upper[j]};
  }
  Propagation primal(std::move(bounds), program.original.rows());
  for (int sweep = 0; sweep < sweeps_at_most; ++sweep) {
    for (std::int32_t i = 0; i < program.original.rows(); ++i) {
      if (!program.has_row[i]) continue;
      const auto row = program.row_terms(i);
      if (program.row_upper[i] < infinity) primal.demand(i, row, 1, program.row_upper[i]);
      if (program.row_lower[i] > -infinity) primal.demand(i, row, -1, -program.row_lower[i]);
    }
    if (!primal.found_much()) break;
  }
  return primal;
}

}  // namespace

// A row that a range rests on stays: without it the proof would be gone.
std::int64_t drop_redundant_sides(WorkingProgram& program) {
  const auto primal = primal_ranges(program);
  std::int64_t count = 0;
  for (std::int32_t i = 0; i < program.original.rows(); ++i) {
    auto& lower = program.row_lower[i];
    auto& upper = program.row_upper[i];
    if (!program.has_row[i] || primal.is_source(i)) continue;
    const auto row = program.row_terms(i);
    const bool drops_lower = lower > -infinity && primal.least(row) >= lower;
    const bool drops_upper = upper < infinity && primal.greatest(row) <= upper;
    const bool is_equation = lower == upper;  // which substitutions may use
    if (is_equation ? !(drops_lower && drops_upper) : !(drops_lower || drops_upper)) continue;
    if (drops_lower) lower = -infinity;
    if (drops_upper) upper = infinity;
    ++count;
    if (lower == -infinity && upper == infinity) program.remove_row(i);
    // Columns that lost a reason to stay.
    program.for_row(i, [&](std::int32_t j, double) { program.visit_column(j); });
  }
  return count;
}

}  // namespace planwerk
