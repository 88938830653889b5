#include "host/answers/trace/requirements.hpp"

#include <cmath>

#include <gmock/gmock.h>

#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"
#include "tests/support/dense.hpp"

namespace planwerk {
namespace {

// A tonne of steel takes 0.1 machines, each of which takes half a tonne of steel: 20/19 t and 2/19 machines for 1 t.
TEST(Requirements, CountTheLoopWhole) {
  const Economy economy = steel_and_machines();
  const Plan plan = plan_of(economy);
  const FlowNetwork network(economy, plan, Allocation::value);
  UpstreamRequirements upstream(network);
  ASSERT_TRUE(upstream.ready());
  const Requirements steel = upstream.of(0);
  EXPECT_NEAR(steel.products[0], 20.0 / 19, 1e-14);
  EXPECT_NEAR(steel.products[1], 2.0 / 19, 1e-14);
  EXPECT_NEAR(steel.recipes[0], 20.0 / 19, 1e-14);
  EXPECT_NEAR(steel.recipes[1], 2.0 / 19, 1e-14);
  EXPECT_NEAR(steel.claims.labour_kinds[0], 24.0 / 19, 1e-14);
  EXPECT_LE(steel.relative_residual, exact_residual);
  EXPECT_TRUE(steel.sustained);
}

// Waste stands the other way round: glass needs its slag dumped.
TEST(Requirements, CountTheTreatmentOfWaste) {
  const Economy economy = glass_and_slag();
  const Plan plan = plan_of(economy);
  const FlowNetwork network(economy, plan, Allocation::value);
  ASSERT_TRUE(network.is_waste(1));
  const Requirements glass = UpstreamRequirements(network).of(0);
  EXPECT_NEAR(glass.claims.labour_kinds[0], 1.5, 1e-14);
  EXPECT_NEAR(glass.claims.capacities[0], 0.5, 1e-14);
  EXPECT_NEAR(glass.products[1], 0.5, 1e-14);
}

// Oil makes 2 petrol and 1 tar and comes from stock. By mass a unit of either takes a third; by value tar, of which
// there is too little, bears all of it.
TEST(Requirements, DivideJointProductsAsAsked) {
  const Economy economy = refinery();
  const Plan plan = plan_of(economy);
  ASSERT_GT(plan.products[2].valuation, 0);
  const FlowNetwork by_mass(economy, plan, Allocation::mass), by_value(economy, plan, Allocation::value);
  EXPECT_NEAR(UpstreamRequirements(by_mass).of(1).stocks[0], 1.0 / 3, 1e-14);
  EXPECT_NEAR(UpstreamRequirements(by_mass).of(2).stocks[0], 1.0 / 3, 1e-14);
  const double petrol = 2 * plan.products[1].valuation, tar = plan.products[2].valuation;
  EXPECT_NEAR(UpstreamRequirements(by_value).of(1).stocks[0], petrol / (petrol + tar) / 2, 1e-14);
  EXPECT_NEAR(UpstreamRequirements(by_value).of(2).stocks[0], tar / (petrol + tar), 1e-14);
  EXPECT_EQ(by_mass.without_mass(), 0);
}

TEST(Requirements, TakeByValueWhatHasNoMass) {
  Economy economy = refinery();
  economy.products[2].unit = "barrels";
  const Plan plan = plan_of(economy);
  const FlowNetwork network(economy, plan, Allocation::mass);
  EXPECT_EQ(network.without_mass(), 1);
  const double petrol = 2 * plan.products[1].valuation, tar = plan.products[2].valuation;
  EXPECT_NEAR(UpstreamRequirements(network).of(2).stocks[0], tar / (petrol + tar), 1e-14);
}

TEST(Requirements, SayWhenMakersDoNotSustainEachOther) {
  EconomyBuilder build;
  const Index a = build.product("a"), b = build.product("b");
  build.recipe("a from b", {{b, 2}}, {{a, 1}});
  build.recipe("b from a", {{a, 2}}, {{b, 1}});
  Plan plan;
  plan.activity = {1, 1};
  plan.products.resize(2);
  const FlowNetwork network(build.economy, plan, Allocation::value);
  EXPECT_FALSE(UpstreamRequirements(network).of(a).sustained);
}

// What the plan makes a unit of a product from, written down from the economy alone: no class of the library.
struct DenseRequirements {
  DenseMatrix matrix;              // I - A over products; rows and columns of what is not made are those of I
  std::vector<Index> maker;        // per product
  std::vector<double> activities;  // of the maker per unit

  DenseRequirements(const Economy& economy, const Plan& plan) {
    const std::size_t n = economy.products.size();
    std::vector<std::vector<double>> net(economy.recipes.size(), std::vector<double>(n, 0));
    std::vector<double> sign(n, 1);
    for (std::size_t i = 0; i < n; ++i) {
      if (economy.products[i].balance == BalanceRule::exact && plan.products[i].valuation < 0) sign[i] = -1;
      if (economy.products[i].balance == BalanceRule::free) sign[i] = 0;
    }
    maker.assign(n, no_index);
    activities.assign(n, 0);
    std::vector<double> most(n, 0);
    for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
      const Recipe& recipe = economy.recipes[r];
      for (const Flow& flow : economy.flows_of(recipe.outputs)) net[r][flow.index] += sign[flow.index] * flow.amount;
      for (const Flow& flow : economy.flows_of(recipe.inputs)) net[r][flow.index] -= sign[flow.index] * flow.amount;
      for (std::size_t i = 0; i < n; ++i) {
        if (plan.activity[r] > 0 && net[r][i] * plan.activity[r] > most[i]) {
          most[i] = net[r][i] * plan.activity[r];
          maker[i] = static_cast<Index>(r);
        }
      }
    }
    matrix.assign(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < n; ++i) {
      matrix[i][i] = 1;
      if (maker[i] == no_index) continue;
      const auto& flows = net[maker[i]];
      double worth = 0, outputs = 0;
      for (std::size_t k = 0; k < n; ++k) {
        if (flows[k] <= 0) continue;
        worth += flows[k] * std::max(0.0, sign[k] * plan.products[k].valuation);
        outputs += 1;
      }
      const double own = flows[i] * std::max(0.0, sign[i] * plan.products[i].valuation);
      activities[i] = (worth > 0 ? own / worth : 1 / outputs) / flows[i];
      for (std::size_t k = 0; k < n; ++k) {
        if (flows[k] < 0 && maker[k] != no_index) matrix[k][i] += flows[k] * activities[i];
      }
    }
  }
};

TEST(Requirements, EqualDenseEliminationOnRandomEconomies) {
  int traced = 0, joint = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = random_economy({.products = 30}, seed);
    const Plan plan = plan_of(economy);
    const FlowNetwork network(economy, plan, Allocation::value);
    UpstreamRequirements upstream(network);
    ASSERT_TRUE(upstream.ready());
    const DenseRequirements reference(economy, plan);
    for (Index product = 0; product < std::ssize(economy.products); ++product) {
      ASSERT_EQ(upstream.maker(product), reference.maker[product]);
      if (upstream.maker(product) == no_index) continue;
      std::vector<double> unit(economy.products.size(), 0);
      unit[product] = 1;
      const std::vector<double> expected = solve_dense(reference.matrix, unit);
      const Requirements found = upstream.of(product);
      ASSERT_LE(found.relative_residual, exact_residual);
      ASSERT_TRUE(found.sustained);
      std::vector<double> labour(economy.labour_kinds.size(), 0);
      double largest = 0;
      for (const double amount : expected) largest = std::max(largest, std::abs(amount));
      for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_NEAR(found.products[k], expected[k], 1e-9 * largest);
        if (reference.maker[k] == no_index) continue;
        for (const Flow& hours : economy.flows_of(economy.recipes[reference.maker[k]].labour)) {
          labour[hours.index] += hours.amount * reference.activities[k] * expected[k];
        }
      }
      for (std::size_t l = 0; l < labour.size(); ++l) {
        EXPECT_NEAR(found.claims.labour_kinds[l], labour[l], 1e-9 * (1 + labour[l]));
      }
      ++traced;
      joint += network.outputs(upstream.maker(product)).size() > 1;
    }
  }
  EXPECT_GT(traced, 100);
  EXPECT_GT(joint, 5) << "by-products must occur";
}

}  // namespace
}  // namespace planwerk
