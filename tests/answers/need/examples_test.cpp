#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/answers/need/need_text.hpp"
#include "host/answers/need/verify_answers.hpp"
#include "host/plan/report/words.hpp"
#include "tests/answers/is_documented.hpp"
#include "tests/answers/need/resolved.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double near = 1e-9;

Plan asked(const Economy& economy) {
  AnswerSettings settings;
  settings.labour = true;
  return answered_plan(economy, settings);
}

MATCHER_P2(Is, id, share, "") {
  return arg.id == id && std::fabs(arg.share - share) < near;
}

// 50 of 80 loaves take all 100 hours; nobody else bakes. Another 30 loaves take 60 hours that nobody has offered.
TEST(NeedExamples, BreadThatWaitsForBakers) {
  const Plan plan = asked(bakery());
  ASSERT_EQ(plan.answers.size(), 1u);
  const NeedAnswer& bread = plan.answers[0];
  EXPECT_TRUE(bread.exact);
  EXPECT_NEAR(bread.shortfall, 30, near);
  EXPECT_TRUE(std::isinf(bread.marginal_cost));
  EXPECT_THAT(bread.bottlenecks, ElementsAre(Is("labour:baker", 1.0)));
  EXPECT_NEAR(bread.bottlenecks[0].valuation, 0.5, near);  // a further hour bakes half a loaf
  EXPECT_THAT(bread.rivals, IsEmpty());
  ASSERT_EQ(bread.chain.size(), 1u);
  EXPECT_EQ(bread.chain[0].recipe, 0);
  EXPECT_NEAR(bread.chain[0].amount, 1, near);
  ASSERT_TRUE(bread.labour && bread.labour->possible);
  EXPECT_THAT(bread.labour->hours, IsEmpty());
  ASSERT_EQ(bread.labour->missing.size(), 1u);
  EXPECT_EQ(bread.labour->missing[0].id, "labour:baker");
  EXPECT_NEAR(bread.labour->missing[0].value, 60, 1e-6);
  EXPECT_NEAR(bread.labour->burden, 60 * burden_of_unoffered_hours, 1e-6);
}

// 40 loaves are asked for; six hours by day are easy, thirty by night are as hard as 90 each, and a loaf of the first
// half is worth 64 h. So only the day's loaves are baked: by choice, and told as such.
TEST(NeedExamples, BreadThatIsNotWorthTheNight) {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 1;
  const Index bread = build.product("bread"), baker = build.labour_kind("baker");
  build.recipe("bake", {}, {{bread, 1}}, {{baker, 1}});
  build.offer("bakers", baker, {{6, 1}, {30, 90}});
  build.need("bread", build.cohort("town", 40), 1, {{bread, 1}}, default_ladder());
  const Plan plan = answered_plan(build.economy);
  ASSERT_EQ(plan.answers.size(), 1u);
  const NeedAnswer& answer = plan.answers[0];
  EXPECT_NEAR(answer.marginal_cost, 90, 1e-6);
  EXPECT_THAT(answer.rivals, IsEmpty());
  const auto worth = worth_of_dear_unit(build.economy, plan, answer);
  ASSERT_TRUE(worth);
  EXPECT_NEAR(*worth, 64, near);
  EXPECT_THAT(to_text(build.economy, plan, answer), HasSubstr("short by the job's choice"));
}

// One oven of 100 hours bakes bread (1 h) and cake (2 h a piece); labour is plentiful. 60 people ask for a loaf each,
// worth 4 each, 40 for a piece of cake, worth 6 each: per oven hour 4 and 3, so bread comes first. 40 oven hours are
// left for 20 pieces of cake. A further piece takes 2 loaves, and back come the 2 hours that baked them.
Economy one_oven() {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 100;
  const Index bread = build.product("bread"), cake = build.product("cake");
  for (Product& product : build.economy.products) product.unit = "1";
  const Index baker = build.labour_kind("baker"), oven = build.capacity("oven", 100);
  build.recipe("bake bread", {}, {{bread, 1}}, {{baker, 1}}, {{oven, 1}});
  build.recipe("bake cake", {}, {{cake, 1}}, {{baker, 1}}, {{oven, 2}});
  build.offer("bakers", baker, {{1000, 1}});
  build.need("bread", build.cohort("town", 60), 1, {{bread, 1}}, {{1.0, 4}});
  build.need("cake", build.cohort("children", 40), 1, {{cake, 1}}, {{1.0, 6}});
  return build.economy;
}

TEST(NeedExamples, CakeThatWouldTakeTheOvenFromBread) {
  const Plan plan = asked(one_oven());
  ASSERT_EQ(plan.answers.size(), 1u);
  const NeedAnswer& cake = plan.answers[0];
  EXPECT_FALSE(worth_of_dear_unit(one_oven(), plan, cake));  // somebody would lose
  EXPECT_TRUE(cake.exact);
  EXPECT_TRUE(cake.unique);
  EXPECT_NEAR(cake.shortfall, 20, near);
  // Two loaves are worth 800 h; of work, one hour more for the cake and two less for the loaves.
  EXPECT_NEAR(cake.marginal_cost, 800 - 1, 1e-6);
  ASSERT_EQ(cake.rivals.size(), 1u);
  EXPECT_EQ(cake.rivals[0].need, 0);
  EXPECT_NEAR(cake.rivals[0].loss, 2, near);
  ASSERT_EQ(cake.hours.size(), 1u);
  EXPECT_NEAR(cake.hours[0].hours, -1, near);
  EXPECT_NEAR(cake.holds_for, 20, near);
  // An hour of the oven is worth what a loaf brings beyond its hour of work: 399 h, two of them and an hour in 799.
  EXPECT_THAT(cake.bottlenecks, ElementsAre(Is("capacity:oven", 798.0 / 799), Is("labour:baker", 1.0 / 799)));
  // All work one could wish for bakes no more without the oven.
  ASSERT_TRUE(cake.labour && !cake.labour->possible);
  EXPECT_NEAR(cake.labour->coverage, 0.5, 1e-6);
  ASSERT_EQ(cake.labour->lack.size(), 1u);
  EXPECT_EQ(cake.labour->lack[0].id, "capacity:oven");
  EXPECT_NEAR(cake.labour->lack[0].value, 1, near);
  EXPECT_TRUE(is_documented(to_text(one_oven(), plan, cake)));
}

// An oven of 60 hours is full of bread. Another hour of it would bake half a piece of cake, worth 300 h for half an
// hour of work; but whoever bakes a piece of cake takes two loaves from the table, and there an hour brings back a
// loaf. What one more saves is said of the next piece of cake, and so differs from what it would save in the plan as it
// is.
TEST(NeedExamples, WhatOneMoreSavesIsSaidOfTheNextUnit) {
  const auto oven_of = [](double hours) {
    Economy economy = one_oven();
    economy.capacities[0].amount = hours;
    return economy;
  };
  const Plan plan = asked(oven_of(60));
  ASSERT_EQ(plan.answers.size(), 1u);
  const NeedAnswer& cake = plan.answers[0];
  const auto piece = HeldNeed(oven_of(60), 1).at(1), piece_and_hour = HeldNeed(oven_of(61), 1).at(1);
  ASSERT_TRUE(piece && piece_and_hour);
  ASSERT_EQ(cake.bottlenecks[0].id, "capacity:oven");
  EXPECT_NEAR(cake.bottlenecks[0].valuation, piece->cost - piece_and_hour->cost, 1e-6);
  EXPECT_NEAR(cake.bottlenecks[0].valuation, 399, 1e-6);
  EXPECT_NEAR(plan.certificate.objective - asked(oven_of(61)).certificate.objective, 299.5, 1e-6);
  EXPECT_THAT(to_text(oven_of(60), plan, cake),
              HasSubstr("oven: one more h saves 399 h\n             ... and smaller ones\n    What one more saves "
                        "holds for the next 30.0 of this need;"));
}

// The same people split into two cohorts with the same need: one need for all questions, losses in proportion to size.
TEST(NeedExamples, PeopleWithTheSameNeedAreAskedAboutTogether) {
  Economy economy = one_oven();
  economy.cohorts[0].size = 45;
  economy.cohorts.push_back({"village", "", 15});
  Need village = economy.needs[0];
  village.id = "bread of the village";
  village.cohort = 2;
  economy.needs.push_back(village);
  const Plan plan = asked(economy);
  ASSERT_EQ(plan.answers.size(), 1u);
  const NeedAnswer& cake = plan.answers[0];
  EXPECT_NEAR(cake.marginal_cost, 799, 1e-6);
  ASSERT_EQ(cake.rivals.size(), 2u);
  EXPECT_EQ(cake.rivals[0].need, 0);
  EXPECT_NEAR(cake.rivals[0].loss, 1.5, near);
  EXPECT_EQ(cake.rivals[1].need, 2);
  EXPECT_NEAR(cake.rivals[1].loss, 0.5, near);
}

// What a piece of cake takes of the spice is next to nothing of what the one who needs it asks for, but it is worth
// some hundred-thousandths of the cake's cost, and is told.
TEST(NeedExamples, LittleOfWhatIsWorthMuch) {
  EconomyBuilder build;
  build.economy = one_oven();
  const Index spice = build.product("spice"), cake = 1;
  build.stock(spice, 0.5, 0);
  build.take(1, {{spice, 5e-10}});
  build.need("cure", build.cohort("patient", 1), 1, {{spice, 1}}, {{1.0, 6}});
  build.economy.needs.back().weight = 1e5;
  const Plan plan = asked(build.economy);
  const auto answer = std::find_if(plan.answers.begin(), plan.answers.end(),
                                   [](const NeedAnswer& entry) { return entry.need == cake; });
  ASSERT_NE(answer, plan.answers.end());
  EXPECT_THAT(answer->rivals, testing::Contains(testing::Field(&Rival::need, 2)));
  EXPECT_FALSE(verify_answers(build.economy, plan).has_errors());
}

// Nobody makes the tar that is short but the refinery, and there is no more oil: nothing to be had from anybody.
TEST(NeedExamples, TarThatNoWorkCanMake) {
  const Plan plan = asked(refinery());
  ASSERT_EQ(plan.answers.size(), 1u);
  const NeedAnswer& tar = plan.answers[0];
  EXPECT_TRUE(std::isinf(tar.marginal_cost));
  EXPECT_THAT(tar.bottlenecks, ElementsAre(Is("stock:oil", 1.0)));
  ASSERT_EQ(tar.chain.size(), 2u);
  EXPECT_EQ(tar.chain[0].recipe, 0);
  EXPECT_EQ(tar.chain[1].recipe, no_index);
  EXPECT_NEAR(tar.chain[1].amount, 1, near);
  ASSERT_TRUE(tar.labour && !tar.labour->possible);
  EXPECT_NEAR(tar.labour->coverage, 1.0 / 3, 1e-6);
  ASSERT_EQ(tar.labour->lack.size(), 1u);
  EXPECT_EQ(tar.labour->lack[0].id, "stock:oil");
}

// A dump that is full: a further glass would need room for half a unit of slag, which nobody else could free.
TEST(NeedExamples, GlassThatLeavesTooMuchSlag) {
  const Plan plan = asked(glass_and_slag());
  ASSERT_EQ(plan.answers.size(), 1u);
  EXPECT_THAT(plan.answers[0].bottlenecks, ElementsAre(Is("capacity:dump", 1.0)));
  EXPECT_NEAR(plan.answers[0].bottlenecks[0].valuation, 2, near);  // a unit of room gives two glasses
}

// Strain is burden of the work it comes with.
TEST(NeedExamples, StrainCountsAsWork) {
  Economy economy = one_oven();
  economy.recipes[1].strain = 3;
  const Plan plan = asked(economy);
  ASSERT_EQ(plan.answers.size(), 1u);
  EXPECT_NEAR(plan.answers[0].marginal_cost, 799 + 3, 1e-6);
  EXPECT_THAT(plan.answers[0].bottlenecks,
              ElementsAre(Is("capacity:oven", 798.0 / 802), Is("labour:baker", 4.0 / 802)));
}

}  // namespace
}  // namespace planwerk
