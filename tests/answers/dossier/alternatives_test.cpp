#include "host/answers/dossier/alternatives.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "host/lp/certificate.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/verify.hpp"
#include "tests/answers/dossier/examples.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/reference_tiers.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::ElementsAre;

AlternativeSettings within(double slack, int count = 3) {
  AlternativeSettings settings;
  settings.slack = {slack, slack};
  settings.count = count;
  settings.solve = exact();
  return settings;
}

TEST(Alternatives, SwapOneOvenForAnother) {
  const Economy economy = two_ovens();
  const Plan plan = plan_of(economy, 1e-11);
  const Alternatives found = alternatives(economy, plan, within(0.002), device());
  ASSERT_GE(found.plans.size(), 1u);
  const AlternativePlan& other = found.plans.front();
  // 0.2 % of 990 hours is more than the hour that ten loaves from the town cost more.
  EXPECT_NEAR(other.plan.activity[0], 0, 1e-6);
  EXPECT_NEAR(other.plan.activity[1], 10, 0.03);  // coverage may fall by 0.2 points
  EXPECT_NEAR(other.difference, 1, 1e-6);
  ASSERT_EQ(other.swaps.size(), 1u);
  EXPECT_EQ(other.swaps[0].of, "product:bread");
  EXPECT_THAT(other.swaps[0].less, ElementsAre("recipe:village oven"));
  EXPECT_THAT(other.swaps[0].more, ElementsAre("recipe:town oven"));
  EXPECT_LE(other.loss, 0.002 + 1e-8);
}

TEST(Alternatives, HalfTheSlackSwapsHalfTheLoaves) {
  const Economy economy = two_ovens();
  const Plan plan = plan_of(economy, 1e-11);
  AlternativeSettings settings = within(0.5 / 990);
  settings.slack.coverage = 0;
  const Alternatives found = alternatives(economy, plan, settings, device());
  ASSERT_GE(found.plans.size(), 1u);
  EXPECT_NEAR(found.plans[0].plan.activity[0], 5, 1e-5);
  EXPECT_NEAR(found.plans[0].plan.activity[1], 5, 1e-5);
}

TEST(Alternatives, OfAnEconomyWithOneWayAreNone) {
  const Economy economy = bakery();
  AlternativeSettings settings = within(0);
  EXPECT_TRUE(alternatives(economy, plan_of(economy, 1e-9), settings, device()).plans.empty());
}

TEST(Alternatives, CanBeCarriedOutKeepTheSlackAndDiffer) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE(seed);
    RandomEconomySettings random;
    random.products = 30;
    random.two_alternatives = 0.3;
    const Economy economy = random_economy(random, seed);
    const Plan plan = plan_of(economy, 1e-8);
    const Alternatives found = alternatives(economy, plan, within(0.01), device());
    ASSERT_EQ(found.plans.size(), 3u);
    for (const AlternativePlan& other : found.plans) {
      const PlanCertificate facts = certify(economy, other.plan);
      EXPECT_TRUE(facts.executable());
      EXPECT_LE(facts.objective, plan.certificate.objective + 0.01001 * std::fabs(plan.certificate.objective));
      EXPECT_LE(facts.safe_gap, 0.0102);  // the given plan's valuations prove it
      for (std::size_t n = 0; n < economy.needs.size(); ++n) {
        EXPECT_GE(other.plan.needs[n].coverage, plan.needs[n].coverage - 0.01 - 1e-6);
      }
      EXPECT_GT(other.nearest, 1e-3);
      EXPECT_FALSE(verify(economy, other.plan).has_errors());
    }
    for (std::size_t k = 0; k < found.plans.size(); ++k) {
      for (std::size_t j = 0; j < k; ++j) {
        EXPECT_NE(found.plans[k].plan.activity, found.plans[j].plan.activity);
      }
    }
  }
}

TEST(Alternatives, SameBitsTwice) {
  RandomEconomySettings random;
  random.products = 30;
  const Economy economy = random_economy(random, 7);
  const Plan plan = plan_of(economy, 1e-8);
  const Alternatives one = alternatives(economy, plan, within(0.01), device());
  const Alternatives two = alternatives(economy, plan, within(0.01), device());
  ASSERT_EQ(one.plans.size(), two.plans.size());
  for (std::size_t k = 0; k < one.plans.size(); ++k) {
    EXPECT_EQ(one.plans[k].plan.activity, two.plans[k].plan.activity);
    EXPECT_EQ(one.plans[k].difference, two.plans[k].difference);
  }
}

TEST(Ranges, OfOvensByHand) {
  const Economy economy = two_ovens();
  const Plan plan = plan_of(economy, 1e-11);
  const Slack slack{0.5 / 990, 0};
  const QuantityRange village = range_of(economy, plan, {Quantity::Kind::recipe, 0}, slack, exact(), device());
  EXPECT_NEAR(village.present, 10, 1e-6);
  EXPECT_NEAR(village.least, 5, 1e-5);
  EXPECT_NEAR(village.greatest, 10.5, 1e-5);  // half a loaf for nobody
  const QuantityRange hours = range_of(economy, plan, {Quantity::Kind::labour_kind, 0}, slack, exact(), device());
  EXPECT_NEAR(hours.least, 10, 1e-5);
  EXPECT_NEAR(hours.greatest, 10.5, 1e-5);
  const QuantityRange bread = range_of(economy, plan, {Quantity::Kind::need, 0}, {0.1, 0.05}, exact(), device());
  EXPECT_NEAR(bread.least, 0.95, 1e-6);
  EXPECT_NEAR(bread.greatest, 1, 1e-6);
}

// The same question put the other way round: among plans that fix the quantity at its extreme, the best is just within
// the slack; a little beyond, none is.
TEST(Ranges, EndWhereTheSlackIsUsedUp) {
  RandomEconomySettings random;
  random.products = 30;
  random.stocks = false;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = random_economy(random, seed);
    const Plan plan = plan_of(economy, 1e-9);
    const Slack slack{0.01, 1};
    Index busiest = 0;
    for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
      if (plan.activity[r] > plan.activity[busiest]) busiest = static_cast<Index>(r);
    }
    const QuantityRange range = range_of(economy, plan, {Quantity::Kind::recipe, busiest}, slack, exact(), device());
    const ProductionLp production = build_lp(economy);
    const double size = std::fabs(plan.certificate.objective);
    const auto loss_at = [&](double level) {
      LinearProgram lp = production.lp;
      const Index column = production.recipe_columns[busiest];
      lp.column_lower[column] = lp.column_upper[column] = level;
      const Solution best = solve(lp, exact(), device());
      EXPECT_EQ(best.status, Status::optimal);
      return (certify(lp, best.point.primal, best.point.dual).primal_objective - plan.certificate.objective) / size;
    };
    EXPECT_LE(range.least, range.present);
    EXPECT_GE(range.greatest, range.present);
    EXPECT_NEAR(range.least > 1e-9 ? loss_at(range.least) : 0.01, 0.01, 1e-6);
    EXPECT_LE(loss_at(range.greatest), 0.01 + 1e-6);
  }
}

// Burden of all hours and strain, straight from the economy.
double burden_of(const Economy& economy, const Plan& plan) {
  double burden = 0;
  for (std::size_t o = 0; o < plan.labour.size(); ++o) {
    const auto steps = economy.steps_of(economy.labour_offers[o]);
    for (std::size_t s = 0; s < steps.size(); ++s) burden += steps[s].burden * plan.labour[o][s];
  }
  for (std::size_t r = 0; r < plan.activity.size(); ++r) {
    for (const Flow& labour : economy.flows_of(economy.recipes[r].labour)) {
      burden += economy.recipes[r].strain * labour.amount * plan.activity[r];
    }
  }
  return burden;
}

// The least coverage of the needs that the first level was about: of those who have any.
double least_coverage_of(const Plan& plan, const Plan& given) {
  double least = 1;
  for (std::size_t n = 0; n < plan.needs.size(); ++n) {
    if (given.needs[n].coverage > 1e-6) least = std::min(least, plan.needs[n].coverage);
  }
  return least;
}

TEST(Alternatives, OfTiersHoldWhatEachOfThemReached) {
  constexpr double slack = 0.02;
  int found_any = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    Economy economy = tiny_economy(seed);
    Tier fair, least_work;
    fair.id = "fair";
    fair.aim = Aim::worst_off;
    least_work.id = "rest";
    least_work.aim = Aim::burden;
    economy.objective.tiers = {fair, least_work};
    const Plan plan = plan_of(economy, 1e-8);
    AlternativeSettings settings = within(slack);
    settings.slack.coverage = 1;  // the tiers alone decide
    for (const AlternativePlan& other : alternatives(economy, plan, settings, device()).plans) {
      ++found_any;
      EXPECT_TRUE(other.plan.certificate.executable());
      EXPECT_FALSE(verify(economy, other.plan).has_errors());
      EXPECT_GE(least_coverage_of(other.plan, plan), least_coverage_of(plan, plan) - slack - 1e-5);
      const double burden = burden_of(economy, plan);
      EXPECT_LE(burden_of(economy, other.plan), burden + slack * std::max(1.0, burden) + 1e-5);
      EXPECT_LE(other.loss, slack + 1e-5);
    }
  }
  EXPECT_GE(found_any, 3) << "otherwise this says little";
}

}  // namespace
}  // namespace planwerk
