#include "host/answers/conflict/competition.hpp"

#include <cmath>

#include <gmock/gmock.h>

#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

// A loaf takes two hours, a meal half an hour of cooks and a quarter of an hour at the stove; 10 and 40 people; 60
// hours and all the stove's. Bread is worth 100 / 8 a loaf, a meal 100 / 4.
Economy kitchen() {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 100;
  const Index bread = build.product("bread"), meal = build.product("meal");
  const Index work = build.labour_kind("work"), stove = build.capacity("stove", 10);
  build.recipe("bake", {}, {{bread, 1}}, {{work, 2}});
  build.recipe("cook", {}, {{meal, 1}}, {{work, 0.5}}, {{stove, 0.25}});
  build.offer("all", work, {{60, 1}});
  build.need("bread", build.cohort("town", 10), 8, {{bread, 1}});
  build.need("meals", build.cohort("village", 40), 4, {{meal, 1}});
  return build.economy;
}

// 40 meals at the stove take 20 hours, 40 h go into 20 loaves. An hour is worth half a loaf, 6.25 h; a stove hour four
// meals less two hours of work: 4 * 25 - 2 * 6.25 = 87.5. A meal costs 25: 3.125 for work, 21.875 for the stove.
TEST(Competitions, SayWhoTakesWhatOfWhat) {
  const Economy economy = kitchen();
  const std::vector<Competition> found = competitions(economy, plan_of(economy, 1e-9));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, "labour:work");
  EXPECT_NEAR(found[0].valuation, 6.25, 1e-6);
  EXPECT_EQ(found[0].people, 50);
  ASSERT_EQ(found[0].competitors.size(), 2u);
  const Competitor& bread = found[0].competitors[0].need == 0 ? found[0].competitors[0] : found[0].competitors[1];
  const Competitor& meals = found[0].competitors[0].need == 0 ? found[0].competitors[1] : found[0].competitors[0];
  EXPECT_EQ(meals.people, 40);
  EXPECT_NEAR(bread.coverage, 0.25, 1e-6);
  EXPECT_NEAR(meals.coverage, 0.25, 1e-6);
  EXPECT_NEAR(bread.takes, 2, 1e-6);
  EXPECT_NEAR(bread.brings, 0.5, 1e-6);
  EXPECT_NEAR(meals.takes, 0.5, 1e-6);
  EXPECT_NEAR(meals.brings, 2, 1e-6);
  EXPECT_NEAR(meals.share, 3.125 / 25, 1e-6);
  EXPECT_EQ(found[1].id, "capacity:stove");
  EXPECT_NEAR(found[1].valuation, 87.5, 1e-5);
  EXPECT_EQ(found[1].people, 40);
  ASSERT_EQ(found[1].competitors.size(), 1u);
  EXPECT_EQ(found[1].competitors[0].need, 1);
  EXPECT_NEAR(found[1].competitors[0].takes, 0.25, 1e-6);
  EXPECT_NEAR(found[1].competitors[0].brings, 4, 1e-5);
}

TEST(Competitions, LeastCoveredComesFirst) {
  Economy economy = kitchen();
  economy.labour_steps[0].hours = 100;  // 20 h for meals, 80 h for half of the bread
  const std::vector<Competition> found = competitions(economy, plan_of(economy, 1e-9));
  ASSERT_EQ(found[0].competitors.size(), 2u);
  EXPECT_EQ(found[0].competitors[0].need, 1) << "meals are covered to a quarter, bread to a half";
}

TEST(Competitions, ThereAreNoneWhereNothingIsShort) {
  const Economy economy = steel_and_machines();
  EXPECT_TRUE(competitions(economy, plan_of(economy, 1e-9)).empty());
}

// What exact answers say goes before explanations.
TEST(Competitions, TakeExactAnswersWhereThereAreSome) {
  const Economy economy = kitchen();
  Plan plan = plan_of(economy, 1e-9);
  NeedAnswer answer;
  answer.need = 1;
  answer.marginal_cost = 25;
  answer.bottlenecks = {{"capacity:stove", 50, 1}};
  plan.answers.push_back(answer);
  const std::vector<Competition> found = competitions(economy, plan);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, "capacity:stove");
  EXPECT_NEAR(found[0].competitors[0].takes, 0.5, 1e-12);
  EXPECT_EQ(found[1].competitors.size(), 1u) << "bread alone is left with work";
}

}  // namespace
}  // namespace planwerk
