#include "host/answers/trace/cycles.hpp"

#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "host/answers/trace/cycle_gain.hpp"
#include "host/answers/trace/cycle_start.hpp"
#include "host/answers/trace/strong_components.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"
#include "tests/support/dense.hpp"

namespace planwerk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Cycles, OfSteelAndMachines) {
  Economy economy = steel_and_machines();
  economy.stocks.push_back({1, 0.25, 0});
  Plan plan = plan_of(economy);
  const auto cycles = cycles_of(FlowNetwork(economy, plan, Allocation::value));
  ASSERT_THAT(cycles, SizeIs(1));
  EXPECT_THAT(cycles[0].products, testing::UnorderedElementsAre(0, 1));
  EXPECT_THAT(cycles[0].recipes, ElementsAre(0, 1));
  // Some machines come from stock; what is made of each is made with 0.1 machines and 0.5 t of steel a piece.
  EXPECT_NEAR(cycles[0].gain_lower, std::sqrt(0.1 * 0.5), 1e-11);
  EXPECT_NEAR(cycles[0].gain_upper, std::sqrt(0.1 * 0.5), 1e-11);
  ASSERT_THAT(cycles[0].starters, SizeIs(1));
  EXPECT_TRUE(cycles[0].starters_minimal);
}

TEST(Cycles, ThereAreNoneInAChain) {
  const Economy economy = glass_and_slag();
  const Plan plan = plan_of(economy);
  EXPECT_THAT(cycles_of(FlowNetwork(economy, plan, Allocation::value)), IsEmpty());
}

// Ore, coal and steel: coal is dug with steel or by hand.
TEST(Cycles, WithAWayInFromOutsideStartByThemselves) {
  EconomyBuilder build;
  const Index coal = build.product("coal"), steel = build.product("steel");
  build.recipe("smelt", {{coal, 1}}, {{steel, 1}});
  build.recipe("dig with machines", {{steel, 0.1}}, {{coal, 1}});
  build.recipe("dig by hand", {}, {{coal, 1}});
  build.stock(steel, 3, 0);
  Plan plan;
  plan.activity = {10, 8, 2};
  plan.products.resize(2);
  plan.drawn = {0};
  auto cycles = cycles_of(FlowNetwork(build.economy, plan, Allocation::value));
  ASSERT_THAT(cycles, SizeIs(1));
  EXPECT_THAT(cycles[0].starters, IsEmpty());
  EXPECT_NEAR(cycles[0].gain_upper, std::sqrt(0.1 * 0.8), 1e-11) << "a fifth of the coal takes no steel";

  plan.activity = {10, 10, 0};
  cycles = cycles_of(FlowNetwork(build.economy, plan, Allocation::value));
  ASSERT_THAT(cycles, SizeIs(1));
  ASSERT_THAT(cycles[0].starters, SizeIs(1));
  EXPECT_NEAR(cycles[0].gain_upper, std::sqrt(0.1), 1e-11);
}

CycleFlows flows_of(const DenseMatrix& a) {
  CycleFlows flows;
  const std::size_t n = a.size();
  flows.made.assign(n, 1);
  flows.circulating.assign(n, 0);
  flows.from_outside.assign(n, false);
  for (std::size_t i = 0; i < n; ++i) {
    CycleRecipe& recipe = flows.recipes.emplace_back();
    recipe.outputs = {{static_cast<Index>(i), 1, 1}};
    for (std::size_t k = 0; k < n; ++k) {
      if (a[k][i] > 0) recipe.inputs.push_back({static_cast<Index>(k), a[k][i], 0});
    }
  }
  return flows;
}

// rho(A) = lim || A^m ||^(1/m), m = 2^40 by squaring.
double gain_by_squaring(DenseMatrix a) {
  const std::size_t n = a.size();
  double logarithm = 0;
  for (int k = 0; k < 40; ++k) {
    double norm = 0;
    for (const auto& row : a) {
      for (const double entry : row) norm += std::abs(entry);
    }
    logarithm += std::log(norm) / std::exp2(k);
    DenseMatrix square(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t m = 0; m < n; ++m) {
        for (std::size_t j = 0; j < n; ++j) square[i][j] += a[i][m] / norm * (a[m][j] / norm);
      }
    }
    a = std::move(square);
  }
  return std::exp(logarithm);
}

TEST(Gain, OfARingIsTheGeometricMean) {
  for (const std::size_t n : {2u, 3u, 7u}) {
    DenseMatrix a(n, std::vector<double>(n, 0));
    double product = 1;
    for (std::size_t i = 0; i < n; ++i) product *= a[i][(i + 1) % n] = 0.1 * static_cast<double>(i + 1);
    const auto [lower, upper] = gain_of(flows_of(a));
    const double expected = std::pow(product, 1.0 / static_cast<double>(n));
    EXPECT_NEAR(lower, expected, 1e-10);
    EXPECT_NEAR(upper, expected, 1e-10);
  }
}

TEST(Gain, LiesBetweenItsBounds) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 30; ++round) {
    const std::size_t n = 2 + random() % 7;
    DenseMatrix a(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < n; ++i) {
      a[i][(i + 1) % n] = 0.01 + static_cast<double>(random() % 1000) / 1000;
      if (random() % 2) a[i][random() % n] += static_cast<double>(random() % 1000) / 2000;
    }
    const auto [lower, upper] = gain_of(flows_of(a));
    const double expected = gain_by_squaring(a);
    EXPECT_LE(lower, expected * (1 + 1e-10));
    EXPECT_GE(upper, expected * (1 - 1e-10));
    EXPECT_LE(upper - lower, 1e-9 * upper);
  }
}

TEST(StrongComponents, AreThoseOfReachability) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 60; ++round) {
    const std::size_t n = 1 + random() % 12;
    std::vector<std::vector<bool>> reaches(n, std::vector<bool>(n, false));
    DirectedGraph graph;
    for (std::size_t i = 0; i < n; ++i) {
      reaches[i][i] = true;
      for (std::size_t j = 0; j < n; ++j) {
        if (random() % 5 != 0) continue;
        reaches[i][j] = true;
        graph.targets.push_back(static_cast<std::int32_t>(j));
      }
      graph.offsets.push_back(std::ssize(graph.targets));
    }
    for (std::size_t m = 0; m < n; ++m) {
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) reaches[i][j] = reaches[i][j] || (reaches[i][m] && reaches[m][j]);
      }
    }
    std::vector<int> component(n, -1);
    const auto components = strong_components(graph);
    for (std::size_t c = 0; c < components.size(); ++c) {
      for (const auto node : components[c]) {
        ASSERT_EQ(component[node], -1);
        component[node] = static_cast<int>(c);
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        EXPECT_EQ(component[i] == component[j], reaches[i][j] && reaches[j][i]);
      }
    }
  }
}

// Whether everything can be made from a set, by trying recipes until nothing changes.
bool starts(const CycleFlows& flows, unsigned set) {
  const std::size_t n = flows.made.size();
  for (std::size_t k = 0; k < n; ++k) set |= flows.from_outside[k] ? 1u << k : 0u;
  for (bool changed = true; changed;) {
    changed = false;
    for (const CycleRecipe& recipe : flows.recipes) {
      bool runs = true;
      for (const CycleFlow& input : recipe.inputs) runs &= (set >> input.product & 1) != 0;
      if (!runs) continue;
      for (const CycleFlow& output : recipe.outputs) {
        changed |= (set >> output.product & 1) == 0;
        set |= 1u << output.product;
      }
    }
  }
  return set + 1 == 1u << n;
}

TEST(StartingSets, StartAndHaveNothingToSpare) {
  std::mt19937_64 random(11);
  int smallest_found = 0, rounds = 40;
  for (int round = 0; round < rounds; ++round) {
    const std::size_t n = 3 + random() % 6;
    DenseMatrix a(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < n; ++i) {
      a[i][(i + 1) % n] = 1;
      a[random() % n][i] = 1;
    }
    CycleFlows flows = flows_of(a);
    flows.from_outside[0] = round % 4 == 0;
    const StartingSet start = starting_set(flows);
    ASSERT_TRUE(start.minimal);
    unsigned set = 0;
    for (const Index product : start.products) set |= 1u << product;
    EXPECT_TRUE(starts(flows, set));
    for (const Index product : start.products) EXPECT_FALSE(starts(flows, set & ~(1u << product)));
    std::size_t smallest = n;
    for (unsigned other = 0; other < 1u << n; ++other) {
      if (starts(flows, other)) smallest = std::min<std::size_t>(smallest, __builtin_popcount(other));
    }
    EXPECT_GE(start.products.size(), smallest);
    smallest_found += start.products.size() == smallest;
  }
  EXPECT_GT(smallest_found, rounds / 2) << "mostly it is a smallest set";
}

TEST(Cycles, OfAPlanSustainItAndCoverEveryLoop) {
  const Economy economy = random_economy({.products = 60}, 3);
  const Plan plan = plan_of(economy);
  const auto cycles = cycles_of(FlowNetwork(economy, plan, Allocation::value));
  ASSERT_FALSE(cycles.empty());
  for (const Cycle& cycle : cycles) {
    EXPECT_GT(cycle.gain_lower, 0);
    EXPECT_LT(cycle.gain_upper, 1) << "the plan delivers more than nothing";
    EXPECT_LE(cycle.gain_upper - cycle.gain_lower, 1e-9);
    for (const Index recipe : cycle.recipes) EXPECT_GT(plan.activity[recipe], 0);
  }
}

}  // namespace
}  // namespace planwerk
