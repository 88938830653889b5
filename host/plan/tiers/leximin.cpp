#include "host/plan/tiers/leximin.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/model/suppliability.hpp"

namespace planwerk {
namespace {

using certificate::DecisionCosts;
using certificate::EconomyBound;
using certificate::TierGoal;

// Rises of coverage that count as none, beyond what the level's own gap leaves open.
constexpr double same_level = 1e-7;
constexpr double gap_factor = 10;
// By how much needs are raised at most when it is asked who can.
constexpr double small_rise = 1e-2;
constexpr double held_within = 1e-9;   // of the level, while that is asked
constexpr double question_gap = 1e-6;  // of that question; what it shows is judged by the level's proof
constexpr int most_rounds = 12;

double coverage(const Economy& economy, const Plan& plan, Index n) {
  const Need& need = economy.needs[n];
  const auto ways = economy.alternatives_of(need);
  double covered = 0;
  for (std::size_t a = 0; a < ways.size(); ++a) covered += ways[a].rate * plan.needs[n].deliveries[a];
  return economy.asked(need) > 0 ? covered / economy.asked(need) : 1;
}

// Minus the sum over some needs of their rise above the level, up to a little.
DecisionCosts rise_costs(const Economy& economy, const std::vector<Index>& risers, double level) {
  std::vector<double> all(economy.needs.size());
  for (const Index n : risers) all[n] = 1;
  DecisionCosts costs = certificate::coverage_costs(economy, all);
  certificate::Lists<certificate::CoveragePiece> pieces;
  for (std::size_t n = 0; n < all.size(); ++n) {
    pieces.begin_list();
    const certificate::CoveragePiece whole = costs.coverage[n].front();
    if (all[n] > 0) {
      pieces.push({level * whole.end, {}});
      pieces.push({std::min(1.0, level + small_rise) * whole.end, whole.rate});
    }
    pieces.push({whole.end, {}});
  }
  costs.coverage = std::move(pieces);
  return costs;
}

// What a unit more of a need costs at prices of products and of earlier results, a little above the level.
double price_of_need(const Economy& economy, Index n, const TierProof& proof, const DecisionCosts& held, double level) {
  double price = std::numeric_limits<double>::infinity();
  const auto ways = economy.alternatives_of(economy.needs[n]);
  for (std::size_t a = 0; a < ways.size(); ++a) {
    price = std::min(price, (proof.products[ways[a].product] + held.deliveries[n][a].value) / ways[a].rate);
  }
  const double asked = economy.asked(economy.needs[n]);
  for (const certificate::CoveragePiece& piece : held.coverage[n]) {
    if (piece.end > (level + same_level) * asked) return price + piece.rate.value;
  }
  return price;
}

// The proof that nobody among the risers rises, read as a proof of the level: needs weigh what they cost.
TierProof as_level_proof(const Economy& economy, const TierGoal& level_goal, TierProof proof, double level) {
  TierGoal held_only = level_goal;
  const DecisionCosts nothing = certificate::no_costs(economy);
  held_only.costs = &nothing;
  const DecisionCosts held = certificate::lagrangian_costs(held_only, economy, proof);
  proof.needs.assign(economy.needs.size(), 0);
  for (const Index n : level_goal.open) {
    proof.needs[n] = std::max(0.0, price_of_need(economy, n, proof, held, level)) * economy.asked(economy.needs[n]);
  }
  return proof;
}

double total_weight(const TierGoal& goal, const TierProof& proof) {
  double sum = 0;
  for (const Index n : goal.open) sum += proof.needs[n];
  return sum;
}

// Both proofs with weights that add up to 1, half and half.
TierProof merged(const TierGoal& goal, const TierProof& a, const TierProof& b) {
  const double a_share = 0.5 / total_weight(goal, a), b_share = 0.5 / total_weight(goal, b);
  const auto mix = [&](const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<double> sum(x.size());
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] = a_share * x[k] + b_share * y[k];
    return sum;
  };
  return {mix(a.products, b.products), mix(a.labour_kinds, b.labour_kinds), mix(a.capacities, b.capacities),
          mix(a.limits, b.limits),     mix(a.earlier, b.earlier),           mix(a.needs, b.needs)};
}

class Settling {
 public:
  Settling(const EconomyBound& bound, const TierGoal& goal, const GoalSolve& reached, const SolveGoal& solve)
      : bound_(bound),
        economy_(bound.economy()),
        goal_(goal),
        reached_(reached),
        solve_(solve),
        tier_(economy_.objective.tiers[goal.tier]),
        level_(0 - reached.value),
        same_level_(same_level + gap_factor * std::max(0.0, reached.value - reached.bound)) {}

  Level run(bool last) {
    Level result{reached_.proof, reached_.bound, {}};
    std::vector<Index> standing;
    for (const Index n : goal_.open) {
      if (coverage(economy_, reached_.plan, n) <= level_ + same_level_) standing.push_back(n);
    }
    std::vector<Index> risers = undecided(standing, result);
    if (!last && !risers.empty()) decide(risers, result);
    // Whoever is not shown to be settled stays open.
    const std::vector<Index> still_open = undecided(standing, result);
    std::set_difference(standing.begin(), standing.end(), still_open.begin(), still_open.end(),
                        std::back_inserter(result.settled));
    return result;
  }

 private:
  std::vector<Index> undecided(const std::vector<Index>& needs, const Level& level) const {
    TierResult claim;
    claim.bound = level.bound;
    claim.held_at = reached_.value + certificate::held_tolerance(tier_);
    claim.settled = needs;
    claim.proof = level.proof;
    return certificate::not_shown_settled(goal_, claim);
  }

  // Who cannot rise gets a weight in the proof.
  void decide(std::vector<Index> risers, Level& result) {
    TierGoal question = goal_;
    question.open.clear();
    for (const Index n : goal_.open) {
      question.least_coverage[n] = std::max(question.least_coverage[n], level_ - held_within);
    }
    for (int round = 0; round < most_rounds && !risers.empty(); ++round) {
      const DecisionCosts costs = rise_costs(economy_, risers, level_);
      question.costs = &costs;
      const GoalSolve answer = solve_(question, question_gap, reached_.plan);
      const auto risen = std::remove_if(risers.begin(), risers.end(), [&](Index n) {
        return coverage(economy_, answer.plan, n) > level_ + same_level_;
      });
      const bool nobody = risen == risers.end();
      risers.erase(risen, risers.end());
      if (nobody) return adopt(as_level_proof(economy_, goal_, answer.proof, level_), result);
    }
  }

  void adopt(const TierProof& proof, Level& result) const {
    if (!(total_weight(goal_, proof) > 0)) return;
    const TierProof both = total_weight(goal_, result.proof) > 0 ? merged(goal_, result.proof, proof) : proof;
    const double bound = certificate::bound_of(goal_, bound_, both);
    if (!(bound > -std::numeric_limits<double>::infinity())) return;
    result.proof = both;
    result.bound = bound;
  }

  const EconomyBound& bound_;
  const Economy& economy_;
  const TierGoal& goal_;
  const GoalSolve& reached_;
  const SolveGoal& solve_;
  const Tier& tier_;
  const double level_;
  const double same_level_;
};

}  // namespace

std::optional<Level> needs_without_supply(const EconomyBound& bound, const TierGoal& goal) {
  const Economy& economy = bound.economy();
  const Suppliability supply = suppliability(economy);
  Level level;
  for (const Index n : goal.open) {
    const auto ways = economy.alternatives_of(economy.needs[n]);
    const bool none =
        std::none_of(ways.begin(), ways.end(), [&](const auto& way) { return supply.products[way.product]; });
    if (none && economy.asked(economy.needs[n]) > 0) level.settled.push_back(n);
  }
  if (level.settled.empty()) return std::nullopt;
  TierProof& proof = level.proof = certificate::empty_proof(economy, goal);
  // So dear that nobody would ask for any: recipes that could make it cannot run, whatever they would earn.
  constexpr double dear = 2;
  for (const Index n : level.settled) {
    proof.needs[n] = 1;
    const double per_unit = dear / economy.asked(economy.needs[n]) / static_cast<double>(level.settled.size());
    for (const Alternative& way : economy.alternatives_of(economy.needs[n])) {
      proof.products[way.product] = std::max(proof.products[way.product], per_unit * way.rate);
    }
  }
  level.bound = certificate::bound_of(goal, bound, proof);
  if (!(level.bound > -certificate::no_coverage)) return std::nullopt;
  return level;
}

Level settle(const EconomyBound& bound, const TierGoal& goal, const GoalSolve& reached, bool last,
             const SolveGoal& solve) {
  return Settling(bound, goal, reached, solve).run(last);
}

}  // namespace planwerk
