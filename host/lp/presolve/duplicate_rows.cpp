#include <bit>
#include <cmath>
#include <unordered_map>

#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// Of the columns of a row and its coefficients relative to the first, rounded so that the last digits do not matter.
std::uint64_t hash_of_direction(const WorkingProgram& program, std::int32_t row) {
  std::uint64_t hash = 0;
  double first = 0;
  program.for_row(row, [&](std::int32_t j, double a) {
    if (first == 0) first = a;
    const auto relative = std::bit_cast<std::uint32_t>(static_cast<float>(a / first));
    hash ^= (static_cast<std::uint64_t>(j) << 32) + relative;
    hash *= 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 29;
  });
  return hash;
}

struct Entry {
  std::int32_t column;
  double value;
};

std::vector<Entry> entries_of(const WorkingProgram& program, std::int32_t row) {
  std::vector<Entry> entries;
  program.for_row(row, [&](std::int32_t j, double a) { entries.push_back({j, a}); });
  return entries;
}

// factor with  second = factor * first  in every entry to working precision, else 0.
double parallel_factor(const std::vector<Entry>& first, const std::vector<Entry>& second) {
  constexpr double rounding = 0x1p-51;
  if (first.size() != second.size()) return 0;
  const double factor = second[0].value / first[0].value;
  for (std::size_t k = 0; k < first.size(); ++k) {
    const double difference = second[k].value - factor * first[k].value;
    if (first[k].column != second[k].column || std::fabs(difference) > rounding * std::fabs(second[k].value)) return 0;
  }
  return factor;
}

// Puts the sides of `removed` on `kept`. False where both contradict each other.
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

bool reduce_duplicate_rows(WorkingProgram& program) {
  std::unordered_map<std::uint64_t, std::int32_t> seen;
  bool found = false;
  for (std::int32_t i = 0; i < program.original.rows() && program.status == Status::feasible; ++i) {
    if (!program.has_row[i] || program.row_entries[i] < 2) continue;
    const auto [place, is_new] = seen.try_emplace(hash_of_direction(program, i), i);
    if (is_new) continue;
    const double factor = parallel_factor(entries_of(program, place->second), entries_of(program, i));
    if (factor == 0) continue;
    merge(program, place->second, i, factor);
    found = true;
  }
  return found;
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
