#include "host/answers/actuals/correction.hpp"

#include <gmock/gmock.h>

#include "host/answers/actuals/correction_text.hpp"
#include "host/model/validate.hpp"
#include "tests/answers/actuals/small_actuals.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Correct, NothingToCorrect) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  const Correction correction = correct(economy, plan, as_planned(economy, plan, 0.25));
  expect_true(correction);
  EXPECT_THAT(correction.activities, IsEmpty());
  EXPECT_THAT(correction.coverages, IsEmpty());
  for (std::size_t r = 0; r < plan.activity.size(); ++r) {
    EXPECT_NEAR(correction.plan.activity[r], 0.75 * plan.activity[r], 1e-6 * plan.activity[r]);
  }
}

// The press stood still for half of the first half: 25 cheeses. 50 h of it are left, and 50 cheeses more: 75 % covered
// instead of all, milk as planned; 250 milk that it did not use are there, so that cows are kept for 250 less.
TEST(Correct, AMachineThatRanHalf) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({1, 25, {}, {}});
  actuals.needs.push_back({1, {25}});
  const Correction correction = correct(economy, plan, actuals);
  expect_true(correction);
  ASSERT_EQ(correction.coverages.size(), 1u);
  EXPECT_EQ(correction.coverages[0].need, 1);
  EXPECT_EQ(correction.coverages[0].people, 10);
  EXPECT_NEAR(correction.coverages[0].now, 0.75, 1e-6);
  EXPECT_NEAR(correction.coverages[0].planned, 1, 1e-6);
  EXPECT_NEAR(correction.plan.activity[1], 50, 1e-5);
  EXPECT_THAT(correction.activities, IsEmpty()) << "milk that is left over does no harm: cows go on as planned";
  EXPECT_THAT(to_text(economy, correction), HasSubstr("cheese: 75.0 % covered instead of 100.0 % (10 people)"));
}

// The cows gave 100 less, which the town went without: as hours are left, cows are kept for 100 more, and nobody goes
// short.
TEST(Correct, MakesUpForWhatCanBeMadeUp) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({0, 550, {}, {}});
  actuals.needs.push_back({0, {50}});
  const Correction correction = correct(economy, plan, actuals);
  expect_true(correction);
  EXPECT_THAT(correction.coverages, IsEmpty());
  ASSERT_EQ(correction.activities.size(), 1u);
  EXPECT_EQ(correction.activities[0].recipe, 0);
  EXPECT_NEAR(correction.activities[0].planned, 650, 1e-5);
  EXPECT_NEAR(correction.activities[0].now, 750, 1e-5);
}

// Two needs of equal steps: the one with more people keeps its coverage where not both can be kept.
TEST(Correct, LosesAsLittleAsPossibleByPeopleAndSteps) {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 1000;
  const Index soup = build.product("soup"), cook = build.labour_kind("cook");
  build.recipe("cook", {}, {{soup, 1}}, {{cook, 1}});
  build.offer("cooks", cook, {{100, 1}});
  build.need("clinic", build.cohort("patients", 10), 4, {{soup, 1}}, {{0.5, 4}, {0.5, 1}});
  build.need("school", build.cohort("pupils", 30), 2, {{soup, 1}}, {{0.5, 4}, {0.5, 1}});
  const Plan plan = plan_of(build.economy, 1e-9);  // 100 soups, all covered
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({0, 30, {}, {}});
  actuals.needs.push_back({0, {12}});
  actuals.needs.push_back({1, {18}});
  const Correction correction = correct(build.economy, plan, actuals);
  expect_true(correction);
  // 50 soups are left to cook; 28 and 42 are open. First halves go first: 8 and 12; then the school's second half, 2 a
  // head, is worth 1/2 a soup, the clinic's 1/4.
  EXPECT_NEAR(correction.plan.needs[1].delivered, 42, 1e-5);
  EXPECT_NEAR(correction.plan.needs[0].delivered, 8, 1e-5);
  ASSERT_EQ(correction.coverages.size(), 1u);
  EXPECT_NEAR(correction.coverages[0].now, 0.5, 1e-6);
}

TEST(Correct, LimitsFloorsAndStocksGoOn) {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 1000;
  const Index oil = build.product("oil"), heat = build.product("heat"), co2 = build.product("co2", BalanceRule::free);
  const Index work = build.labour_kind("work");
  build.recipe("burn", {{oil, 1}}, {{heat, 4}, {co2, 3}}, {{work, 1}});
  build.economy.recipes[0].lower_activity = 2;
  build.offer("stokers", work, {{20, 1}, {10, 2}});
  build.stock(oil, 12, 2);
  build.limit("climate", {{co2, no_index, 1}}, -infinity, 36);
  build.need("warmth", build.cohort("town", 10), 4, {{heat, 1}}, {{0.5, 4}, {0.5, 1}});
  build.economy.needs[0].floor = 0.6;
  const Plan plan = plan_of(build.economy, 1e-9);  // 10 oil, 40 heat, 30 co2
  Actuals actuals = after(0.4);
  actuals.recipes.push_back({0, 6, {{2, 24}}, {}});  // 4 times would have been planned; 24 co2 instead of 18
  actuals.needs.push_back({0, {24}});
  const Account account = account_of(build.economy, plan, actuals);
  const RemainingJob rest = remaining_job(build.economy, account);
  EXPECT_EQ(validate(rest.economy).error_count(), 0u);
  EXPECT_EQ(rest.economy.recipes[0].lower_activity, 0);
  EXPECT_NEAR(rest.economy.limits[0].upper, 12, 1e-9);
  EXPECT_NEAR(rest.economy.stocks[0].opening, 6, 1e-9);
  EXPECT_NEAR(rest.economy.stocks[0].closing, 2, 1e-9);
  EXPECT_NEAR(rest.economy.asked(rest.economy.needs[0]), 16, 1e-9);
  EXPECT_NEAR(rest.economy.needs[0].floor, 0, 1e-9) << "24 of 40 are the floor";
  const auto ladder = rest.economy.ladder_of(rest.economy.needs[0]);
  ASSERT_EQ(ladder.size(), 1u) << "the first half is behind them";
  EXPECT_NEAR(ladder[0].width, 1, 1e-12);
  EXPECT_NEAR(ladder[0].value, 0.4, 1e-9) << "worth per unit as before: a head asks for 1.6 instead of 4";
  EXPECT_NEAR(rest.economy.labour_steps[0].hours, 12, 1e-6) << "60 % of the time, 14 h not worked";
  EXPECT_NEAR(rest.economy.labour_steps[1].hours, 6, 1e-9);
  const Correction correction = correct(build.economy, plan, actuals);
  expect_true(correction);
  EXPECT_NEAR(correction.plan.activity[0], 4, 1e-6) << "12 of co2 are left";
}

TEST(Correct, HardDemandsThatCanNoLongerBeKept) {
  Economy economy = dairy();
  economy.needs[1].floor = 0.9;
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({1, 0, {}, {}});
  actuals.needs.push_back({1, {0}});
  const Correction correction = correct(economy, plan, actuals);
  EXPECT_EQ(correction.plan.status, Status::infeasible);
  EXPECT_EQ(plan_of(correction.rest.economy).status, Status::infeasible) << "90 cheeses in half a year: no";
}

}  // namespace
}  // namespace planwerk
