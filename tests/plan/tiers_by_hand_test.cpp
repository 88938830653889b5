#include <cmath>

#include <gmock/gmock.h>

#include "host/plan/certificate/figures.hpp"
#include "host/plan/verify.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

constexpr double asked_gap = 1e-8;  // gap asked for
constexpr double close = 1e-5;      // of results: what tolerances of tiers leave open

Tier tier(std::string id, Aim aim, int depth = 1) {
  Tier tier;
  tier.id = std::move(id);
  tier.aim = aim;
  tier.depth = depth;
  tier.tolerance = 1e-7;
  return tier;
}

Plan verified_plan_of(const Economy& economy) {
  Plan plan = plan_of(economy, asked_gap);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason << ", gap " << plan.certificate.safe_gap;
  const Problems problems = verify(economy, plan);
  EXPECT_EQ(problems.error_count(), 0u) << (problems.kept().empty() ? "" : to_string(problems.kept()[0]));
  EXPECT_TRUE(certify(economy, plan).executable(1e-12));
  return plan;
}

std::vector<double> values_of(const Plan& plan) {
  std::vector<double> values;
  for (const TierResult& result : plan.tiers) values.push_back(result.value);
  return values;
}

std::vector<double> coverages_of(const Plan& plan) {
  std::vector<double> coverages;
  for (const NeedResult& need : plan.needs) coverages.push_back(need.coverage);
  return coverages;
}

testing::Matcher<double> near(double value) {
  return testing::DoubleNear(value, close * std::max(1.0, std::fabs(value)));
}

// Weavers have 12 hours for 10 t of wool at an hour each and 10 t of linen at two.
EconomyBuilder weavers() {
  EconomyBuilder build;
  build.economy.name = "weavers";
  build.economy.objective.ladder = {{0.5, 2}, {0.5, 1}};
  const Index wool = build.product("wool"), linen = build.product("linen");
  const Index weaver = build.labour_kind("weaver");
  build.recipe("weave wool", {}, {{wool, 1}}, {{weaver, 1}});
  build.recipe("weave linen", {}, {{linen, 1}}, {{weaver, 2}});
  build.offer("weavers", weaver, {{12, 1}});
  build.need("wool", build.cohort("town", 10), 1, {{wool, 1}});
  build.need("linen", build.cohort("village", 5), 2, {{linen, 1}});
  return build;
}

TEST(TiersByHand, TheWorstOffComeFirst) {
  EconomyBuilder build = weavers();
  build.economy.objective.tiers = {tier("fair", Aim::worst_off)};
  const Plan plan = verified_plan_of(build.economy);
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(-0.4)));  // 10 c + 20 c = 12
  EXPECT_THAT(coverages_of(plan), testing::ElementsAre(near(0.4), near(0.4)));
}

// Wool, 10 people: 20 for the first half, 10 for the second, at an hour per tenth of coverage; linen, 5 people: 10 and
// 5, at two hours per tenth. All wool first: 10 hours, 15 * 10 / 10 ... a unit of coverage of wool's first half is
// worth 20 for 10 hours, of its second 10; linen's first 10 for 20 hours.
TEST(TiersByHand, CoverageAloneFollowsTheLadders) {
  EconomyBuilder build = weavers();
  build.economy.objective.tiers = {tier("most", Aim::coverage)};
  const Plan plan = verified_plan_of(build.economy);
  EXPECT_THAT(coverages_of(plan), testing::ElementsAre(near(1), near(0.1)));
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(-(10 + 5 + 1))));
}

TEST(TiersByHand, LaterTiersKeepWhatEarlierOnesReached) {
  EconomyBuilder build = weavers();
  build.economy.labour_steps[0].hours = 20;
  const Index machine = build.capacity("machine", 4);
  build.economy.recipes[1].capacities = {static_cast<std::int64_t>(build.economy.flows.size()),
                                         static_cast<std::int64_t>(build.economy.flows.size()) + 1};
  build.economy.flows.push_back({machine, 1});
  build.economy.objective.tiers = {tier("fair", Aim::worst_off), tier("most", Aim::coverage),
                                   tier("rest", Aim::burden)};
  // Linen: 4 t at most, 8 hours; wool in full: 10 hours.
  const Plan plan = verified_plan_of(build.economy);
  EXPECT_THAT(coverages_of(plan), testing::ElementsAre(near(1), near(0.4)));
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(-0.4), near(-(15 + 4)), near(18)));
  EXPECT_LE(plan.certificate.fall_through, 1e-4) << "linen can rise no further, machines are few";
}

TEST(TiersByHand, LeximinGoesOnWithThoseWhoCanRise) {
  EconomyBuilder build = weavers();
  const Index silk = build.product("silk"), machine = build.capacity("machine", 3);
  build.recipe("weave silk", {}, {{silk, 1}}, {}, {{machine, 1}});
  build.need("silk", build.cohort("old town", 1), 10, {{silk, 1}});
  build.economy.objective.tiers = {tier("fair", Aim::worst_off, 2)};
  const Plan plan = verified_plan_of(build.economy);
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(-0.3), near(-0.4)));
  EXPECT_THAT(plan.tiers[0].settled, testing::ElementsAre(2));
  EXPECT_THAT(coverages_of(plan), testing::ElementsAre(near(0.4), near(0.4), near(0.3)));
}

TEST(TiersByHand, WhatNothingCanSupplyIsSetAside) {
  EconomyBuilder build = weavers();
  const Index coffee = build.product("coffee");
  build.need("coffee", build.cohort("all", 15), 1, {{coffee, 1}});
  build.economy.objective.tiers = {tier("fair", Aim::worst_off)};
  const Plan plan = verified_plan_of(build.economy);
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(0), near(-0.4)));
  EXPECT_THAT(plan.tiers[0].settled, testing::ElementsAre(2));
}

// Whoever can supply a machine only with a machine has none: no recipe is forbidden, but the loop loses.
TEST(TiersByHand, WhatALosingLoopWouldSupplyIsSetAside) {
  EconomyBuilder build = weavers();
  const Index machine = build.product("machine"), steel = build.product("steel");
  build.recipe("build", {{steel, 2}}, {{machine, 1}}, {{0, 1}});
  build.recipe("smelt", {{machine, 1}}, {{steel, 1}}, {{0, 1}});
  build.need("machines", build.cohort("all", 15), 1, {{machine, 1}});
  build.economy.objective.tiers = {tier("fair", Aim::worst_off)};
  const Plan plan = verified_plan_of(build.economy);
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(0), near(-0.4)));
  EXPECT_THAT(plan.tiers[0].settled, testing::ElementsAre(2));
}

TEST(TiersByHand, SoftFloorsAreReachedAsFarAsPossible) {
  EconomyBuilder build = weavers();
  for (Need& need : build.economy.needs) need.floor = 0.8;
  // Wool to its floor: 8 hours, 10 people; the other 4 hours give linen 0.2 of coverage for 5 people.
  build.economy.objective.tiers = {tier("floors", Aim::floors), tier("most", Aim::coverage)};
  const Plan plan = verified_plan_of(build.economy);
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(5 * 0.6), near(-(10 + 3 + 2))));
  EXPECT_THAT(coverages_of(plan), testing::ElementsAre(near(0.8), near(0.2)));
}

TEST(TiersByHand, HardFloorsThatContradictEachOtherAreInfeasible) {
  EconomyBuilder build = weavers();
  for (Need& need : build.economy.needs) need.floor = 0.8;
  build.economy.objective.tiers = {tier("most", Aim::coverage)};
  const Plan plan = plan_of(build.economy, asked_gap);
  EXPECT_EQ(plan.status, Status::infeasible);
  EXPECT_TRUE(proves_infeasible(build.economy, plan));
  EXPECT_EQ(verify(build.economy, plan).error_count(), 0u);
}

// An hour of weaving left out, which would have been a tenth of the wool.
TEST(TiersByHand, TheCertificateSaysWhoCouldStillRise) {
  EconomyBuilder build = weavers();
  build.economy.objective.tiers = {tier("most", Aim::coverage)};
  Plan plan = verified_plan_of(build.economy);
  EXPECT_LE(plan.certificate.fall_through, 1e-4);
  plan.activity[0] = 9;
  plan.needs[0].deliveries[0] = 9;
  plan.labour[0][0] -= 1;
  complete(build.economy, plan);
  EXPECT_TRUE(plan.certificate.executable());
  EXPECT_NEAR(plan.certificate.fall_through, 0.1, 1e-4);
}

// Changed figures of tiers are noticed.
TEST(TiersByHand, VerificationNoticesChangedTiers) {
  EconomyBuilder build = weavers();
  build.economy.objective.tiers = {tier("fair", Aim::worst_off, 2), tier("rest", Aim::burden)};
  const Plan plan = verified_plan_of(build.economy);
  const auto noticed = [&](auto change) {
    Plan changed = plan;
    change(changed);
    return verify(build.economy, changed).has_errors();
  };
  EXPECT_FALSE(noticed([](Plan&) {}));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers[0].value -= 1e-6; }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers[0].bound += 1e-6; }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers[0].held_at -= 1e-3; }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers[0].held_at += 1e-3; }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers[0].settled.push_back(7); }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers[0].proof.needs[0] *= 2; }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers[0].proof.products[0] *= 1.01; }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers.back().proof.labour_kinds[0] = -1; }));
  EXPECT_TRUE(noticed([](Plan& p) { p.tiers.pop_back(); }));
  EXPECT_TRUE(noticed([](Plan& p) { std::swap(p.tiers[0], p.tiers.back()); }));
}

// Rye and wheat bread from one oven; wheat is what people like, rye is less work.
TEST(TiersByHand, PreferredVariantsAreGivenAsFarAsTheyGo) {
  EconomyBuilder build;
  build.economy.name = "two breads";
  const Index rye = build.product("rye"), wheat = build.product("wheat");
  const Index baker = build.labour_kind("baker");
  build.recipe("bake rye", {}, {{rye, 1}}, {{baker, 1}});
  build.recipe("bake wheat", {}, {{wheat, 1}}, {{baker, 2}});
  build.offer("bakers", baker, {{14, 1}});
  build.need("bread", build.cohort("town", 10), 1, {{rye, 1, 0.5}, {wheat, 1, 0}});
  build.economy.objective.tiers = {tier("most", Aim::coverage), tier("liked", Aim::regret)};
  const Plan plan = verified_plan_of(build.economy);
  // All have bread: 10 hours; the other four turn four rye loaves into wheat.
  EXPECT_THAT(values_of(plan), testing::ElementsAre(near(-10), near(0.5 * 6)));
  EXPECT_THAT(plan.needs[0].deliveries, testing::ElementsAre(near(6), near(4)));
}

TEST(TiersByHand, UseAndSurplusAreKeptLow) {
  EconomyBuilder build;
  build.economy.name = "heat";
  const Index heat = build.product("heat"), ash = build.product("ash"),
              smoke = build.product("smoke", BalanceRule::free);
  const Index worker = build.labour_kind("worker");
  build.recipe("burn coal", {}, {{heat, 1}, {smoke, 3}}, {{worker, 1}});
  build.recipe("burn wood", {}, {{heat, 1}, {smoke, 1}, {ash, 1}}, {{worker, 2}});
  build.recipe("spread ash", {{ash, 1}}, {}, {{worker, 1}});
  build.offer("workers", worker, {{16, 1}});
  build.need("heat", build.cohort("town", 10), 1, {{heat, 1}});
  Economy& economy = build.economy;
  economy.tier_terms = {{smoke, no_index, 1}, {ash, no_index, 2}};
  Tier use = tier("smoke", Aim::use), surplus = tier("ash", Aim::surplus);
  use.terms = {0, 1};
  surplus.terms = {1, 2};
  economy.objective.tiers = {tier("most", Aim::coverage), use, surplus};
  // Six of ten by wood in 16 hours; no hour is left to spread ash.
  const Plan smoky = verified_plan_of(economy);
  EXPECT_THAT(values_of(smoky), testing::ElementsAre(near(-10), near(4 * 3 + 6), near(12)));
  economy.objective.tiers = {tier("most", Aim::coverage), surplus, use};
  // Ash first: wood with its ash spread takes three hours, two more than coal, so three of ten.
  const Plan clean = verified_plan_of(economy);
  EXPECT_THAT(values_of(clean), testing::ElementsAre(near(-10), near(0), near(7 * 3 + 3)));
}

}  // namespace
}  // namespace planwerk
