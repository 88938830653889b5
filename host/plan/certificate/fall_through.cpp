#include "host/plan/certificate/fall_through.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/plan/certificate/tiers.hpp"

namespace planwerk::certificate {
namespace {

constexpr double covered = 1 - 1e-6;  // a need covered further than this is not short

DecisionCosts without_coverage(const Economy& economy, DecisionCosts costs) {
  costs.coverage = no_costs(economy).coverage;
  return costs;
}

// What may not get worse, by its price, less what it is now.
class HeldCosts {
 public:
  HeldCosts(const Economy& economy, const Balances& balances, const Plan& plan)
      : costs_(no_costs(economy)), balances_(balances), plan_(plan) {}

  void hold(double price, const DecisionCosts& costs) {
    if (price == 0) return;
    costs_.add(price, costs);
    costs_.constant.add(Rate{value_of(costs, balances_, plan_).value(), 0}.times(-price));
  }
  DecisionCosts take() { return std::move(costs_); }

 private:
  DecisionCosts costs_;
  const Balances& balances_;
  const Plan& plan_;
};

// What a unit more of a need costs.
double price_of_need(const Economy& economy, std::size_t n, const Valuations& prices, const DecisionCosts& held,
                     double delivered) {
  double price = std::numeric_limits<double>::infinity();
  const auto ways = economy.alternatives_of(economy.needs[n]);
  for (std::size_t a = 0; a < ways.size(); ++a) {
    price = std::min(price, (prices.products[ways[a].product] + held.deliveries[n][a].value) / ways[a].rate);
  }
  for (const CoveragePiece& piece : held.coverage[n]) {
    if (piece.end > delivered) return price + piece.rate.value;
  }
  return price;
}

// As fall_through(), by one proof: prices of things, and what is kept by its price.
double most_by(const EconomyBound& bound, const Balances& balances, const Valuations& prices,
               const DecisionCosts& held) {
  const Economy& economy = bound.economy();
  std::vector<double> coverage(economy.needs.size()), weights(economy.needs.size());
  AccurateSum now;
  for (std::size_t n = 0; n < coverage.size(); ++n) {
    const double delivered = balances.delivered[n].value(), asked = economy.asked(economy.needs[n]);
    coverage[n] = asked > 0 ? std::clamp(delivered / asked, 0.0, 1.0) : 1;
    weights[n] = std::max(0.0, price_of_need(economy, n, prices, held, delivered)) * asked;
    if (!std::isfinite(weights[n])) weights[n] = 0;
    now.add_product(-weights[n], coverage[n]);
  }
  DecisionCosts costs = coverage_costs(economy, weights);
  costs.add(1, held);
  const double doubt = std::max(0.0, now.value() - bound(prices, costs, coverage));
  double most = 0;
  for (std::size_t n = 0; n < coverage.size(); ++n) {
    if (coverage[n] >= covered) continue;
    const double left = 1 - coverage[n];
    most = std::max(most, weights[n] > 0 ? std::min(left, doubt / weights[n]) : left);
  }
  return most;
}

bool keeps(Aim aim) {
  return aim != Aim::floors && aim != Aim::worst_off && aim != Aim::coverage;
}

bool fits(const Economy& economy, const TierProof& proof, std::size_t kept) {
  TierGoal goal;
  const DecisionCosts nothing;
  goal.costs = &nothing;
  goal.earlier.resize(kept);
  return fits(economy, goal, proof);
}

// The proof of a result, read as one that no need falls through: what is kept counts as it does there.
TierProof proof_by_result(const Economy& economy, const Plan& plan, std::size_t result) {
  TierProof proof = plan.tiers[result].proof;
  std::vector<double> per_tier(economy.objective.tiers.size());
  for (std::size_t k = 0; k < std::min(result, proof.earlier.size()); ++k) {
    per_tier[plan.tiers[k].tier] += proof.earlier[k];
  }
  per_tier[plan.tiers[result].tier] = 1;
  proof.needs.clear();
  proof.earlier.clear();
  for (std::size_t t = 0; t < per_tier.size(); ++t) {
    if (keeps(economy.objective.tiers[t].aim)) proof.earlier.push_back(per_tier[t]);
  }
  return proof;
}

// All that the plan brings along that may prove it.
std::vector<TierProof> proofs_of(const Economy& economy, const Plan& plan) {
  std::vector<TierProof> proofs;
  if (!plan.no_fall_through.empty()) proofs.push_back(plan.no_fall_through);
  for (std::size_t k = 0; k < plan.tiers.size(); ++k) proofs.push_back(proof_by_result(economy, plan, k));
  if (economy.objective.tiers.empty()) {
    const Valuations prices = valuations_of(plan);
    proofs.push_back({prices.products, prices.labour_kinds, prices.capacities, prices.limits, {1}, {}});
  }
  return proofs;
}

}  // namespace

std::vector<DecisionCosts> kept_costs(const Economy& economy, const NettedRecipes& recipes) {
  if (economy.objective.tiers.empty()) return {without_coverage(economy, weighted_costs(economy))};
  std::vector<DecisionCosts> kept;
  for (const Tier& tier : economy.objective.tiers) {
    if (keeps(tier.aim)) kept.push_back(without_coverage(economy, tier_costs(economy, recipes, tier)));
  }
  return kept;
}

double fall_through(const EconomyBound& bound, const Balances& balances, const Plan& plan) {
  const Economy& economy = bound.economy();
  const std::vector<DecisionCosts> kept = kept_costs(economy, bound.recipes());
  double most = 0;
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const double asked = economy.asked(economy.needs[n]);
    const double coverage = asked > 0 ? balances.delivered[n].value() / asked : 1;
    if (coverage < covered) most = std::max(most, 1 - std::max(0.0, coverage));
  }
  for (const TierProof& proof : proofs_of(economy, plan)) {
    if (most == 0) break;
    if (!fits(economy, proof, kept.size())) continue;
    HeldCosts held(economy, balances, plan);
    for (std::size_t k = 0; k < kept.size(); ++k) held.hold(proof.earlier[k], kept[k]);
    const Valuations prices{proof.products, proof.labour_kinds, proof.capacities, proof.limits};
    most = std::min(most, most_by(bound, balances, clipped(economy, prices), held.take()));
  }
  return most;
}

}  // namespace planwerk::certificate
