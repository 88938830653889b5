#include "host/model/net_flows.hpp"

#include <cmath>

namespace planwerk {
namespace {

// Relative to the amounts added up; a handful of terms cannot leave more behind by rounding alone.
constexpr double rounding_residue = 1e-15;

}  // namespace

void SparseSum::add(Index index, double amount) {
  Slot& slot = slots_[index];
  if (slot.gross == 0) touched_.push_back(index);
  slot.sum += amount;
  slot.gross += std::abs(amount);
}

std::span<const Flow> SparseSum::take() {
  taken_.clear();
  for (const Index index : touched_) {
    Slot& slot = slots_[index];
    if (std::abs(slot.sum) > rounding_residue * slot.gross) taken_.push_back({index, slot.sum});
    slot = {};
  }
  touched_.clear();
  return taken_;
}

std::span<const Flow> NetFlows::of(const Recipe& recipe) {
  for (const Flow& output : economy_.flows_of(recipe.outputs)) sum_.add(output.index, output.amount);
  for (const Flow& input : economy_.flows_of(recipe.inputs)) sum_.add(input.index, -input.amount);
  return sum_.take();
}

}  // namespace planwerk
