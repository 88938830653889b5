#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "host/lp/presolve/parallel.hpp"
#include "host/lp/presolve/range.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// A column by what it does to its first row: t = first_coefficient x is its amount there, at cost_per_unit each.
// Parallel columns then differ in cost and bounds alone.
struct Candidate {
  std::uint64_t hash;
  double cost_per_unit;
  std::int32_t column;
  double first_coefficient;
};

// By direction, then by cost.
std::vector<Candidate> sorted_candidates(const WorkingProgram& program) {
  std::vector<Candidate> candidates;
  for (std::int32_t j = 0; j < program.original.columns(); ++j) {
    if (!program.has_column[j] || program.column_entries[j] == 0) continue;
    double first = 0;
    program.for_column(j, [&](std::int32_t, double a) { first = first == 0 ? a : first; });
    const auto hash = hash_of_direction(program.column_terms(j));
    candidates.push_back({hash, program.objective[j] / first, j, first});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.hash, a.cost_per_unit, a.column) < std::tie(b.hash, b.cost_per_unit, b.column);
  });
  return candidates;
}

Range amount(const WorkingProgram& program, const Candidate& c) {
  return times(c.first_coefficient, {program.column_lower[c.column], program.column_upper[c.column]});
}

bool same_cost(const Candidate& a, const Candidate& b) {
  constexpr double rounding = 0x1p-50;
  const double difference = std::fabs(a.cost_per_unit - b.cost_per_unit);
  return difference <= rounding * std::max(std::fabs(a.cost_per_unit), std::fabs(b.cost_per_unit));
}

bool are_parallel(const WorkingProgram& program, const Candidate& a, const Candidate& b) {
  return parallel_factor(program.column_terms(a.column), program.column_terms(b.column)) != 0;
}

void merge(WorkingProgram& program, const Candidate& kept, const Candidate& removed) {
  const double factor = removed.first_coefficient / kept.first_coefficient;
  const Range of_kept{program.column_lower[kept.column], program.column_upper[kept.column]};
  const Range of_removed{program.column_lower[removed.column], program.column_upper[removed.column]};
  program.undo.push_back(DuplicateColumn{kept.column, removed.column, factor, of_kept, of_removed});
  const Range added = times(factor, of_removed);
  program.column_lower[kept.column] = of_kept.lower + added.lower;
  program.column_upper[kept.column] = of_kept.upper + added.upper;
  program.remove_column(removed.column);
  program.for_column(kept.column, [&](std::int32_t row, double) { program.visit_row(row); });
  program.visit_column(kept.column);
}

// Where the cheapest column can take any amount, dearer ones stay at their least amount: their reduced cost per unit is
// that of the cheapest, which is not negative, and more. `dearer` may have to stay if nothing bounds it.
bool fix_dominated(WorkingProgram& program, const Candidate& dominated, bool at_least_amount) {
  const bool at_lower = at_least_amount == (dominated.first_coefficient > 0);
  const double bound = (at_lower ? program.column_lower : program.column_upper)[dominated.column];
  if (!std::isfinite(bound)) return false;
  program.fix_column(dominated.column, bound);
  return true;
}

// Columns of one direction, by ascending cost. Returns how many went.
std::int64_t reduce_group(WorkingProgram& program, std::span<const Candidate> group) {
  std::int64_t count = 0;
  const Candidate* cheaper = &group[0];  // the nearest one still there
  const Candidate* endless = nullptr;    // the cheapest without an upper limit of its amount
  for (const auto& c : group.subspan(1)) {
    if (endless == nullptr && amount(program, *cheaper).upper == infinity) endless = cheaper;
    if (same_cost(*cheaper, c) && are_parallel(program, *cheaper, c)) {
      merge(program, *cheaper, c);
      ++count;
    } else if (endless != nullptr && !same_cost(*endless, c) && are_parallel(program, *endless, c) &&
               fix_dominated(program, c, true)) {
      ++count;
    } else {
      cheaper = &c;
    }
  }
  // The other way round: where the dearest column can give up any amount, cheaper ones run at their greatest.
  endless = nullptr;
  for (auto c = group.rbegin(); c != group.rend(); ++c) {
    if (!program.has_column[c->column]) continue;
    if (endless != nullptr && !same_cost(*endless, *c) && are_parallel(program, *endless, *c)) {
      count += fix_dominated(program, *c, false);
    } else if (endless == nullptr && amount(program, *c).lower == -infinity) {
      endless = &*c;
    }
  }
  return count;
}

}  // namespace

std::int64_t reduce_duplicate_columns(WorkingProgram& program) {
  const auto candidates = sorted_candidates(program);
  std::int64_t count = 0;
  for (std::size_t begin = 0; begin < candidates.size();) {
    std::size_t end = begin + 1;
    while (end < candidates.size() && candidates[end].hash == candidates[begin].hash) ++end;
    if (end - begin > 1) count += reduce_group(program, {candidates.data() + begin, end - begin});
    begin = end;
  }
  return count;
}

// Any split within the bounds will do: the reduced costs of both are multiples of each other.
void DuplicateColumn::restore(Restoration& at) const {
  if (at.kind == Restoration::Kind::infeasibility_ray) return;
  const double sum = at.x[kept];
  const Range kept_bounds{at.side(of_kept.lower), at.side(of_kept.upper)};
  const Range removed_bounds{at.side(of_removed.lower), at.side(of_removed.upper)};
  const Range left{sum - kept_bounds.upper, sum - kept_bounds.lower};
  at.x[removed] = nearest_to_zero(times(1 / factor, left), removed_bounds);
  at.x[kept] = std::clamp(sum - factor * at.x[removed], kept_bounds.lower, kept_bounds.upper);  // but for rounding
}

void DuplicateColumn::reduce(PrimalDual& point) const {
  point.primal[kept] += factor * point.primal[removed];
}

}  // namespace planwerk
