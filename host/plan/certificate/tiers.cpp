#include "host/plan/certificate/tiers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/plan/certificate/rounding.hpp"

namespace planwerk::certificate {
TierWalk::TierWalk(const Economy& economy, const NettedRecipes& recipes) : economy_(economy) {
  for (const Tier& tier : economy.objective.tiers) costs_.push_back(tier_costs(economy, recipes, tier));
  goal_.tier = 0;
  goal_.least_coverage = hard_floors(economy);
  if (!done()) begin_tier();
}

void TierWalk::begin_tier() {
  const Tier& tier = economy_.objective.tiers[goal_.tier];
  goal_.level = 0;
  goal_.open.clear();
  goal_.costs = tier.aim == Aim::worst_off ? nullptr : &costs_[goal_.tier];
  if (tier.aim != Aim::worst_off) return;
  depth_left_ = tier.depth;
  goal_.open.resize(economy_.needs.size());
  std::iota(goal_.open.begin(), goal_.open.end(), Index{0});
}

void TierWalk::hold(double held_at, const std::vector<Index>& settled) {
  bool stays = false;
  if (goal_.costs == nullptr) {
    for (const Index n : goal_.open) goal_.least_coverage[n] = std::max(goal_.least_coverage[n], -held_at);
    std::vector<char> is_settled(economy_.needs.size());
    for (const Index n : settled) {
      if (n >= 0 && n < static_cast<Index>(is_settled.size())) is_settled[n] = 1;
    }
    std::erase_if(goal_.open, [&](Index n) { return is_settled[n] != 0; });
    const Tier& tier = economy_.objective.tiers[goal_.tier];
    if (held_at < held_tolerance(tier) - no_coverage) --depth_left_;
    stays = depth_left_ > 0 && !goal_.open.empty();
    stalled_ |= stays && settled.empty();
    stays &= !settled.empty();
  }
  goal_.earlier.push_back(goal_.costs);
  goal_.held_at.push_back(held_at);
  if (stays) {
    ++goal_.level;
    return;
  }
  ++goal_.tier;
  if (!done()) begin_tier();
}

double value_of(const TierGoal& goal, const Economy& economy, const Balances& balances, const Plan& plan) {
  if (goal.costs != nullptr) return value_of(*goal.costs, balances, plan).value();
  double least = 1;
  for (const Index n : goal.open) {
    const double asked = economy.asked(economy.needs[n]);
    if (asked > 0) least = std::min(least, balances.delivered[n].value() / asked);
  }
  return 0 - least;
}

DecisionCosts lagrangian_costs(const TierGoal& goal, const Economy& economy, const TierProof& proof) {
  DecisionCosts costs;
  if (goal.costs != nullptr) {
    costs = *goal.costs;
  } else {
    std::vector<double> weights(economy.needs.size());
    AccurateSum sum;
    for (const Index n : goal.open) sum.add(proof.needs[n]);
    for (const Index n : goal.open) weights[n] = proof.needs[n] / sum.value();
    costs = coverage_costs(economy, weights);
  }
  for (std::size_t k = 0; k < goal.earlier.size(); ++k) {
    if (goal.earlier[k] == nullptr || proof.earlier[k] == 0) continue;
    costs.add(proof.earlier[k], *goal.earlier[k]);
    costs.constant.add(Rate{goal.held_at[k], 0}.times(-proof.earlier[k]));
  }
  return costs;
}

double bound_of(const TierGoal& goal, const EconomyBound& bound, const TierProof& proof, double* amounts_within) {
  if (goal.costs == nullptr) {
    if (goal.open.empty()) return -1;
    double weight = 0;
    for (const Index n : goal.open) weight += proof.needs[n];
    if (!(weight > 0)) return -infinite;
  }
  return bound({proof.products, proof.labour_kinds, proof.capacities, proof.limits},
               lagrangian_costs(goal, bound.economy(), proof), goal.least_coverage, amounts_within);
}

std::size_t pricing_result(const Economy& economy, const std::vector<TierResult>& results) {
  const auto rank = [&](const TierResult& result) {
    switch (economy.objective.tiers[result.tier].aim) {
      case Aim::coverage:
      case Aim::weighted:
        return 2;
      case Aim::worst_off:
        return 1;
      default:
        return 0;
    }
  };
  std::size_t best = 0;
  for (std::size_t k = 1; k < results.size(); ++k) {
    if (rank(results[k]) >= rank(results[best])) best = k;
  }
  return best;
}

DecisionCosts pricing_costs(const Economy& economy, const NettedRecipes& recipes, const Plan& plan) {
  if (economy.objective.tiers.empty()) return weighted_costs(economy);
  if (plan.tiers.empty()) return no_costs(economy);
  const std::size_t pricing = pricing_result(economy, plan.tiers);
  TierWalk walk(economy, recipes);
  for (std::size_t k = 0; k < pricing && !walk.done(); ++k) walk.hold(plan.tiers[k].held_at, plan.tiers[k].settled);
  const TierProof& proof = plan.tiers[pricing].proof;
  if (walk.done() || !fits(economy, walk.goal(), proof)) return no_costs(economy);
  return lagrangian_costs(walk.goal(), economy, proof);
}

TierProof empty_proof(const Economy& economy, const TierGoal& goal) {
  TierProof proof;
  proof.products.resize(economy.products.size());
  proof.labour_kinds.resize(economy.labour_kinds.size());
  proof.capacities.resize(economy.capacities.size());
  proof.limits.resize(economy.limits.size());
  proof.earlier.resize(goal.earlier.size());
  if (goal.costs == nullptr) proof.needs.resize(economy.needs.size());
  return proof;
}

bool fits(const Economy& economy, const TierGoal& goal, const TierProof& proof) {
  const auto possible = [](const std::vector<double>& values, std::size_t size, double least) {
    return values.size() == size && std::all_of(values.begin(), values.end(), [least](double value) {
             return std::isfinite(value) && value >= least;
           });
  };
  const bool by_needs = goal.costs == nullptr;
  return possible(proof.products, economy.products.size(), -infinite) &&
         possible(proof.labour_kinds, economy.labour_kinds.size(), 0) &&
         possible(proof.capacities, economy.capacities.size(), 0) &&
         possible(proof.limits, economy.limits.size(), -infinite) && possible(proof.earlier, goal.earlier.size(), 0) &&
         possible(proof.needs, by_needs ? economy.needs.size() : 0, 0);
}

TierFacts tier_facts(const EconomyBound& bound, const Balances& balances, const Plan& plan) {
  const Economy& economy = bound.economy();
  TierWalk walk(economy, bound.recipes());
  TierFacts facts;
  for (const TierResult& result : plan.tiers) {
    TierFigures figures{infinite, -infinite};
    if (!walk.done() && result.tier == walk.goal().tier && result.level == walk.goal().level) {
      const TierGoal& goal = walk.goal();
      figures.value = value_of(goal, economy, balances, plan);
      if (fits(economy, goal, result.proof)) figures.bound = bound_of(goal, bound, result.proof, &facts.amounts_within);
      const double gap = (figures.value - figures.bound) / std::max(1.0, std::fabs(figures.value));
      facts.gap = std::max(facts.gap, gap - held_tolerance(economy.objective.tiers[goal.tier]));
      walk.hold(result.held_at, result.settled);
    } else {
      facts.gap = infinite;
    }
    facts.results.push_back(figures);
  }
  facts.complete = walk.done() && !walk.stalled() && facts.results.size() == walk.results();
  if (!facts.complete || std::isnan(facts.gap)) facts.gap = infinite;
  return facts;
}

// With everybody at the level or above, weight * coverage adds up to at most -bound, so that a need rises above the
// level by no more than what the level misses that bound by, over the need's weight.
std::vector<Index> not_shown_settled(const TierGoal& goal, const TierResult& result) {
  std::vector<Index> missing;
  double sum = 0;
  for (const Index n : goal.open) sum += result.proof.needs[n];
  const double level = 0 - result.held_at;
  if (level >= 1 - settled_within) return {};  // nobody needs more than is asked for
  const double doubt = std::max(0.0, 0 - level - result.bound);
  std::vector<char> shown(result.proof.needs.size());
  for (const Index n : goal.open) shown[n] = doubt * sum <= settled_within * result.proof.needs[n];
  for (const Index n : result.settled) {
    if (!shown[n]) missing.push_back(n);
  }
  return missing;
}

}  // namespace planwerk::certificate
