#include <algorithm>
#include <unordered_map>

#include "host/lp/presolve/parallel.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// Puts the sides of `removed` on `kept`, or finds that both contradict each other.
void merge(WorkingProgram& program, std::int32_t kept, std::int32_t removed, double factor) {
  double lower = program.row_lower[removed] / factor, upper = program.row_upper[removed] / factor;
  if (factor < 0) std::swap(lower, upper);
  auto& kept_lower = program.row_lower[kept];
  auto& kept_upper = program.row_upper[kept];
  const double against = clearly_above(lower, kept_upper) ? 1 : clearly_above(kept_lower, upper) ? -1 : 0;
  if (against != 0) {
    program.declare_infeasible(removed, against / factor);
    program.ray[kept] = -against;
    return;
  }
  const bool lower_from_removed = lower > kept_lower, upper_from_removed = upper < kept_upper;
  program.undo.push_back(DuplicateRow{kept, removed, factor, lower_from_removed, upper_from_removed});
  if (lower_from_removed) kept_lower = std::min(lower, kept_upper);
  if (upper_from_removed) kept_upper = std::max(upper, kept_lower);
  program.remove_row(removed);
  program.visit_row(kept);
}

}  // namespace

std::int64_t reduce_duplicate_rows(WorkingProgram& program) {
  std::unordered_map<std::uint64_t, std::int32_t> seen;
  std::int64_t count = 0;
  for (std::int32_t i = 0; i < program.original.rows() && program.status == Status::feasible; ++i) {
    if (!program.has_row[i] || program.row_entries[i] < 2) continue;
    const auto [place, is_new] = seen.try_emplace(hash_of_direction(program.row_terms(i)), i);
    if (is_new) continue;
    const double factor = parallel_factor(program.row_terms(place->second), program.row_terms(i));
    if (factor == 0) continue;
    merge(program, place->second, i, factor);
    ++count;
  }
  return count;
}

// A multiplier belongs to the row that the active side came from.
void DuplicateRow::restore(Restoration& at) const {
  if (at.kind == Restoration::Kind::unboundedness_ray) return;
  const double price = at.y[kept];
  if ((price > 0 && lower_from_removed) || (price < 0 && upper_from_removed)) {
    at.add_dual(kept, -price);
    at.add_dual(removed, price / factor);
  }
}

void DuplicateRow::reduce(PrimalDual& point) const {
  point.dual[kept] += factor * point.dual[removed];
}

}  // namespace planwerk
