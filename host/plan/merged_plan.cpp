#include "host/plan/merged_plan.hpp"

#include <algorithm>

#include "host/plan/certificate/figures.hpp"

namespace planwerk {
namespace {

TierResult merged_result(const MergedNeeds& merged, const TierResult& result) {
  TierResult of_groups = result;
  of_groups.settled.clear();
  for (const Index n : result.settled) of_groups.settled.push_back(merged.group_of[n]);
  std::sort(of_groups.settled.begin(), of_groups.settled.end());
  of_groups.settled.erase(std::unique(of_groups.settled.begin(), of_groups.settled.end()), of_groups.settled.end());
  if (result.proof.needs.empty()) return of_groups;
  of_groups.proof.needs.assign(merged.economy.needs.size(), 0.0);
  for (std::size_t n = 0; n < result.proof.needs.size(); ++n) {
    of_groups.proof.needs[merged.group_of[n]] += result.proof.needs[n];
  }
  return of_groups;
}

}  // namespace

Plan merged_plan(const Economy& original, const MergedNeeds& merged, const Plan& plan) {
  Plan result;
  result.activity = plan.activity;
  result.labour = plan.labour;
  result.drawn = plan.drawn;
  result.products = plan.products;
  result.labour_kinds = plan.labour_kinds;
  result.capacities = plan.capacities;
  result.limits = plan.limits;
  for (const TierResult& tier : plan.tiers) result.tiers.push_back(merged_result(merged, tier));
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
