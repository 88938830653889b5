#include "host/plan/certificate/economy_bound.hpp"

#include <algorithm>
#include <cmath>

#include "host/lp/accurate_sum.hpp"
#include "host/plan/certificate/rounding.hpp"

namespace planwerk::certificate {
namespace {

// Sum of price * amount with a rigorous bound on its error, of few terms whose prices may carry errors of their own.
struct Enclosed {
  AccurateSum sum;
  double inherited = 0;

  void add(double amount, double price, double price_error = 0) {
    sum.add_product(amount, price);
    inherited += std::fabs(amount) * price_error;
  }
  double error() const { return sum.error() + inherited * (1 + 16 * rounding_unit); }
};

// Limits price the net production of products: per product, the sum of coefficient * valuation over all limits.
struct Prices {
  std::vector<double> value;  // a product's valuation less its charge by limits
  std::vector<double> error;
};

Prices prices_after_limits(const Economy& economy, const Valuations& valuations) {
  Prices prices{valuations.products, std::vector<double>(economy.products.size())};
  for (std::size_t l = 0; l < economy.limits.size(); ++l) {
    if (valuations.limits[l] == 0) continue;
    for (const LimitTerm& term : economy.terms_of(economy.limits[l])) {
      if (term.product == no_index) continue;
      const double charge = term.coefficient * valuations.limits[l];
      double& price = prices.value[term.product];
      price -= charge;
      prices.error[term.product] += rounding_unit * (2 * std::fabs(charge) + std::fabs(price));
    }
  }
  return prices;
}

// Adds min { rate * amount : lower <= amount <= upper }, rate known to +- error, less what the error can take away.
void add_least(AccurateSum& bound, AccurateSum& doubt, double rate, double error, double lower, double upper) {
  if (rate != 0) bound.add_product(rate, rate > 0 ? lower : upper);
  if (error == 0) return;
  double farthest = 0;
  if (rate + error > 0) farthest = std::fabs(lower);
  if (rate - error < 0) farthest = std::max(farthest, std::fabs(upper));
  doubt.add_product(error, farthest);
}

void add_labour(const Economy& economy, const Valuations& valuations, const DecisionCosts& costs, AccurateSum& bound,
                AccurateSum& doubt) {
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    const LabourOffer& offer = economy.labour_offers[o];
    const auto steps = economy.steps_of(offer);
    for (std::size_t k = 0; k < steps.size(); ++k) {
      const Rate charge = costs.labour[o][k];
      const double rate = charge.value - valuations.labour_kinds[offer.kind];
      add_least(bound, doubt, rate, charge.error + rounding_unit * std::fabs(rate), 0, steps[k].hours);
    }
  }
}

// What a unit of the need costs by its cheapest alternative.
Rate cheapest_way(const Economy& economy, std::size_t need, const Valuations& valuations, const DecisionCosts& costs) {
  double value = infinite, least = infinite, most = infinite;
  const auto ways = economy.alternatives_of(economy.needs[need]);
  for (std::size_t a = 0; a < ways.size(); ++a) {
    const Rate charge = costs.deliveries[need][a];
    const double price = (valuations.products[ways[a].product] + charge.value) / ways[a].rate;
    const double error = 4 * rounding_unit * std::fabs(price) + charge.error / ways[a].rate;
    value = std::min(value, price);
    least = std::min(least, price - error);
    most = std::min(most, price + error);
  }
  return {value, std::max(value - least, most - value)};
}

void add_needs(const Economy& economy, const Valuations& valuations, const DecisionCosts& costs,
               const std::vector<double>& least_coverage, AccurateSum& bound, AccurateSum& doubt) {
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Rate cheapest = cheapest_way(economy, n, valuations, costs);
    const double floor = least_coverage[n] * economy.asked(economy.needs[n]);
    double begin = 0;
    for (const CoveragePiece& piece : costs.coverage[n]) {
      const double rate = cheapest.value + piece.rate.value;
      const double error = cheapest.error + piece.rate.error;  // generous enough to cover their sum's rounding
      // The piece's ends are rounded sums; their error is a few units in the last place of `end`.
      const double width = piece.end - begin, doubtful = 16 * rounding_unit * piece.end;
      const double least = std::clamp(floor - begin, 0.0, width);
      add_least(bound, doubt, rate, error, least, width);
      doubt.add_product(std::fabs(cheapest.value) + std::fabs(piece.rate.value), doubtful);
      begin = piece.end;
    }
  }
}

void add_stocks(const Economy& economy, const Valuations& valuations, const DecisionCosts& costs, AccurateSum& bound,
                AccurateSum& doubt) {
  for (std::size_t s = 0; s < economy.stocks.size(); ++s) {
    const Stock& stock = economy.stocks[s];
    const double price = valuations.products[stock.product];
    bound.add_product(price, stock.closing);
    Rate rate = costs.drawn[s];
    rate.add({-price, 0});
    add_least(bound, doubt, rate.value, rate.error, 0, stock.opening);
  }
}

void add_sides(const Economy& economy, const Valuations& valuations, AccurateSum& bound) {
  for (std::size_t c = 0; c < economy.capacities.size(); ++c) {
    bound.add_product(-valuations.capacities[c], economy.capacities[c].amount);
  }
  for (std::size_t l = 0; l < economy.limits.size(); ++l) {
    const double price = valuations.limits[l];
    if (price != 0) bound.add_product(-price, price > 0 ? economy.limits[l].upper : economy.limits[l].lower);
  }
}

}  // namespace

Valuations valuations_of(const Plan& plan) {
  Valuations valuations;
  for (const ProductResult& product : plan.products) valuations.products.push_back(product.valuation);
  for (const LabourResult& labour : plan.labour_kinds) valuations.labour_kinds.push_back(labour.valuation);
  for (const CapacityResult& capacity : plan.capacities) valuations.capacities.push_back(capacity.valuation);
  for (const LimitResult& limit : plan.limits) valuations.limits.push_back(limit.valuation);
  return valuations;
}

void set_valuations(const Valuations& valuations, Plan& plan) {
  for (std::size_t p = 0; p < plan.products.size(); ++p) plan.products[p].valuation = valuations.products[p];
  for (std::size_t k = 0; k < plan.labour_kinds.size(); ++k) {
    plan.labour_kinds[k].valuation = valuations.labour_kinds[k];
  }
  for (std::size_t c = 0; c < plan.capacities.size(); ++c) plan.capacities[c].valuation = valuations.capacities[c];
  for (std::size_t l = 0; l < plan.limits.size(); ++l) plan.limits[l].valuation = valuations.limits[l];
}

Valuations clipped(const Economy& economy, Valuations valuations) {
  for (std::size_t p = 0; p < economy.products.size(); ++p) {
    double& price = valuations.products[p];
    if (economy.products[p].balance == BalanceRule::surplus_allowed) price = std::max(price, 0.0);
    if (economy.products[p].balance == BalanceRule::free) price = 0;
  }
  for (double& price : valuations.labour_kinds) price = std::max(price, 0.0);
  for (double& price : valuations.capacities) price = std::max(price, 0.0);
  for (std::size_t l = 0; l < economy.limits.size(); ++l) {
    double& price = valuations.limits[l];
    if (price > 0 ? economy.limits[l].upper == infinite : economy.limits[l].lower == -infinite) price = 0;
  }
  return valuations;
}

ReducedCosts reduced_costs(const Economy& economy, const NettedRecipes& recipes, const Valuations& valuations) {
  const Prices prices = prices_after_limits(economy, valuations);
  std::vector<Enclosed> limit_charges(economy.recipes.size());
  for (std::size_t l = 0; l < economy.limits.size(); ++l) {
    if (valuations.limits[l] == 0) continue;
    for (const LimitTerm& term : economy.terms_of(economy.limits[l])) {
      if (term.recipe != no_index) limit_charges[term.recipe].add(term.coefficient, valuations.limits[l]);
    }
  }
  const std::size_t count = economy.recipes.size();
  ReducedCosts result{std::vector<double>(count), std::vector<double>(count), std::vector<double>(count)};
  for (std::size_t r = 0; r < count; ++r) {
    const Recipe& recipe = economy.recipes[r];
    Enclosed cost = limit_charges[r];
    for (const Flow& flow : recipes.of(static_cast<Index>(r))) {
      // Netting rounded the amount by a few units in its last place.
      const double price = prices.value[flow.index];
      cost.add(-flow.amount, price, prices.error[flow.index] + 8 * rounding_unit * std::fabs(price));
      result.turnover[r] += std::fabs(flow.amount * price);
    }
    for (const Flow& flow : economy.flows_of(recipe.labour)) cost.add(flow.amount, valuations.labour_kinds[flow.index]);
    for (const Flow& use : economy.flows_of(recipe.capacities)) {
      cost.add(use.amount, valuations.capacities[use.index]);
    }
    result.value[r] = cost.sum.value();
    result.error[r] = cost.error();
  }
  return result;
}

std::vector<double> hard_floors(const Economy& economy) {
  const auto& tiers = economy.objective.tiers;
  const bool soft = std::any_of(tiers.begin(), tiers.end(), [](const Tier& tier) { return tier.aim == Aim::floors; });
  std::vector<double> floors(economy.needs.size());
  for (std::size_t n = 0; n < floors.size(); ++n) floors[n] = soft ? 0 : economy.needs[n].floor;
  return floors;
}

EconomyBound::EconomyBound(const Economy& economy)
    : economy_(economy), recipes_(economy), upper_activity_(implied_upper_activity(economy, recipes_)) {}

bool EconomyBound::add_recipes(const Valuations& valuations, const DecisionCosts& costs, AccurateSum& bound,
                               AccurateSum& doubt, double& amounts_within) const {
  const ReducedCosts reduced = reduced_costs(economy_, recipes_, valuations);
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    Rate rate = costs.activity[r];
    rate.add({reduced.value[r], reduced.error[r]});
    const double profit = rate.error - rate.value;
    if (profit > 0 && profit <= amounts_known_to * reduced.turnover[r]) {
      amounts_within = std::max(amounts_within, profit / reduced.turnover[r]);
      continue;  // earns nothing then, at any activity
    }
    if (profit > 0 && upper_activity_[r] == infinite) return false;
    add_least(bound, doubt, rate.value, rate.error, economy_.recipes[r].lower_activity, upper_activity_[r]);
  }
  return true;
}

double EconomyBound::operator()(const Valuations& given, const DecisionCosts& costs,
                                const std::vector<double>& least_coverage, double* amounts_within) const {
  const Valuations valuations = clipped(economy_, given);
  AccurateSum bound, doubt;
  bound.add(costs.constant.value);
  doubt.add(costs.constant.error);
  add_sides(economy_, valuations, bound);
  add_stocks(economy_, valuations, costs, bound, doubt);
  add_labour(economy_, valuations, costs, bound, doubt);
  add_needs(economy_, valuations, costs, least_coverage, bound, doubt);
  double within = 0;
  if (!add_recipes(valuations, costs, bound, doubt, within)) return -infinite;
  if (amounts_within != nullptr) *amounts_within = std::max(*amounts_within, within);
  const double off = doubt.value() + doubt.error() + bound.error();
  const double value = bound.value() - off;
  return value - std::fabs(value) * rounding_unit;
}

}  // namespace planwerk::certificate
