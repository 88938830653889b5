#include "host/plan/tiers/tier_ladders.hpp"

#include <span>

namespace planwerk {

using certificate::CoveragePiece;
using certificate::DecisionCosts;
using certificate::TierGoal;

namespace {

// Pieces narrower than this share of what is asked for are rounding.
constexpr double narrowest = 1e-12;

// Widths of the steps at whose ends any of the costs may change.
std::vector<double> step_widths(std::span<const CoveragePiece> pieces, double asked) {
  std::vector<double> widths;
  double begin = 0;
  for (const CoveragePiece& piece : pieces) {
    const double end = asked > 0 ? piece.end / asked : 1;
    if (end - begin <= narrowest || end >= 1 - narrowest) continue;
    widths.push_back(end - begin);
    begin = end;
  }
  widths.push_back(1 - begin);
  return widths;
}

}  // namespace

TierStack stack_of(const Economy& economy, const certificate::TierWalk& walk) {
  TierStack stack;
  const auto& tiers = economy.objective.tiers;
  for (std::size_t k = 0; k < tiers.size(); ++k) {
    if (tiers[k].aim == Aim::worst_off) {
      stack.levels = true;
      continue;
    }
    stack.costs.push_back(&walk.costs()[k]);
    if (k + 1 < tiers.size()) stack.held.push_back(stack.costs.back());
  }
  return stack;
}

DecisionCosts all_costs(const Economy& economy, const TierGoal& goal) {
  DecisionCosts sum = certificate::no_costs(economy);
  if (goal.costs != nullptr) sum.add(1, *goal.costs);
  for (const DecisionCosts* costs : goal.earlier) {
    if (costs != nullptr) sum.add(1, *costs);
  }
  return sum;
}

DecisionCosts all_costs(const Economy& economy, const TierStack& stack) {
  DecisionCosts sum = certificate::no_costs(economy);
  for (const DecisionCosts* costs : stack.costs) sum.add(1, *costs);
  return sum;
}

Economy economy_without_tiers(Economy economy, const TierGoal& goal, const DecisionCosts& costs) {
  economy.objective.tiers.clear();
  economy.tier_terms.clear();
  economy.steps.clear();
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    Need& need = economy.needs[n];
    need.floor = goal.least_coverage[n];
    need.steps.begin = static_cast<std::int64_t>(economy.steps.size());
    for (const double width : step_widths(costs.coverage[n], economy.asked(need))) economy.steps.push_back({width, 0});
    need.steps.end = static_cast<std::int64_t>(economy.steps.size());
  }
  return economy;
}

}  // namespace planwerk
