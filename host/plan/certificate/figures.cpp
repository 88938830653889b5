#include "host/plan/certificate/figures.hpp"

#include <algorithm>
#include <limits>

#include "host/plan/certificate/assess.hpp"
#include "host/plan/certificate/balances.hpp"
#include "host/plan/certificate/conflict.hpp"
#include "host/plan/explain/explain.hpp"

namespace planwerk {
namespace {

using certificate::Balances;

void fill_products(const Balances& sums, Plan& plan) {
  for (std::size_t p = 0; p < plan.products.size(); ++p) {
    const Balances::Product& from = sums.products[p];
    ProductResult& to = plan.products[p];
    to.made = from.made.value();
    to.used = from.used.value();
    to.delivered = from.delivered.value();
    to.drawn = from.drawn.value();
    to.surplus = from.balance.value();
  }
}

void fill_needs(const Economy& economy, const Balances& sums, Plan& plan) {
  for (std::size_t n = 0; n < plan.needs.size(); ++n) {
    const Need& need = economy.needs[n];
    NeedResult& result = plan.needs[n];
    const double asked = economy.asked(need);
    result.delivered = sums.delivered[n].value();
    result.coverage = asked > 0 ? result.delivered / asked : 1;  // who asks for nothing has it
    result.marginal_cost = std::numeric_limits<double>::infinity();
    for (const Alternative& way : economy.alternatives_of(need)) {
      result.marginal_cost = std::min(result.marginal_cost, plan.products[way.product].valuation / way.rate);
    }
  }
}

void fill_bounds(const Balances& sums, Plan& plan) {
  for (std::size_t k = 0; k < plan.labour_kinds.size(); ++k) {
    plan.labour_kinds[k].used = sums.labour_used[k].value();
    plan.labour_kinds[k].offered = sums.labour_offered[k].value();
  }
  for (std::size_t c = 0; c < plan.capacities.size(); ++c) plan.capacities[c].used = sums.capacity_used[c].value();
  for (std::size_t l = 0; l < plan.limits.size(); ++l) plan.limits[l].value = sums.limits[l].value.value();
}

}  // namespace

void fit_to(const Economy& economy, Plan& plan) {
  plan.activity.resize(economy.recipes.size());
  plan.needs.resize(economy.needs.size());
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    plan.needs[n].deliveries.resize(economy.needs[n].alternatives.size());
  }
  plan.labour.resize(economy.labour_offers.size());
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    plan.labour[o].resize(economy.labour_offers[o].steps.size());
  }
  plan.drawn.resize(economy.stocks.size());
  plan.products.resize(economy.products.size());
  plan.labour_kinds.resize(economy.labour_kinds.size());
  plan.capacities.resize(economy.capacities.size());
  plan.limits.resize(economy.limits.size());
}

void complete(const Economy& economy, Plan& plan) {
  const certificate::NettedRecipes recipes(economy);
  const Balances sums = certificate::balances_of(economy, recipes, plan);
  plan.job_name = economy.name;
  fill_products(sums, plan);
  fill_needs(economy, sums, plan);
  fill_bounds(sums, plan);
  certificate::Assessment facts = certificate::assess(economy, plan);
  plan.certificate = std::move(facts.certificate);
  for (std::size_t k = 0; k < plan.tiers.size(); ++k) {
    plan.tiers[k].value = facts.tiers[k].value;
    plan.tiers[k].bound = facts.tiers[k].bound;
  }
  plan.explanations = plan.status == Status::infeasible ? std::vector<NeedExplanation>{} : explain(economy, plan);
  plan.conflict = plan.status == Status::infeasible ? conflict_of(economy, plan) : std::vector<NamedResidual>{};
}

}  // namespace planwerk
