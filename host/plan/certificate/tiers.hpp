#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::certificate {

// Levels of coverage up to here are nothing: needs settled there cannot be supplied, and the level does not count.
inline constexpr double no_coverage = 1e-9;
// A need is settled at a level when it is proved that it cannot rise by more while all others keep the level.
inline constexpr double settled_within = 1e-2;

// By how much later tiers may worsen this one, relative to max(1, |its value|): its tolerance, or what executability
// leaves open.
inline double held_tolerance(const Tier& tier) {
  return std::max(tier.tolerance, 1e-9);
}

// What a result of a tier is about: a value to be minimised over the plans that hold all results before it.
struct TierGoal {
  Index tier = no_index;
  Index level = 0;
  const DecisionCosts* costs = nullptr;       // null: worst_off, whose value is minus the least coverage of `open`
  std::vector<Index> open;                    // worst_off: the needs that count
  std::vector<const DecisionCosts*> earlier;  // per result before: its costs; null: held as least coverage
  std::vector<double> held_at;                // per result before
  std::vector<double> least_coverage;         // per need: hard floors and held levels
};

// Goes through the tiers of an economy, result by result: makers and verifiers of plans ask the same questions in the
// same order. The economy must outlive it.
class TierWalk {
 public:
  TierWalk(const Economy& economy, const NettedRecipes& recipes);

  // True after the last result of the last tier.
  bool done() const { return goal_.tier == tiers(); }
  const TierGoal& goal() const { return goal_; }
  // Of all tiers; of no meaning for worst_off.
  const std::vector<DecisionCosts>& costs() const { return costs_; }
  // Takes notes of the result for the goal at hand and goes on to the next: the next level of a worst_off tier as long
  // as needs are open, something was settled, and its depth is not reached.
  void hold(double held_at, const std::vector<Index>& settled);
  // Whether a result of this value would be the last of its tier, whatever is settled.
  bool ends_tier(double value) const { return goal_.costs != nullptr || (depth_left_ <= 1 && value < -no_coverage); }
  // True where a level of a worst_off tier settled nothing although more of them were asked for.
  bool stalled() const { return stalled_; }
  // Results held so far.
  std::size_t results() const { return goal_.earlier.size(); }

 private:
  Index tiers() const { return static_cast<Index>(economy_.objective.tiers.size()); }
  void begin_tier();

  const Economy& economy_;
  std::vector<DecisionCosts> costs_;  // per tier
  TierGoal goal_;
  int depth_left_ = 0;
  bool stalled_ = false;
};

// Recomputed from the plan's decisions.
double value_of(const TierGoal& goal, const Economy& economy, const Balances& balances, const Plan& plan);

// What the Lagrangian of a proof charges for decisions, what is held included: own costs, or minus the weighted
// coverage (weights scaled to add up to 1), and each earlier result's costs less what it is held at, times its price.
DecisionCosts lagrangian_costs(const TierGoal& goal, const Economy& economy, const TierProof& proof);

// No plan that holds all earlier results has a lower value. -infinity where nothing follows from the proof.
double bound_of(const TierGoal& goal, const EconomyBound& bound, const TierProof& proof,
                double* amounts_within = nullptr);

// The result whose valuations price a plan: the last of aim coverage or weighted, else the last of worst_off, else the
// last one. results: not empty.
std::size_t pricing_result(const Economy& economy, const std::vector<TierResult>& results);

// What the valuations of a plan charge for decisions by themselves: the weighted objective, or the Lagrangian costs of
// the pricing result.
DecisionCosts pricing_costs(const Economy& economy, const NettedRecipes& recipes, const Plan& plan);

// A result's value and bound, recomputed.
struct TierFigures {
  double value = 0;
  double bound = 0;
};
struct TierFacts {
  std::vector<TierFigures> results;  // as many as the plan's
  bool complete = false;             // every tier of the objective has its results
  double gap = 0;                    // the largest (value - bound) / max(1, |value|), each less its tier's tolerance
  double amounts_within = 0;         // the largest that any bound needed
};
// Results that are not those asked for, or whose proofs have other sizes than the economy, have no bound.
TierFacts tier_facts(const EconomyBound& bound, const Balances& balances, const Plan& plan);

// All prices and weights zero, one per thing of the economy and per earlier result: what a proof is filled into.
TierProof empty_proof(const Economy& economy, const TierGoal& goal);

// Whether a proof has one number per thing of the economy and per earlier result, each possible.
bool fits(const Economy& economy, const TierGoal& goal, const TierProof& proof);

// Needs among `settled` of a worst_off result for which its proof does not show that they cannot rise.
std::vector<Index> not_shown_settled(const TierGoal& goal, const TierResult& result);

}  // namespace planwerk::certificate
