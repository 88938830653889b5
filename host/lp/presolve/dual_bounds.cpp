#include <cmath>

#include "host/lp/presolve/propagation.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// Multipliers by the signs that the sides of their rows allow.
std::vector<Range> signs(const WorkingProgram& program) {
  std::vector<Range> ranges(program.original.rows());
  for (std::int32_t i = 0; i < program.original.rows(); ++i) {
    ranges[i] = {program.row_upper[i] < infinity ? -infinity : 0, program.row_lower[i] > -infinity ? infinity : 0};
  }
  return ranges;
}

// Ranges that every dual feasible point keeps. A column without an upper bound asks for (A'y)_j <= c_j, one without a
// lower bound for >=.
Propagation dual_ranges(const WorkingProgram& program) {
  constexpr int sweeps_at_most = 3;
  Propagation dual(signs(program), program.original.columns());
  for (int sweep = 0; sweep < sweeps_at_most; ++sweep) {
    for (std::int32_t j = 0; j < program.original.columns(); ++j) {
      if (!program.has_column[j]) continue;
      const auto column = program.column_terms(j);
      if (program.column_upper[j] == infinity) dual.demand(j, column, 1, program.objective[j]);
      if (program.column_lower[j] == -infinity) dual.demand(j, column, -1, -program.objective[j]);
    }
    if (!dual.found_much()) break;
  }
  return dual;
}

}  // namespace

// A column that a range rests on stays: without it the proof would be gone.
std::int64_t reduce_by_dual_bounds(WorkingProgram& program) {
  const auto dual = dual_ranges(program);
  std::int64_t count = 0;
  for (std::int32_t j = 0; j < program.original.columns(); ++j) {
    if (!program.has_column[j] || dual.is_source(j)) continue;
    const auto column = program.column_terms(j);
    const double cost = program.objective[j], lower = program.column_lower[j], upper = program.column_upper[j];
    const bool at_lower = std::isfinite(lower) && cost >= dual.greatest(column);
    if (!at_lower && !(std::isfinite(upper) && cost <= dual.least(column))) continue;
    program.fix_column(j, at_lower ? lower : upper);
    ++count;
  }
  return count;
}

}  // namespace planwerk
