#include "host/answers/trace/footprint.hpp"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>

#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"
#include "tests/support/dense.hpp"

namespace planwerk {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(Footprint, OfTheOnlyNeedIsThePlan) {
  const Economy economy = steel_and_machines();
  const Plan plan = plan_of(economy);
  const FlowNetwork network(economy, plan, Allocation::value);
  Attribution attribution(network);
  ASSERT_TRUE(attribution.ready());
  const Footprint steel = attribution.of({Purpose::Kind::need, 0});
  EXPECT_NEAR(steel.recipes[0], 20, 1e-12);
  EXPECT_NEAR(steel.recipes[1], 2, 1e-12);
  EXPECT_NEAR(steel.claims.labour_kinds[0], 24, 1e-12);
}

// 20 petrol and 10 tar from 10 oil: by mass two thirds of the refining are for the drivers.
TEST(Footprint, DividesJointProductsAsAsked) {
  const Economy economy = refinery();
  const Plan plan = plan_of(economy);
  const FlowNetwork network(economy, plan, Allocation::mass);
  Attribution attribution(network);
  EXPECT_NEAR(attribution.of({Purpose::Kind::need, 0}).recipes[0], 20.0 / 3, 1e-12);
  EXPECT_NEAR(attribution.of({Purpose::Kind::need, 1}).drawn[0], 10.0 / 3, 1e-12);
  EXPECT_THAT(attribution.of_recipe(0).shares,
              ElementsAre(DoubleNear(2.0 / 3, 1e-14), DoubleNear(1.0 / 3, 1e-14), 0, 0, 0));
}

// Dumping slag serves those who asked for glass.
TEST(Footprint, OfWasteTreatmentIsThatOfItsCause) {
  const Economy economy = glass_and_slag();
  const Plan plan = plan_of(economy);
  const FlowNetwork network(economy, plan, Allocation::value);
  EXPECT_THAT(Attribution(network).of_recipe(1).shares, ElementsAre(DoubleNear(1, 1e-14), 0, 0, 0));
}

// Grain is sown for the village, for a store, and too much of it; smoke is made for nothing.
TEST(Footprint, NamesSurplusStockAndWhatServesNothing) {
  EconomyBuilder build;
  const Index grain = build.product("grain"), smoke = build.product("smoke", BalanceRule::free);
  const Index work = build.labour_kind("work");
  build.recipe("sow", {}, {{grain, 2}}, {{work, 1}});
  build.recipe("burn", {{grain, 1}}, {{smoke, 3}}, {{work, 4}});
  build.need("eat", build.cohort("village", 1), 5, {{grain, 1}});
  build.stock(grain, 4, 3);
  build.offer("hands", work, {{100, 1}});
  Plan plan;
  plan.activity = {6, 1};  // 12 sown and 4 drawn: 5 eaten, 3 stored, 1 burnt, 7 left over
  plan.needs.resize(1);
  plan.needs[0].deliveries = {5};
  plan.products.resize(2);
  plan.drawn = {4};
  const FlowNetwork network(build.economy, plan, Allocation::value);
  Attribution attribution(network);
  EXPECT_THAT(attribution.of_recipe(0).shares, ElementsAre(5.0 / 16, 7.0 / 16, 3.0 / 16, 1.0 / 16));
  EXPECT_THAT(attribution.of_recipe(1).shares, ElementsAre(0, 0, 0, 1));
  const Footprint nothing = attribution.of({Purpose::Kind::nothing});
  EXPECT_NEAR(nothing.claims.labour_kinds[0], 6.0 / 16 + 4, 1e-14);
  EXPECT_NEAR(nothing.claims.free_products[smoke], 3, 1e-14);
  EXPECT_NEAR(nothing.drawn[grain], 4.0 / 16, 1e-14);
}

class RandomFootprints : public ::testing::TestWithParam<std::tuple<std::uint64_t, Allocation>> {
 protected:
  const Economy economy_ = random_economy({.products = 40, .two_alternatives = 0.3}, std::get<0>(GetParam()));
  const Plan plan_ = plan_of(economy_);
  const FlowNetwork network_{economy_, plan_, std::get<1>(GetParam())};
  Attribution attribution_{network_};
};

void add_to(std::vector<double>& sums, const std::vector<double>& parts) {
  sums.resize(parts.size(), 0);
  for (std::size_t k = 0; k < parts.size(); ++k) sums[k] += parts[k];
}

TEST_P(RandomFootprints, AddUpToThePlan) {
  ASSERT_TRUE(attribution_.ready());
  Footprint sum;
  for (const Purpose purpose : purposes_of(economy_)) {
    const Footprint footprint = attribution_.of(purpose);
    EXPECT_LE(footprint.relative_residual, exact_residual);
    add_to(sum.shares, footprint.shares);
    add_to(sum.recipes, footprint.recipes);
    add_to(sum.drawn, footprint.drawn);
    add_to(sum.claims.labour_kinds, footprint.claims.labour_kinds);
    add_to(sum.claims.capacities, footprint.claims.capacities);
    add_to(sum.claims.limits, footprint.claims.limits);
  }
  // To the rounding of each number's own size: the plan's figures come from the plan, not from the trace.
  const auto expect_equal = [](double found, double expected) {
    EXPECT_NEAR(found, expected, 1e-11 * (1 + std::abs(expected)));
  };
  for (std::size_t r = 0; r < plan_.activity.size(); ++r) expect_equal(sum.recipes[r], plan_.activity[r]);
  for (std::size_t l = 0; l < plan_.labour_kinds.size(); ++l) {
    expect_equal(sum.claims.labour_kinds[l], plan_.labour_kinds[l].used);
  }
  for (std::size_t k = 0; k < plan_.capacities.size(); ++k) {
    expect_equal(sum.claims.capacities[k], plan_.capacities[k].used);
  }
  for (std::size_t k = 0; k < plan_.limits.size(); ++k) expect_equal(sum.claims.limits[k], plan_.limits[k].value);
  for (std::size_t k = 0; k < plan_.drawn.size(); ++k) {
    expect_equal(sum.drawn[economy_.stocks[k].product], plan_.drawn[k]);
  }
}

// The same shares from both ends: all products of one purpose, all purposes of one recipe.
TEST_P(RandomFootprints, AgreeFromBothEnds) {
  std::vector<Footprint> footprints;
  for (const Purpose purpose : purposes_of(economy_)) footprints.push_back(attribution_.of(purpose));
  for (Index recipe = 0; recipe < std::ssize(economy_.recipes); ++recipe) {
    if (plan_.activity[recipe] <= 0) continue;
    const Uses uses = attribution_.of_recipe(recipe);
    EXPECT_NEAR(std::accumulate(uses.shares.begin(), uses.shares.end(), 0.0), 1, 1e-11);
    for (std::size_t p = 0; p < footprints.size(); ++p) {
      EXPECT_NEAR(uses.shares[p], footprints[p].recipes[recipe] / plan_.activity[recipe], 1e-11);
    }
  }
}

// Followed hand to hand, a million small steps: a unit of product moves to whoever takes it until it is with a need.
TEST_P(RandomFootprints, EqualDenseElimination) {
  const std::size_t n = economy_.products.size();
  DenseMatrix matrix(n, std::vector<double>(n, 0));
  for (std::size_t i = 0; i < n; ++i) matrix[i][i] = 1;
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    for (const auto& input : network_.inputs(static_cast<Index>(r))) {
      for (const auto& output : network_.outputs(static_cast<Index>(r))) {
        matrix[input.product][output.product] -=
            input.amount * plan_.activity[r] * output.share / network_.throughput(input.product);
      }
    }
  }
  for (std::size_t j = 0; j < economy_.needs.size(); ++j) {
    std::vector<double> delivered(n, 0);
    const auto alternatives = economy_.alternatives_of(economy_.needs[j]);
    for (std::size_t k = 0; k < alternatives.size(); ++k) {
      const double throughput = network_.throughput(alternatives[k].product);
      if (throughput > 0) delivered[alternatives[k].product] += plan_.needs[j].deliveries[k] / throughput;
    }
    const std::vector<double> expected = solve_dense(matrix, delivered);
    const Footprint found = attribution_.of({Purpose::Kind::need, static_cast<Index>(j)});
    for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(found.shares[i], expected[i], 1e-11);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomFootprints,
                         ::testing::Combine(::testing::Values(11, 12, 13),
                                            ::testing::Values(Allocation::value, Allocation::mass)));

}  // namespace
}  // namespace planwerk
