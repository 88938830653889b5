#include "host/plan/certificate/fall_through.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/plan/certificate/tiers.hpp"

namespace planwerk::certificate {
namespace {

constexpr double covered = 1 - 1e-6;  // a need covered further than this is not short

// Burden and regret of the weighted objective.
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

DecisionCosts held_costs(const EconomyBound& bound, const Balances& balances, const Plan& plan) {
  const Economy& economy = bound.economy();
  HeldCosts held(economy, balances, plan);
  const DecisionCosts weighted = without_coverage(economy, weighted_costs(economy));
  if (economy.objective.tiers.empty()) held.hold(1, weighted);
  if (plan.tiers.empty()) return held.take();
  const std::size_t pricing = pricing_result(economy, plan.tiers);
  TierWalk walk(economy, bound.recipes());
  for (std::size_t k = 0; k < pricing && !walk.done(); ++k) walk.hold(plan.tiers[k].held_at, plan.tiers[k].settled);
  const TierProof& proof = plan.tiers[pricing].proof;
  if (walk.done() || !fits(economy, walk.goal(), proof)) return held.take();
  for (std::size_t k = 0; k < walk.goal().earlier.size(); ++k) {
    if (walk.goal().earlier[k] != nullptr) held.hold(proof.earlier[k], *walk.goal().earlier[k]);
  }
  if (economy.objective.tiers[plan.tiers[pricing].tier].aim == Aim::weighted) held.hold(1, weighted);
  return held.take();
}

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

}  // namespace

double fall_through(const EconomyBound& bound, const Balances& balances, const Plan& plan) {
  const Economy& economy = bound.economy();
  const DecisionCosts held = held_costs(bound, balances, plan);
  const Valuations prices = clipped(economy, valuations_of(plan));
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

}  // namespace planwerk::certificate
