#include "host/answers/trace/claims.hpp"

#include "host/model/net_flows.hpp"

namespace planwerk {

Claims claims_of(const Economy& economy, const std::vector<double>& activity) {
  Claims claims;
  claims.labour_kinds.assign(economy.labour_kinds.size(), 0);
  claims.capacities.assign(economy.capacities.size(), 0);
  std::vector<double> net(economy.products.size(), 0);
  NetFlows net_flows(economy);
  for (std::size_t r = 0; r < activity.size(); ++r) {
    if (activity[r] == 0) continue;
    const Recipe& recipe = economy.recipes[r];
    for (const Flow& flow : economy.flows_of(recipe.labour))
      claims.labour_kinds[flow.index] += flow.amount * activity[r];
    for (const Flow& flow : economy.flows_of(recipe.capacities))
      claims.capacities[flow.index] += flow.amount * activity[r];
    for (const Flow& flow : net_flows.of(recipe)) net[flow.index] += flow.amount * activity[r];
  }
  for (const Limit& limit : economy.limits) {
    double sum = 0;
    for (const LimitTerm& term : economy.terms_of(limit)) {
      sum += term.coefficient * (term.product != no_index ? net[term.product] : activity[term.recipe]);
    }
    claims.limits.push_back(sum);
  }
  for (std::size_t k = 0; k < net.size(); ++k) {
    claims.free_products.push_back(economy.products[k].balance == BalanceRule::free ? net[k] : 0);
  }
  return claims;
}

}  // namespace planwerk
