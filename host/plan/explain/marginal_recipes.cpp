#include "host/plan/explain/marginal_recipes.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "host/plan/certificate/tiers.hpp"

namespace planwerk {
namespace {

// Relative distance to a bound of activity below which a recipe counts as standing there.
constexpr double at_bound = 1e-6;

}  // namespace

MarginalRecipes::MarginalRecipes(const Economy& economy, const Plan& plan)
    : economy_(economy),
      recipes_(economy),
      valuations_(certificate::clipped(economy, certificate::valuations_of(plan))),
      reduced_costs_(certificate::reduced_costs(economy, recipes_, valuations_).value),
      at_upper_(economy.recipes.size()),
      marginal_(economy.products.size(), no_index),
      has_stock_(economy.products.size()) {
  for (const Stock& stock : economy.stocks) has_stock_[stock.product] |= stock.opening > 0;
  const certificate::DecisionCosts costs = certificate::pricing_costs(economy, recipes_, plan);
  for (std::size_t r = 0; r < reduced_costs_.size(); ++r) {
    own_costs_.push_back(costs.activity[r].value);
    reduced_costs_[r] += costs.activity[r].value;
  }
  collect_limit_charges();
  choose(plan);
}

void MarginalRecipes::collect_limit_charges() {
  // Limits price net production: per product, the terms of limits that have a valuation.
  std::vector<std::vector<Flow>> by_product(economy_.products.size()), by_recipe(economy_.recipes.size());
  for (std::size_t l = 0; l < economy_.limits.size(); ++l) {
    const double price = valuations_.limits[l];
    if (price == 0) continue;
    for (const LimitTerm& term : economy_.terms_of(economy_.limits[l])) {
      auto& terms = term.product != no_index ? by_product[term.product] : by_recipe[term.recipe];
      terms.push_back({static_cast<Index>(l), term.coefficient * price});
    }
  }
  charge_offsets_.push_back(0);
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    for (const Flow& charge : by_recipe[r]) charges_.push_back(charge);
    for (const Flow& flow : recipes_.of(static_cast<Index>(r))) {
      for (const Flow& charge : by_product[flow.index]) charges_.push_back({charge.index, charge.amount * flow.amount});
    }
    charge_offsets_.push_back(static_cast<std::int64_t>(charges_.size()));
  }
}

void MarginalRecipes::choose(const Plan& plan) {
  // Between bounds before at one, running before idle; then the larger output, among the idle the smaller loss.
  std::vector<std::tuple<int, double>> best(economy_.products.size(), {0, 0});
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    const Recipe& recipe = economy_.recipes[r];
    const double activity = plan.activity[r];
    at_upper_[r] = activity >= recipe.upper_activity * (1 - at_bound);
    const bool runs = activity > 0;
    const int rank = runs ? (at_upper_[r] || activity <= recipe.lower_activity * (1 + at_bound) ? 2 : 3) : 1;
    for (const Flow& flow : recipes_.of(static_cast<Index>(r))) {
      if (flow.amount * valuations_.products[flow.index] <= 0) continue;
      const double merit = runs ? std::fabs(flow.amount) * activity : -reduced_costs_[r] / std::fabs(flow.amount);
      const std::tuple<int, double> candidate{rank, merit};
      if (marginal_[flow.index] != no_index && candidate <= best[flow.index]) continue;
      best[flow.index] = candidate;
      marginal_[flow.index] = static_cast<Index>(r);
    }
  }
}

double MarginalRecipes::rent_of(Index recipe) const {
  return at_upper_[recipe] ? std::max(0.0, -reduced_costs_[recipe]) : 0.0;
}

double MarginalRecipes::cost_of(Index recipe) const {
  double cost = rent_of(recipe) + own_cost_of(recipe);
  for (const Flow& flow : recipes_.of(recipe)) cost += std::max(0.0, -flow.amount * valuations_.products[flow.index]);
  const Recipe& entry = economy_.recipes[recipe];
  for (const Flow& flow : economy_.flows_of(entry.labour)) cost += flow.amount * valuations_.labour_kinds[flow.index];
  for (const Flow& use : economy_.flows_of(entry.capacities)) cost += use.amount * valuations_.capacities[use.index];
  for_each_limit_charge(recipe, [&](Index, double charge) { cost += charge; });
  return cost;
}

}  // namespace planwerk
