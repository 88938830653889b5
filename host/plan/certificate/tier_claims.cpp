#include "host/plan/certificate/tier_claims.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/certificate/netting.hpp"

namespace planwerk::certificate {
namespace {

std::string result(std::size_t k) {
  return "tiers[" + std::to_string(k) + "]";
}

}  // namespace

bool TierClaims::are_possible() {
  const NettedRecipes recipes(economy_);
  TierWalk walk(economy_, recipes);
  for (std::size_t k = 0; k < claimed_.tiers.size(); ++k) {
    const TierResult& is = claimed_.tiers[k];
    if (walk.done() || is.tier != walk.goal().tier || is.level != walk.goal().level) {
      claims_.fault(result(k), "", "is not the result that the job's tiers ask for here");
      return false;
    }
    claims_.finite(result(k) + ".held_at", is.held_at);
    if (!fits(economy_, walk.goal(), is.proof)) {
      claims_.fault(result(k) + ".proof", "", "has numbers of entries or values that prove nothing");
    } else {
      check_settled(k, walk.goal());
    }
    if (claims_.has_faults()) return false;
    walk.hold(is.held_at, is.settled);
  }
  return true;
}

void TierClaims::check_settled(std::size_t k, const TierGoal& goal) {
  const std::string path = result(k) + ".settled";
  for (std::size_t i = 0; i < claimed_.tiers[k].settled.size(); ++i) {
    const Index need = claimed_.tiers[k].settled[i];
    const bool repeated = i > 0 && need <= claimed_.tiers[k].settled[i - 1];
    if (repeated || !std::binary_search(goal.open.begin(), goal.open.end(), need)) {
      return claims_.fault(path, std::to_string(need), "is no need that was open at this level");
    }
  }
}

void TierClaims::compare(const Plan& expected) {
  if (claimed_.status == Status::infeasible || expected.tiers.empty()) return;
  NettedRecipes recipes(economy_);
  TierWalk walk(economy_, recipes);
  for (std::size_t k = 0; k < expected.tiers.size(); ++k) {
    const TierResult &is = claimed_.tiers[k], &should = expected.tiers[k];
    const Tier& tier = economy_.objective.tiers[is.tier];
    claims_.compare(result(k) + ".value", is.value, should.value);
    claims_.compare(result(k) + ".bound", is.bound, should.bound);
    check_held(k, should, tier);
    if (walk.goal().costs == nullptr) {
      for (const Index need : not_shown_settled(walk.goal(), should)) {
        claims_.fault(result(k) + ".settled", economy_.needs[need].id, "is not shown to be settled at this level");
      }
    }
    walk.hold(is.held_at, is.settled);
  }
  check_prices(expected);
}

// The plan itself holds the result, and what is held is no worse than the tier's tolerance allows.
void TierClaims::check_held(std::size_t k, const TierResult& should, const Tier& tier) {
  constexpr double rounding = 1e-9;
  const double scale = std::max(1.0, std::fabs(should.value)), held = claimed_.tiers[k].held_at;
  if (!(should.value <= held + rounding * scale)) {
    claims_.fault(result(k) + ".held_at", exact_text(held),
                  "this plan does not hold it: its value is " + exact_text(should.value));
  }
  const double allowed = claimed_.record.tolerance + held_tolerance(tier) * (1 + rounding) + rounding;
  if (claimed_.status == Status::optimal && !(held - should.bound <= allowed * scale)) {
    claims_.fault(result(k) + ".held_at", exact_text(held), "is further from the bound than the tolerances allow");
  }
}

void TierClaims::check_prices(const Plan& expected) {
  const TierProof& proof = expected.tiers[pricing_result(economy_, expected.tiers)].proof;
  const Valuations is = valuations_of(claimed_);
  const Valuations should = clipped(economy_, {proof.products, proof.labour_kinds, proof.capacities, proof.limits});
  if (is.products != should.products || is.labour_kinds != should.labour_kinds || is.capacities != should.capacities ||
      is.limits != should.limits) {
    claims_.fault("valuations", "", "are not those of the tier that decides on coverage");
  }
}

}  // namespace planwerk::certificate
