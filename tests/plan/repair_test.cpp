#include <cmath>

#include <gmock/gmock.h>

#include "host/model/generator/generate.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/repair/dual_repair.hpp"
#include "host/plan/repair/primal_repair.hpp"
#include "host/plan/verify.hpp"
#include "host/solver/solve.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

// What the solver would have to hand over: a plan's decisions moved by up to `noise` of themselves, up and down.
Plan disturbed(Plan plan, double noise) {
  std::uint32_t state = 12345;
  const auto factor = [&] {
    state = state * 1664525u + 1013904223u;
    return 1 + noise * (2 * (state >> 8) * 0x1p-24 - 1);
  };
  for (double& level : plan.activity) level *= factor();
  for (NeedResult& need : plan.needs) {
    for (double& amount : need.deliveries) amount *= factor();
  }
  return plan;
}

void keep_in_bounds(const Economy& economy, Plan& plan) {
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    plan.activity[r] = std::min(plan.activity[r], economy.recipes[r].upper_activity);
  }
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const double asked = economy.asked(economy.needs[n]);
    double covered = 0;
    const auto ways = economy.alternatives_of(economy.needs[n]);
    for (std::size_t a = 0; a < ways.size(); ++a) covered += ways[a].rate * plan.needs[n].deliveries[a];
    if (covered <= asked) continue;
    for (double& amount : plan.needs[n].deliveries) amount *= asked / covered;
  }
}

std::vector<double> duals_of(const ProductionLp& production, const Plan& plan) {
  std::vector<double> dual;
  for (const RowOrigin& row : production.row_origins) {
    switch (row.kind) {
      case RowKind::product:
        dual.push_back(plan.products[row.index].valuation);
        break;
      case RowKind::need:
        dual.push_back(plan.needs[row.index].marginal_cost);
        break;
      case RowKind::labour_kind:
        dual.push_back(-plan.labour_kinds[row.index].valuation);
        break;
      case RowKind::capacity:
        dual.push_back(-plan.capacities[row.index].valuation);
        break;
      case RowKind::limit:
        dual.push_back(-plan.limits[row.index].valuation);
        break;
    }
  }
  return dual;
}

class Repair : public testing::TestWithParam<double> {};

TEST_P(Repair, MakesDisturbedPlansExecutableAtASmallLoss) {
  const double noise = GetParam();
  for (const std::uint64_t seed : {1, 2, 3}) {
    SCOPED_TRACE(seed);
    const Economy economy = random_economy({.products = 100, .two_alternatives = 0.3}, seed);
    const Plan best = plan_of(economy, 1e-6);
    ASSERT_EQ(best.status, Status::optimal);
    const ProductionLp production = build_lp(economy);
    Plan plan = disturbed(best, noise);
    keep_in_bounds(economy, plan);
    ASSERT_GT(certify(economy, plan).max_shortage, 1e-3 * noise) << "nothing to repair";
    ASSERT_TRUE(PrimalRepair(economy, production).repair(plan, duals_of(production, best)));
    complete(economy, plan);
    EXPECT_LE(plan.certificate.max_shortage, 1e-12);
    EXPECT_LE(plan.certificate.max_excess, 1e-12);
    // No better than the optimum, and no worse than the disturbance would make a plan many times over.
    EXPECT_GE(plan.certificate.objective, plan.certificate.safe_bound);
    const double loss = plan.certificate.objective - best.certificate.objective;
    EXPECT_LE(loss, 30 * noise * std::fabs(best.certificate.objective));
  }
}

INSTANTIATE_TEST_SUITE_P(Noise, Repair, testing::Values(1e-6, 1e-4, 1e-2));

TEST(Repair, SaysHowFarItReducedWhatItCouldNotDeliver) {
  const Economy economy = bakery();
  const ProductionLp production = build_lp(economy);
  Plan plan;
  fit_to(economy, plan);
  plan.activity[0] = 60;             // needs 120 of 100 hours
  plan.needs[0].deliveries[0] = 70;  // 10 more than are baked
  ASSERT_TRUE(PrimalRepair(economy, production).repair(plan, {12.5, -6.25}));
  complete(economy, plan);
  EXPECT_NEAR(plan.activity[0], 50, 1e-9);
  EXPECT_NEAR(plan.needs[0].delivered, 50, 1e-9);
  EXPECT_NEAR(plan.needs[0].coverage, 0.625, 1e-12);
  EXPECT_TRUE(plan.certificate.executable(1e-12));
}

TEST(Repair, LeavesAnExecutablePlanAlone) {
  const Economy economy = refinery();
  const Plan plan = plan_of(economy);
  Plan repaired = plan;
  const ProductionLp production = build_lp(economy);
  ASSERT_TRUE(PrimalRepair(economy, production).repair(repaired, duals_of(production, plan)));
  complete(economy, repaired);
  EXPECT_LE(repaired.certificate.objective, plan.certificate.objective + 1e-9);
  EXPECT_NEAR(repaired.activity[0], plan.activity[0], 1e-9 * plan.activity[0]);
}

TEST(Repair, DeliversWhatWouldBeLeftOver) {
  const Economy economy = bakery();
  Plan plan;
  fit_to(economy, plan);
  plan.activity[0] = 40;
  plan.needs[0].deliveries[0] = 30;
  // Ten loaves are baked and given to nobody: they are not baked, or they are eaten; never thrown away.
  ASSERT_TRUE(PrimalRepair(economy, build_lp(economy)).repair(plan, {12.5, -6.25}));
  complete(economy, plan);
  EXPECT_NEAR(plan.products[0].surplus, 0, 1e-9);
  EXPECT_TRUE(plan.certificate.executable(1e-12));
}

TEST(Repair, KeepsWasteInBalance) {
  const Economy economy = glass_and_slag();
  Plan plan;
  fit_to(economy, plan);
  plan.activity = {12, 4};  // 6 slag made, 4 taken away
  plan.needs[0].deliveries[0] = 12;
  const ProductionLp production = build_lp(economy);
  ASSERT_TRUE(PrimalRepair(economy, production).repair(plan, std::vector<double>(production.row_origins.size(), 0)));
  complete(economy, plan);
  EXPECT_TRUE(plan.certificate.executable(1e-12));
  EXPECT_NEAR(plan.products[1].surplus, 0, 1e-12);
}

// Plate is melted from scrap, scrap shredded from plate, 60 of each for nothing; with 40 loaves that is twice what the
// furnace can do. No chain of single moves ends there, but the loop as a whole can go.
TEST(Repair, LowersLoopsThatFeedNobody) {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 400;
  const Index bread = build.product("bread"), plate = build.product("plate"), scrap = build.product("scrap");
  const Index worker = build.labour_kind("worker"), furnace = build.capacity("furnace", 50);
  build.recipe("bake", {}, {{bread, 1}}, {{worker, 1}}, {{furnace, 1}});
  build.recipe("melt", {{scrap, 1}}, {{plate, 1}}, {{worker, 1}}, {{furnace, 1}});
  build.recipe("shred", {{plate, 1}}, {{scrap, 1}}, {{worker, 1}});
  build.offer("workers", worker, {{1000, 1}});
  build.need("bread", build.cohort("town", 4), 10, {{bread, 1}});
  const Economy economy = build.economy;
  const ProductionLp production = build_lp(economy);
  Plan plan;
  fit_to(economy, plan);
  plan.activity = {40, 60, 60};
  plan.needs[0].deliveries[0] = 40;
  std::vector<double> dual(production.row_origins.size(), 0);
  dual[production.product_rows[bread]] = 1;
  dual[production.labour_rows[worker]] = -1;
  ASSERT_TRUE(PrimalRepair(economy, production).repair(plan, dual));
  complete(economy, plan);
  EXPECT_TRUE(plan.certificate.executable(1e-12));
  EXPECT_NEAR(plan.needs[0].delivered, 40, 1e-9);
  EXPECT_LE(plan.activity[1], 10 + 1e-9);
}

// Early points of the solver, where half of the balances are far off, on an economy with scarce capacities and cycles.
TEST(Repair, MakesEarlyPointsExecutable) {
  const Economy economy = random_economy({.products = 2000, .alternatives = 1.5}, 7);
  const ProductionLp production = build_lp(economy);
  const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
  SolveSettings settings;
  for (const double tolerance : {1e-1, 1e-2, 1e-3}) {
    SCOPED_TRACE(tolerance);
    settings.tolerance = tolerance;
    const Solution solution = solve(production.lp, settings, *device);
    Plan plan = recover_plan(economy, production, solution.point);
    ASSERT_GT(certify(economy, plan).max_shortage, 1e-6) << "nothing to repair";
    const DualRepair::Result bound =
        DualRepair(economy, tolerance)
            .repair(certificate::valuations_of(plan), plan.activity, certificate::weighted_costs(economy));
    ASSERT_TRUE(PrimalRepair(economy, production).repair(plan, solution.point.dual));
    const PlanCertificate facts = certify(economy, plan);
    EXPECT_TRUE(facts.executable(1e-12));
    EXPECT_LE(facts.objective - bound.bound, 10 * tolerance * std::fabs(facts.objective));
  }
}

TEST(DualRepair, TurnsDisturbedValuationsIntoAGoodBound) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    SCOPED_TRACE(seed);
    const Economy economy = random_economy({.products = 100}, seed);
    const Plan best = plan_of(economy, 1e-6);
    certificate::Valuations valuations = certificate::valuations_of(best);
    for (std::size_t p = 0; p < valuations.products.size(); ++p) valuations.products[p] *= p % 2 ? 1 + 1e-4 : 1 - 1e-4;
    Plan naive = best;
    certificate::set_valuations(valuations, naive);
    const DualRepair::Result repaired =
        DualRepair(economy, 1e-6).repair(valuations, best.activity, certificate::weighted_costs(economy));
    const double size = std::fabs(best.certificate.objective);
    EXPECT_GE(repaired.bound, certify(economy, naive).safe_bound);
    EXPECT_GE(repaired.bound, best.certificate.objective - 1e-2 * size);
    EXPECT_LE(repaired.bound, best.certificate.objective + 1e-9 * size);
    certificate::set_valuations(repaired.valuations, naive);
    EXPECT_EQ(certify(economy, naive).safe_bound, repaired.bound);
  }
}

// Prices that hardly let anybody profit prove more than prices from which that has been taken: where recipes cost next
// to nothing themselves, taking a profit of rounding away takes a share of all prices.
TEST(DualRepair, KeepsPricesThatProveMore) {
  for (const Family family : {Family::degenerate, Family::joint}) {
    const Economy economy = generate({.family = family, .goods = 300, .seed = 1});
    const ProductionLp production = build_lp(economy);
    const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
    SolveSettings settings;
    settings.tolerance = 1e-11;
    const Solution solution = solve(production.lp, settings, *device);
    const Plan vertex = recover_plan(economy, production, solution.point);
    certificate::Valuations given = certificate::clipped(economy, certificate::valuations_of(vertex));
    for (std::size_t p = 0; p < given.products.size(); ++p) given.products[p] *= p % 3 == 0 ? 1 + 1e-13 : 1;
    const DualRepair repair(economy, 1e-6);
    const certificate::DecisionCosts costs = certificate::weighted_costs(economy);
    const double proved = repair.bound()(given, costs, certificate::hard_floors(economy));
    ASSERT_GT(proved, -infinity);
    EXPECT_GE(repair.repair(given, vertex.activity, costs).bound, proved);
  }
}

// Whatever a loaf is said to be worth, the hours' value decides: too little is raised, too much is lowered, also where
// the only maker has an upper bound, which it is far from.
TEST(DualRepair, PricesProductsByTheirLeastCost) {
  Economy economy = bakery();
  economy.recipes[0].upper_activity = 1e6;
  const Plan best = plan_of(economy, 1e-6);
  for (const double price : {6.0, 12.5, 40.0}) {
    const certificate::Valuations valuations{{price}, {6.25}, {}, {}};
    const DualRepair::Result repaired =
        DualRepair(economy, 1e-6).repair(valuations, best.activity, certificate::weighted_costs(economy));
    EXPECT_NEAR(repaired.valuations.products[0], 12.5, 1e-9);
    EXPECT_NEAR(repaired.bound, -525, 1e-6);
  }
}

// 50 loaves are promised and 30 baked; hours cost something, and nobody counts what is delivered. Without a level
// deliveries are cut; with one of a half, 40 loaves are baked.
TEST(Repair, KeepsALevelThatNobodyPaysFor) {
  const Economy economy = bakery();
  const ProductionLp production = build_lp(economy);
  Plan promised;
  fit_to(economy, promised);
  promised.activity = {30};
  promised.needs[0].deliveries = {50};
  std::vector<double> prices(production.lp.row_lower.size(), 0.0);
  prices[production.labour_rows[0]] = -1;
  const std::vector<double> worthless(production.lp.objective.size(), 0.0);
  PrimalRepair repair(economy, production);
  repair.value_moves(worthless);
  Plan plan = promised;
  ASSERT_TRUE(repair.repair(plan, prices));
  EXPECT_LE(plan.needs[0].deliveries[0], 30);
  repair.keep_level(0.5);
  plan = promised;
  ASSERT_TRUE(repair.repair(plan, prices));
  EXPECT_NEAR(plan.needs[0].deliveries[0], 40, 1e-9);
  EXPECT_NEAR(plan.activity[0], 40, 1e-9);
  repair.keep_level(0);
  plan = promised;
  ASSERT_TRUE(repair.repair(plan, prices));
  EXPECT_LE(plan.needs[0].deliveries[0], 30);
  repair.keep_level(0.7);  // 56 loaves take 112 of 100 hours
  plan = promised;
  EXPECT_FALSE(repair.repair(plan, prices));
}

}  // namespace
}  // namespace planwerk
