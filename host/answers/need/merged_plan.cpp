#include "host/answers/need/merged_plan.hpp"

#include "host/plan/certificate/figures.hpp"

namespace planwerk {

Plan merged_plan(const Economy& original, const MergedNeeds& merged, const Plan& plan) {
  Plan result;
  result.activity = plan.activity;
  result.labour = plan.labour;
  result.drawn = plan.drawn;
  result.products = plan.products;
  result.labour_kinds = plan.labour_kinds;
  result.capacities = plan.capacities;
  result.limits = plan.limits;
  fit_to(merged.economy, result);
  for (std::size_t n = 0; n < original.needs.size(); ++n) {
    const Index group = merged.group_of[n];
    const std::vector<Index> to = alternatives_by_product(merged.economy, merged.economy.needs[group]);
    const std::vector<Index> from = alternatives_by_product(original, original.needs[n]);
    for (std::size_t a = 0; a < to.size(); ++a) {
      result.needs[group].deliveries[to[a]] += plan.needs[n].deliveries[from[a]];
    }
  }
  return result;
}

}  // namespace planwerk
