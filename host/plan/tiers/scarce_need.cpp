#include "host/plan/tiers/scarce_need.hpp"

#include <algorithm>
#include <limits>

namespace planwerk {
namespace {

constexpr double beyond_rounding = 1 + 1e-13;  // of a price, so that nobody asks for more than all there is

// Per product, what there can be at most.
std::vector<double> largest_supply(const certificate::EconomyBound& bound) {
  const Economy& economy = bound.economy();
  std::vector<double> supply(economy.products.size());
  for (const Stock& stock : economy.stocks) supply[stock.product] += stock.opening;
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    for (const Flow& flow : bound.recipes().of(static_cast<Index>(r))) {
      if (flow.amount > 0) supply[flow.index] += flow.amount * bound.upper_activity()[r];
    }
  }
  return supply;
}

Index scarcest(const Economy& economy, const std::vector<Index>& needs, const std::vector<double>& supply) {
  Index scarcest = needs.front();
  double least = std::numeric_limits<double>::infinity();
  for (const Index n : needs) {
    double covered = 0;
    for (const Alternative& way : economy.alternatives_of(economy.needs[n])) covered += way.rate * supply[way.product];
    const double coverage = covered / economy.asked(economy.needs[n]);
    if (!(coverage < least)) continue;
    least = coverage;
    scarcest = n;
  }
  return scarcest;
}

}  // namespace

TierProof proof_by_supply(const certificate::EconomyBound& bound, const certificate::TierGoal& goal) {
  const Economy& economy = bound.economy();
  const Index need = scarcest(economy, goal.open, largest_supply(bound));
  TierProof proof = certificate::empty_proof(economy, goal);
  proof.needs[need] = 1;
  for (const Alternative& way : economy.alternatives_of(economy.needs[need])) {
    double& price = proof.products[way.product];
    price = std::max(price, beyond_rounding * way.rate / economy.asked(economy.needs[need]));
  }
  return proof;
}

}  // namespace planwerk
