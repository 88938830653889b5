#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "host/plan/verify.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/reference_tiers.hpp"

namespace planwerk {
namespace {

constexpr double gap = 1e-7;

Tier tight_tier(std::string id, Aim aim) {
  Tier tier;
  tier.id = std::move(id);
  tier.aim = aim;
  tier.tolerance = 1e-8;
  return tier;
}

// A stack of tiers by its aims; product 0 is what is used or left over as little as possible.
Economy with_tiers(Economy economy, const std::vector<Aim>& aims) {
  for (const Aim aim : aims) {
    Tier next = tight_tier("tier " + std::to_string(economy.objective.tiers.size()), aim);
    if (aim == Aim::use || aim == Aim::surplus) {
      next.terms.begin = static_cast<std::int64_t>(economy.tier_terms.size());
      economy.tier_terms.push_back({0, no_index, 1});
      next.terms.end = static_cast<std::int64_t>(economy.tier_terms.size());
    }
    economy.objective.tiers.push_back(next);
  }
  const bool soft_floors = std::count(aims.begin(), aims.end(), Aim::floors) > 0;
  for (Need& need : economy.needs) need.floor = soft_floors ? 0.4 : 0;
  return economy;
}

// The first need's people in two cohorts of other names, listed last.
Economy split(Economy economy) {
  Need& need = economy.needs[0];
  const double size = economy.cohorts[need.cohort].size;
  economy.cohorts.push_back({"a quarter", "", 0.25 * size});
  economy.cohorts.push_back({"the rest", "", 0.75 * size});
  Need other = need;
  other.id = "the same, for others";
  need.cohort = static_cast<Index>(economy.cohorts.size()) - 2;
  other.cohort = static_cast<Index>(economy.cohorts.size()) - 1;
  economy.needs.push_back(other);
  return economy;
}

Economy reordered(Economy economy) {
  std::reverse(economy.needs.begin(), economy.needs.end());
  std::reverse(economy.cohorts.begin(), economy.cohorts.end());
  const Index last = static_cast<Index>(economy.cohorts.size()) - 1;
  for (Need& need : economy.needs) need.cohort = last - need.cohort;
  return economy;
}

// Product 0 in units a thousandth of what they were.
Economy in_other_units(Economy economy) {
  for (const Recipe& recipe : economy.recipes) {
    for (const Slice flows : {recipe.inputs, recipe.outputs}) {
      for (auto k = flows.begin; k < flows.end; ++k) {
        if (economy.flows[k].index == 0) economy.flows[k].amount *= 1000;
      }
    }
  }
  for (Alternative& way : economy.alternatives) {
    if (way.product == 0) way.rate /= 1000;
  }
  for (LimitTerm& term : economy.tier_terms) {
    if (term.product == 0) term.coefficient /= 1000;
  }
  return economy;
}

Economy renamed(Economy economy) {
  for (Need& need : economy.needs) need.id = "z" + need.id + "'s";
  for (Cohort& cohort : economy.cohorts) cohort.id = "a" + std::to_string(cohort.size) + cohort.id;
  return economy;
}

std::vector<double> values_of(const Economy& economy) {
  const Plan plan = plan_of(economy, gap);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason << ", gap " << plan.certificate.safe_gap;
  EXPECT_FALSE(verify(economy, plan).has_errors());
  std::vector<double> values;
  for (const TierResult& result : plan.tiers) values.push_back(result.value);
  return values;
}

class TiersInvariance : public testing::TestWithParam<std::vector<Aim>> {};
INSTANTIATE_TEST_SUITE_P(Stacks, TiersInvariance,
                         testing::Values(std::vector{Aim::worst_off, Aim::coverage},
                                         std::vector{Aim::floors, Aim::coverage, Aim::regret, Aim::burden},
                                         std::vector{Aim::coverage, Aim::use, Aim::burden},
                                         std::vector{Aim::worst_off, Aim::burden, Aim::surplus},
                                         std::vector{Aim::floors, Aim::weighted}));

TEST_P(TiersInvariance, HowPeopleAreListedChangesNoTiersValue) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = with_tiers(tiny_economy(seed), GetParam());
    const std::vector<double> values = values_of(economy);
    for (const Economy& same : {split(economy), reordered(economy), in_other_units(economy), renamed(economy)}) {
      const std::vector<double> others = values_of(same);
      ASSERT_EQ(others.size(), values.size());
      for (std::size_t k = 0; k < values.size(); ++k) {
        EXPECT_NEAR(others[k], values[k], 1e-5 * std::max(1.0, std::fabs(values[k]))) << k;
      }
    }
  }
}

// The weighted objective, too, is the same however people are listed; and where nobody else could be served as well,
// so is what each of them gets.
TEST(WeightedInvariance, HowPeopleAreListedChangesNeitherObjectiveNorCoverage) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = tiny_economy(seed);
    const Plan plan = plan_of(economy, gap);
    const double objective = plan.certificate.objective, allowed = 1e-6 * std::max(1.0, std::fabs(objective));
    for (const Economy& same : {split(economy), reordered(economy), in_other_units(economy), renamed(economy)}) {
      EXPECT_NEAR(plan_of(same, gap).certificate.objective, objective, allowed);
    }
    const Plan parted = plan_of(split(economy), gap);
    EXPECT_NEAR(parted.needs[0].coverage, parted.needs.back().coverage, 1e-9) << "of the same need, both get the same";
  }
}

}  // namespace
}  // namespace planwerk
