#include "host/plan/make_plan.hpp"

#include <cmath>

#include <gmock/gmock.h>

#include "host/lp/certificate.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/verify.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

constexpr double tolerance = 1e-6;

// The verdict on every plan here: its own certificate, recomputed from the job.
void expect_true_and_executable(const Economy& economy, const Plan& plan) {
  const Problems problems = verify(economy, plan);
  EXPECT_EQ(problems.error_count(), 0u) << (problems.kept().empty() ? "" : to_string(problems.kept()[0]));
  const PlanCertificate facts = certify(economy, plan);
  EXPECT_LE(facts.max_shortage, 1e-12);
  EXPECT_LE(facts.max_excess, 1e-12);
}

void expect_optimal(const Economy& economy, const Plan& plan, double objective) {
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason;
  expect_true_and_executable(economy, plan);
  const double scale = std::max(1.0, std::fabs(objective));
  EXPECT_NEAR(plan.certificate.objective, objective, tolerance * scale);
  EXPECT_LE(plan.certificate.safe_bound, objective + 1e-9 * scale);
}

TEST(MakePlan, BakesAsMuchAsTheHoursAllow) {
  const Economy economy = bakery();
  const Plan plan = plan_of(economy, tolerance);
  expect_optimal(economy, plan, -525);
  EXPECT_NEAR(plan.activity[0], 50, 1e-3);
  EXPECT_NEAR(plan.needs[0].coverage, 0.625, 1e-5);
  EXPECT_NEAR(plan.labour_kinds[0].valuation, 6.25, 1e-3);
  EXPECT_NEAR(plan.products[0].valuation, 12.5, 1e-3);
  EXPECT_NEAR(plan.needs[0].marginal_cost, 12.5, 1e-3);
  ASSERT_EQ(plan.explanations.size(), 1u);
  ASSERT_FALSE(plan.explanations[0].bottlenecks.empty());
  EXPECT_EQ(plan.explanations[0].bottlenecks[0].id, "labour:baker");
  EXPECT_NEAR(plan.explanations[0].bottlenecks[0].share, 1, 1e-3);
  EXPECT_NEAR(plan.explanations[0].shortfall, 30, 1e-3);
}

TEST(RecoverPlan, APlanIsAPointOfItsProgramme) {
  const Economy economy = tea_or_coffee();
  const Plan plan = plan_of(economy, tolerance);
  const ProductionLp production = build_lp(economy);
  const PrimalDual point = point_of(economy, production, plan);
  const LpCertificate facts = certify(production.lp, point.primal, point.dual);
  EXPECT_LE(facts.row_violation, 1e-12);
  EXPECT_NEAR(facts.primal_objective, plan.certificate.objective, 1e-9);
  EXPECT_NEAR(facts.dual_objective, plan.certificate.safe_bound, tolerance * std::fabs(plan.certificate.objective));
}

// A village asks for the same as the town, in cups: two cups for one tea. Six hours brew all 12 cups and pick 3 teas, 9
// teas' worth for 15 people.
TEST(MakePlan, TreatsNeedsAlikeThatNameTheirAlternativesInAnotherOrder) {
  Economy economy = tea_or_coffee();
  const Index tea = economy.alternatives[0].product, cup = economy.alternatives[1].product;
  economy.labour_steps[0].hours = 6;
  economy.cohorts.push_back({"village", "", 5});
  Need need = economy.needs[0];
  need.id = "hot drink in cups";
  need.cohort = 1;
  need.amount_per_head = 2;
  need.alternatives = {2, 4};
  economy.alternatives.push_back({cup, 1});
  economy.alternatives.push_back({tea, 2});
  economy.needs.push_back(need);
  const Plan plan = plan_of(economy, tolerance);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason;
  expect_true_and_executable(economy, plan);
  for (const NeedResult& result : plan.needs) EXPECT_NEAR(result.coverage, 0.6, 1e-5);
  EXPECT_NEAR(plan.needs[0].deliveries[1], 8, 1e-3) << "cups for the town";
  EXPECT_NEAR(plan.needs[1].deliveries[0], 4, 1e-3) << "cups for the village";
}

TEST(MakePlan, FollowsACycleToItsEnd) {
  const Economy economy = steel_and_machines();
  const Plan plan = plan_of(economy, tolerance);
  expect_optimal(economy, plan, 24 - 1000);
  EXPECT_NEAR(plan.activity[0], 20, 1e-2);
  EXPECT_NEAR(plan.activity[1], 2, 1e-2);
  EXPECT_NEAR(plan.products[0].valuation, 24.0 / 19, 1e-2);
  EXPECT_TRUE(plan.explanations.empty());
}

TEST(MakePlan, WasteThatMustBalanceLimitsWhatMakesIt) {
  const Economy economy = glass_and_slag();
  const Plan plan = plan_of(economy, tolerance);
  expect_optimal(economy, plan, 20 + 10 - 20 * 40);
  EXPECT_NEAR(plan.activity[0], 20, 1e-3);
  EXPECT_LT(plan.products[1].valuation, 0);
  EXPECT_NEAR(plan.capacities[0].valuation, 2 * (40 - 1) - 1, 1e-2);
  ASSERT_FALSE(plan.explanations.empty());
  EXPECT_EQ(plan.explanations[0].bottlenecks[0].id, "capacity:dump");
}

TEST(MakePlan, ByproductsComeWithWhatTheyAreMadeWith) {
  const Economy economy = refinery();
  const Plan plan = plan_of(economy, tolerance);
  expect_optimal(economy, plan, 10 - 50 * 30);
  EXPECT_NEAR(plan.needs[0].coverage, 1, 1e-5);
  EXPECT_NEAR(plan.needs[1].coverage, 1.0 / 3, 1e-5);
  EXPECT_NEAR(plan.drawn[0], 10, 1e-4);
  ASSERT_EQ(plan.explanations.size(), 1u);
  EXPECT_EQ(plan.explanations[0].need, 1);
  EXPECT_EQ(plan.explanations[0].bottlenecks[0].id, "stock:oil");
}

TEST(MakePlan, SubstitutesStandInAtTheirRates) {
  const Economy economy = tea_or_coffee();
  const Plan plan = plan_of(economy, tolerance);
  // A drink by coffee takes half an hour, by tea an hour: 12 coffees are 6 drinks.
  expect_optimal(economy, plan, 12 * 0.25 + 4 - 100 * 10);
  EXPECT_NEAR(plan.needs[0].deliveries[0], 4, 1e-2);
  EXPECT_NEAR(plan.needs[0].deliveries[1], 12, 1e-2);
}

// Coffee takes half an hour per drink, tea an hour; whoever gets coffee regrets it by a hundredth of a coverage, which
// is worth an hour.
TEST(MakePlan, GivesTheVariantThatPeoplePrefer) {
  Economy economy = tea_or_coffee();
  economy.alternatives[1].regret = 0.01;
  const Plan plan = plan_of(economy, tolerance);
  expect_optimal(economy, plan, 10 - 100 * 10);
  EXPECT_NEAR(plan.needs[0].deliveries[0], 10, 1e-3);
  economy.alternatives[1].regret = 0.004;
  const Plan cheaper = plan_of(economy, tolerance);
  expect_optimal(economy, cheaper, 12 * 0.25 + 4 + 6 * 0.4 - 100 * 10);
  EXPECT_NEAR(cheaper.needs[0].deliveries[1], 12, 1e-2);
}

// By night a loaf takes an hour, by day an hour and a half; an hour by night is as hard as two.
TEST(MakePlan, StrainMovesWorkToTheEasierRecipe) {
  Economy economy = bakery();
  economy.objective.hours_per_coverage = 1000;
  economy.flows[1].amount = 1;  // hours of the baker
  EconomyBuilder build;
  build.economy = economy;
  build.recipe("bake by day", {}, {{0, 1}}, {{0, 1.5}});
  const Plan by_night = plan_of(build.economy, tolerance);
  expect_optimal(build.economy, by_night, 80 - 1000 * 10);
  EXPECT_NEAR(by_night.activity[0], 80, 1e-1);
  build.economy.labour_steps[0].hours = 200;
  build.economy.recipes[0].strain = 1;
  const Plan by_day = plan_of(build.economy, tolerance);
  expect_optimal(build.economy, by_day, 120 - 1000 * 10);
  EXPECT_NEAR(by_day.activity[1], 80, 1e-1);
  EXPECT_NEAR(by_day.products[0].valuation, 1.5, 1e-2);
}

TEST(MakePlan, NothingAskedForIsAnIdlePlan) {
  const Economy economy = nothing_asked();
  const Plan plan = plan_of(economy, tolerance);
  expect_optimal(economy, plan, 0);
  EXPECT_EQ(plan.activity[0], 0);
}

TEST(MakePlan, NamesTheFloorsThatContradictEachOther) {
  const Economy economy = contradictory_floors();
  const Plan plan = plan_of(economy, tolerance);
  ASSERT_EQ(plan.status, Status::infeasible) << plan.reason;
  EXPECT_TRUE(proves_infeasible(economy, plan));
  EXPECT_EQ(verify(economy, plan).error_count(), 0u);
  std::vector<std::string> ids;
  for (const NamedResidual& term : plan.conflict) ids.push_back(term.id);
  EXPECT_THAT(ids, testing::UnorderedElementsAre("need:wool", "need:linen", "labour:weaver"));
  EXPECT_NEAR(plan.conflict[0].value, -12.0 / 16, 1e-3);
}

TEST(MakePlan, FloorsThatCanBeKeptAreKept) {
  Economy economy = contradictory_floors();
  economy.labour_steps[0].hours = 17;
  const Plan plan = plan_of(economy, tolerance);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason;
  expect_true_and_executable(economy, plan);
  for (const NeedResult& need : plan.needs) EXPECT_GE(need.coverage, 0.8 * (1 - 1e-12));
}

TEST(MakePlan, IdenticalNeedsAreServedAlike) {
  EconomyBuilder build;
  build.economy = bakery();
  build.need("bread too", build.cohort("village", 30), 8, {{0, 1}});
  const Plan plan = plan_of(build.economy, tolerance);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason;
  expect_true_and_executable(build.economy, plan);
  EXPECT_NEAR(plan.needs[0].coverage, plan.needs[1].coverage, 1e-12);
  EXPECT_NEAR(plan.needs[1].delivered, 3 * plan.needs[0].delivered, 1e-9);
}

TEST(MakePlan, AnotherUnitScalesThePlan) {
  const Economy economy = steel_and_machines();
  Economy in_kilograms = economy;
  constexpr double factor = 1000;
  for (Flow& flow : in_kilograms.flows) {
    // Flows of steel: the first recipe's output, the second one's input.
    const auto place = &flow - in_kilograms.flows.data();
    const bool is_steel =
        place == in_kilograms.recipes[0].outputs.begin || place == in_kilograms.recipes[1].inputs.begin;
    if (is_steel) flow.amount *= factor;
  }
  in_kilograms.needs[0].amount_per_head *= factor;
  const Plan plan = plan_of(economy, tolerance), scaled = plan_of(in_kilograms, tolerance);
  expect_optimal(in_kilograms, scaled, 24 - 1000);
  EXPECT_NEAR(scaled.products[0].made, factor * plan.products[0].made, 1e-2 * factor);
  EXPECT_NEAR(scaled.products[0].valuation, plan.products[0].valuation / factor, 1e-2 / factor);
  EXPECT_NEAR(scaled.needs[0].coverage, plan.needs[0].coverage, 1e-5);
}

TEST(MakePlan, OutOfTimeGivesWhatCanBeCarriedOut) {
  const Economy economy = random_economy({.products = 200}, 4);
  const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
  PlanSettings settings;
  settings.gap_tolerance = 1e-13;
  settings.solve.iteration_limit = 40;
  const Plan plan = make_plan(economy, settings, *device);
  EXPECT_TRUE(stopped_short(plan.status)) << to_string(plan.status);
  EXPECT_FALSE(plan.reason.empty());
  expect_true_and_executable(economy, plan);
}

struct RandomCase {
  RandomEconomySettings settings;
  std::uint64_t seed;
};

class RandomEconomies : public testing::TestWithParam<RandomCase> {};

TEST_P(RandomEconomies, ArePlannedWithAProof) {
  const Economy economy = random_economy(GetParam().settings, GetParam().seed);
  const Plan plan = plan_of(economy, 1e-4);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason << ", gap " << plan.certificate.safe_gap;
  expect_true_and_executable(economy, plan);
  EXPECT_LE(plan.certificate.safe_gap, 1e-4);
  EXPECT_GE(plan.certificate.safe_gap, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Families, RandomEconomies,
    testing::Values(RandomCase{{.products = 60}, 1}, RandomCase{{.products = 60, .floors = 0.3}, 2},
                    RandomCase{{.products = 120, .capped = 0, .scarcity = 1.5}, 3},
                    RandomCase{{.products = 120, .byproducts = 0.5, .wastes = 0.5}, 4},
                    RandomCase{{.products = 120, .two_alternatives = 0.7}, 5},
                    RandomCase{{.products = 300, .scarcity = 0.5, .floors = 0.2, .two_alternatives = 0.3}, 6},
                    RandomCase{{.products = 120, .two_alternatives = 0.5, .strained = 0.4, .regretted = 0.5}, 7}));

}  // namespace
}  // namespace planwerk
