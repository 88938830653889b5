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

std::vector<StepRange> step_ranges(const Economy& economy, const Need& need) {
  const double asked = economy.asked(need);
  const double worth =
      need.amount_per_head > 0 ? economy.objective.hours_per_coverage * need.weight / need.amount_per_head : 0;
  std::vector<StepRange> ranges;
  double end = 0;
  for (const CoverageStep& step : economy.ladder_of(need)) {
    const double begin = end;
    end += step.width * asked;
    ranges.push_back({begin, end, worth * step.value});
  }
  return ranges;
}

AccurateSum objective_of(const Economy& economy, const Balances& balances, const Plan& plan) {
  AccurateSum objective;
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    const auto steps = economy.steps_of(economy.labour_offers[o]);
    for (std::size_t k = 0; k < steps.size(); ++k) objective.add_product(steps[k].burden, plan.labour[o][k]);
  }
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const double delivered = balances.delivered[n].value();
    for (const StepRange& step : step_ranges(economy, economy.needs[n])) {
      const double within = std::clamp(delivered, step.begin, step.end) - step.begin;
      objective.add_product(-step.value, within);
    }
  }
  return objective;
}

}  // namespace planwerk::certificate
