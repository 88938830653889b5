#include "host/plan/tiers/scarce_need.hpp"

#include <gtest/gtest.h>

#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

certificate::TierGoal level_of_all(const Economy& economy) {
  certificate::TierGoal goal;
  goal.tier = 0;
  goal.least_coverage = certificate::hard_floors(economy);
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    if (economy.asked(economy.needs[n]) > 0) goal.open.push_back(static_cast<Index>(n));
  }
  return goal;
}

double bound_by_supply(const Economy& economy) {
  const certificate::EconomyBound bound(economy);
  const certificate::TierGoal goal = level_of_all(economy);
  return certificate::bound_of(goal, bound, proof_by_supply(bound, goal));
}

constexpr double rounded = 1e-5;  // implied upper bounds are, outwards

// 100 hours are 50 loaves of the 80 asked for.
TEST(ScarceNeed, CountsWhatItsMakersCanDo) {
  EXPECT_NEAR(bound_by_supply(bakery()), -0.625, rounded);
}

// 100 hours would do for 100 oil: 200 petrol for the 20 asked for, 100 tar for 30. Tar is the scarcer.
TEST(ScarceNeed, IsTheScarcestOfAll) {
  EXPECT_NEAR(bound_by_supply(refinery()), -100.0 / 30, rounded);
}

// Tea cannot be made; of coffee there are 12, two for one tea: 6 of the 10 asked for, and what 100 hours could grow.
TEST(ScarceNeed, AddsUpItsAlternatives) {
  const Economy economy = tea_or_coffee();
  const Plan plan = plan_of(economy);
  EXPECT_LE(bound_by_supply(economy), -plan.needs[0].coverage + 1e-9);
}

// No plan is above it.
TEST(ScarceNeed, BoundsThePlansOfRandomEconomies) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    SCOPED_TRACE(seed);
    Economy economy = random_economy({.products = 40}, seed);
    Tier fair;
    fair.id = "fair";
    fair.aim = Aim::worst_off;
    economy.objective.tiers = {fair};
    const Plan plan = plan_of(economy, 1e-7);
    ASSERT_FALSE(plan.tiers.empty());
    EXPECT_LE(bound_by_supply(economy), plan.tiers[0].value + 1e-9);
  }
}

}  // namespace
}  // namespace planwerk
