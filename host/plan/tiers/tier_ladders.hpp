#pragma once

#include <vector>

#include "host/plan/certificate/tiers.hpp"

namespace planwerk {

// What the programmes of all goals of a stack of tiers share, so that they differ in bounds and costs alone.
struct TierStack {
  std::vector<const certificate::DecisionCosts*> costs;  // of all tiers that are sums over decisions
  std::vector<const certificate::DecisionCosts*> held;   // of those of them that others follow
  bool levels = false;                                   // whether there is a worst_off tier
  double highest_level = 1;                              // that the least coverage can ever have
  bool single_steps = true;                              // whether levels have each need in its first step alone
};
TierStack stack_of(const Economy& economy, const certificate::TierWalk& walk);

// All costs that a goal knows, or that any tier of a stack has, each once.
certificate::DecisionCosts all_costs(const Economy& economy, const certificate::TierGoal& goal);
certificate::DecisionCosts all_costs(const Economy& economy, const TierStack& stack);

// The economy without tiers whose programme a goal's is: coverage that is held becomes the needs' floors, and their
// ladders are cut wherever one of `costs` changes.
Economy economy_without_tiers(Economy economy, const certificate::TierGoal& goal,
                              const certificate::DecisionCosts& costs);

}  // namespace planwerk
