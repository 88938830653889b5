#include "host/plan/certificate/balances.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk::certificate {
namespace {

void add_recipes(const Economy& economy, const NettedRecipes& recipes, const Plan& plan, Balances& sums) {
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    const Recipe& recipe = economy.recipes[r];
    const double activity = plan.activity[r];
    for (const Flow& flow : recipes.of(static_cast<Index>(r))) {
      Balances::Product& product = sums.products[flow.index];
      (flow.amount > 0 ? product.made : product.used).add_product(std::fabs(flow.amount), activity);
      product.balance.add_product(flow.amount, activity);
    }
    for (const Flow& labour : economy.flows_of(recipe.labour)) {
      sums.labour_used[labour.index].add_product(labour.amount, activity);
    }
    for (const Flow& use : economy.flows_of(recipe.capacities)) {
      sums.capacity_used[use.index].add_product(use.amount, activity);
    }
  }
}

void add_needs(const Economy& economy, const Plan& plan, Balances& sums) {
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const auto alternatives = economy.alternatives_of(economy.needs[n]);
    for (std::size_t a = 0; a < alternatives.size(); ++a) {
      const double amount = plan.needs[n].deliveries[a];
      sums.delivered[n].add_product(alternatives[a].rate, amount);
      sums.products[alternatives[a].product].delivered.add(amount);
      sums.products[alternatives[a].product].balance.add(-amount);
    }
  }
}

void add_labour(const Economy& economy, const Plan& plan, Balances& sums) {
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    const LabourOffer& offer = economy.labour_offers[o];
    for (const LabourStep& step : economy.steps_of(offer)) sums.labour_offered[offer.kind].add(step.hours);
    for (const double hours : plan.labour[o]) sums.labour_planned[offer.kind].add(hours);
  }
}

void add_stocks(const Economy& economy, const Plan& plan, Balances& sums) {
  for (std::size_t s = 0; s < economy.stocks.size(); ++s) {
    Balances::Product& product = sums.products[economy.stocks[s].product];
    product.drawn.add(plan.drawn[s]);
    product.balance.add(plan.drawn[s]);
    product.balance.add(-economy.stocks[s].closing);
    product.closing += economy.stocks[s].closing;
  }
}

void add_limits(const Economy& economy, const Plan& plan, Balances& sums) {
  for (std::size_t l = 0; l < economy.limits.size(); ++l) {
    Balances::Limit& limit = sums.limits[l];
    for (const LimitTerm& term : economy.terms_of(economy.limits[l])) {
      if (term.recipe != no_index) {
        limit.value.add_product(term.coefficient, plan.activity[term.recipe]);
        limit.gross += std::fabs(term.coefficient * plan.activity[term.recipe]);
      } else {
        const double made = sums.products[term.product].made.value(), used = sums.products[term.product].used.value();
        limit.value.add_product(term.coefficient, made);
        limit.value.add_product(-term.coefficient, used);
        limit.gross += std::fabs(term.coefficient) * (made + used);
      }
    }
  }
}

}  // namespace

double Balances::Product::throughput() const {
  return std::max(made.value() + drawn.value(), used.value() + delivered.value() + closing);
}

Balances balances_of(const Economy& economy, const NettedRecipes& recipes, const Plan& plan) {
  Balances sums;
  sums.products.resize(economy.products.size());
  sums.labour_used.resize(economy.labour_kinds.size());
  sums.labour_planned.resize(economy.labour_kinds.size());
  sums.labour_offered.resize(economy.labour_kinds.size());
  sums.capacity_used.resize(economy.capacities.size());
  sums.limits.resize(economy.limits.size());
  sums.delivered.resize(economy.needs.size());
  add_recipes(economy, recipes, plan, sums);
  add_needs(economy, plan, sums);
  add_labour(economy, plan, sums);
  add_stocks(economy, plan, sums);
  add_limits(economy, plan, sums);
  return sums;
}

}  // namespace planwerk::certificate
