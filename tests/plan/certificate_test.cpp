#include "host/lp/certificate.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "host/model/build_lp.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/verify.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

Plan idle_plan(const Economy& economy) {
  Plan plan;
  fit_to(economy, plan);
  return plan;
}

TEST(PlanCertificate, MeasuresShortagesByWhatPassesThroughTheProduct) {
  const Economy economy = steel_and_machines();
  Plan plan = idle_plan(economy);
  plan.activity = {20, 1};             // 20 steel, 1 machine made; 0.5 steel, 2 machines used
  plan.needs[0].deliveries[0] = 19.5;  // all steel there is
  plan.labour[0][0] = 21;              // 22 hours used
  complete(economy, plan);
  const PlanCertificate& facts = plan.certificate;
  EXPECT_DOUBLE_EQ(facts.max_shortage, 0.5);       // one machine of two
  EXPECT_DOUBLE_EQ(facts.max_excess, 1.0 / 22);    // one hour of 22, more than 0.5 steel of 19.5 too much
  EXPECT_DOUBLE_EQ(facts.primal_residual_inf, 1);  // all sides are 0
  EXPECT_DOUBLE_EQ(facts.primal_residual_2, std::sqrt(2));
  EXPECT_FALSE(facts.executable());
  ASSERT_GE(facts.worst.size(), 2u);
  EXPECT_EQ(facts.worst[0].id, "product:machine");
  EXPECT_EQ(facts.worst[1].id, "labour:worker");
  EXPECT_DOUBLE_EQ(plan.products[1].surplus, -1);
  EXPECT_NEAR(plan.certificate.objective, 21 - 1000, 1e-9) << "no more than what is asked for counts";
}

TEST(PlanCertificate, ALoopThatTurnsOnItselfHidesNoShortage) {
  EconomyBuilder build;
  const Index seed = build.product("seed");
  build.recipe("stir", {{seed, 1000}}, {{seed, 1000}});
  build.need("seed", build.cohort("town", 1), 1, {{seed, 1}});
  Plan plan = idle_plan(build.economy);
  plan.activity[0] = 1e6;
  plan.needs[0].deliveries[0] = 1;
  complete(build.economy, plan);
  EXPECT_EQ(plan.products[0].made, 0);
  EXPECT_EQ(plan.certificate.max_shortage, 1);
}

// Crates are packed and unpacked at no cost; `crates_back` is what unpacking yields of a crate's tenth.
Economy packing(double crates_back) {
  EconomyBuilder build;
  const Index work = build.labour_kind("work"), loose = build.product("loose"), crate = build.product("crate");
  build.recipe("make", {}, {{loose, 1}}, {{work, 1}});
  build.recipe("pack", {{loose, 1}}, {{crate, 0.1}});
  build.recipe("unpack", {{crate, 1}}, {{loose, crates_back}});
  build.offer("people", work, {{100, 1}});
  build.need("crates", build.cohort("town", 10), 1, {{crate, 1}});
  build.economy.objective.hours_per_coverage = 1000;
  return build.economy;
}

TEST(PlanCertificate, ALoopThatLosesNothingLeavesTheBoundProved) {
  for (const double crates_back : {10.0, 10 * (1 + 0x1p-52), 10 * (1 - 0x1p-53)}) {
    const Economy economy = packing(crates_back);
    Plan plan = idle_plan(economy);
    plan.activity = {100, 100, 0};
    plan.needs[0].deliveries[0] = 10;
    plan.labour[0][0] = 100;
    for (const double price : {1.0, 0.3, 1 / 7.0}) {
      certificate::set_valuations({{price, 10 * price}, {price}, {}, {}}, plan);
      complete(economy, plan);
      // Ten crates at ten times the price, all covered; work is worth no more than its burden.
      EXPECT_NEAR(plan.certificate.safe_bound, 100 * price - 10'000, 1e-9) << price << ", " << crates_back;
      EXPECT_LE(plan.certificate.amounts_within, 4e-15);
      EXPECT_TRUE(plan.certificate.executable());
    }
  }
}

TEST(PlanCertificate, ALoopThatGainsLeavesNoBound) {
  const Economy economy = packing(10 * (1 + 1e-11));
  Plan plan = idle_plan(economy);
  certificate::set_valuations({{1, 10}, {1}, {}, {}}, plan);
  complete(economy, plan);
  EXPECT_EQ(plan.certificate.safe_bound, -infinite);
}

TEST(PlanCertificate, ExactBalancesMayNotBeLeftOver) {
  const Economy economy = glass_and_slag();
  Plan plan = idle_plan(economy);
  plan.activity = {10, 4};
  plan.labour[0][0] = 14;
  complete(economy, plan);
  EXPECT_DOUBLE_EQ(plan.certificate.max_shortage, 0.2);  // 1 slag of 5
  EXPECT_EQ(plan.certificate.worst[0].id, "product:slag");
}

TEST(PlanCertificate, NoticesEveryBoundThatIsNotKept) {
  const Economy economy = tea_or_coffee();
  const auto excess_of = [&](auto change) {
    Plan plan = idle_plan(economy);
    change(plan);
    return certify(economy, plan).max_excess;
  };
  EXPECT_EQ(excess_of([](Plan&) {}), 0);
  EXPECT_GT(excess_of([](Plan& plan) { plan.activity[0] = -1; }), 0);
  EXPECT_GT(excess_of([](Plan& plan) { plan.drawn[0] = 13; }), 0);
  EXPECT_GT(excess_of([](Plan& plan) { plan.drawn[0] = -1; }), 0);
  EXPECT_GT(excess_of([](Plan& plan) { plan.labour[0][0] = 101; }), 0);
  EXPECT_GT(excess_of([](Plan& plan) { plan.labour[0][0] = -1; }), 0);
  EXPECT_GT(excess_of([](Plan& plan) { plan.needs[0].deliveries[0] = 10.1; }), 0);
  EXPECT_GT(excess_of([](Plan& plan) { plan.needs[0].deliveries = {-1, 2}; }), 0);
  const Economy with_floors = contradictory_floors();
  EXPECT_DOUBLE_EQ(certify(with_floors, idle_plan(with_floors)).max_excess, 0.8);
}

TEST(PlanCertificate, WhatIsNoNumberIsNotExecutable) {
  const Economy economy = steel_and_machines();
  for (const double level : {1e308, infinite, std::numeric_limits<double>::quiet_NaN()}) {
    Plan plan = idle_plan(economy);
    plan.activity = {level, level};
    plan.labour[0][0] = 1000;
    EXPECT_FALSE(certify(economy, plan).executable()) << level;
  }
}

// Valuations anywhere bound the objective from below; at the optimum of the bakery the bound is the objective.
TEST(PlanCertificate, BoundsFromBelow) {
  const Economy economy = bakery();
  Plan plan = idle_plan(economy);
  plan.products[0].valuation = 12.5;
  plan.labour_kinds[0].valuation = 6.25;
  EXPECT_NEAR(certify(economy, plan).safe_bound, -525, 1e-9);
  EXPECT_LE(certify(economy, plan).safe_bound, -525);
  for (const double price : {0.0, 3.0, 12.5, 40.0}) {
    for (const double wage : {0.0, 1.0, 6.25, 20.0}) {
      plan.products[0].valuation = price;
      plan.labour_kinds[0].valuation = wage;
      EXPECT_LE(certify(economy, plan).safe_bound, -525) << price << ", " << wage;
    }
  }
}

// The same bound as the linear programme's own certificate gives, by another way round.
TEST(PlanCertificate, AgreesWithTheCertificateOfTheLinearProgramme) {
  for (const std::uint64_t seed : {1, 2}) {
    const Economy economy =
        random_economy({.products = 40, .two_alternatives = 0.5, .strained = 0.4, .regretted = 0.5}, seed);
    const ProductionLp production = build_lp(economy);
    std::vector<double> dual(production.row_origins.size());
    Plan plan = idle_plan(economy);
    for (std::size_t k = 0; k < plan.labour_kinds.size(); ++k) {
      plan.labour_kinds[k].valuation = 1 + 0.5 * static_cast<double>(k);
      dual[production.labour_rows[k]] = -plan.labour_kinds[k].valuation;
    }
    const double by_plan = certify(economy, plan).safe_bound;
    const double by_lp = certify(production.lp, std::vector<double>(production.lp.columns()), dual).safe_bound;
    EXPECT_NEAR(by_plan, by_lp, 1e-9 * std::fabs(by_lp));
  }
}

TEST(ImpliedBounds, FollowLabourCapacitiesAndInputs) {
  EconomyBuilder build;
  const Index ore = build.product("ore"), iron = build.product("iron"), nail = build.product("nail");
  const Index air = build.product("air", BalanceRule::free);
  const Index miner = build.labour_kind("miner"), kiln = build.capacity("kiln", 5);
  build.recipe("mine", {}, {{ore, 1}}, {{miner, 2}});
  build.recipe("smelt", {{ore, 2}}, {{iron, 1}});
  build.recipe("forge", {{iron, 0.5}}, {{nail, 100}});
  build.recipe("fire", {{air, 1}}, {{nail, 1}}, {}, {{kiln, 2}});
  build.recipe("breathe", {{air, 1}}, {{nail, 1}});
  build.offer("miners", miner, {{60, 1}, {40, 2}});
  const certificate::NettedRecipes recipes(build.economy);
  const std::vector<double> upper = certificate::implied_upper_activity(build.economy, recipes);
  EXPECT_THAT(upper, testing::ElementsAre(testing::DoubleNear(50, 1e-3), testing::DoubleNear(25, 1e-3),
                                          testing::DoubleNear(50, 1e-3), testing::DoubleNear(2.5, 1e-5), infinite));
  EXPECT_GE(upper[0], 50);
  EXPECT_GE(upper[2], 50);
}

}  // namespace
}  // namespace planwerk
