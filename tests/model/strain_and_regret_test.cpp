#include <cmath>

#include <gmock/gmock.h>

#include "host/lp/certificate.hpp"
#include "host/model/build_lp.hpp"
#include "host/model/generator/random.hpp"
#include "host/model/validate.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/model/lp_algebra.hpp"
#include "tests/model/rewritten.hpp"
#include "tests/support/reference_simplex.hpp"

// Work that strains and variants that are liked less, in the linear programme.

namespace planwerk {
namespace {

using testing::Contains;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

struct Optimum {
  double value;
  std::vector<double> point;
};

// By the reference simplex; the certificate, not the solver, says that it is right.
Optimum optimum_of(const Economy& economy) {
  const ProductionLp production = build_lp(economy);
  const ReferenceSolution solution = reference_solve(production.lp);
  EXPECT_EQ(solution.status, Status::optimal);
  EXPECT_LT(certify(production.lp, solution.point.primal, solution.point.dual).kkt_inf(), 1e-9);
  return {solution.value, solution.point.primal};
}

// A hundred people want 1 kg of bread each, worth 100 h per head: baked by hand at 1 h/kg, or at the hot furnace at
// 0.8 h/kg.
struct StrainedBakery : EconomyBuilder {
  Index bread = product("bread");
  Index work = labour_kind("work");
  Index hand = recipe("by hand", {}, {{bread, 1}}, {{work, 1}});
  Index furnace = recipe("at the furnace", {}, {{bread, 1}}, {{work, 0.5}, {work, 0.3}});
  Index people = cohort("people", 100);
  Index eat = need("eat", people, 1, {{bread, 1}});
  Index hands = offer("hands", work, {{1000, 1}});

  StrainedBakery() { economy.objective.hours_per_coverage = 100; }
};

TEST(Strain, IsBurdenOfEachHourInTheRecipe) {
  StrainedBakery bakery;
  bakery.economy.recipes[bakery.furnace].strain = 0.1;  // 0.8 h * 1.1 = 0.88 < 1
  Optimum best = optimum_of(bakery.economy);
  EXPECT_NEAR(best.value, 100 * 0.88 - 100 * 100, 1e-9);
  EXPECT_NEAR(best.point[bakery.furnace], 100, 1e-9);

  bakery.economy.recipes[bakery.furnace].strain = 0.5;  // 0.8 h * 1.5 = 1.2 > 1
  best = optimum_of(bakery.economy);
  EXPECT_NEAR(best.value, 100 * 1 - 100 * 100, 1e-9);
  EXPECT_NEAR(best.point[bakery.hand], 100, 1e-9);
}

// Ten people, 2 units of food each: bread at 2 h/kg, or gruel at 0.5 h/kg of which 2 kg count as one unit.
struct Kitchen : EconomyBuilder {
  Index bread = product("bread"), gruel = product("gruel");
  Index work = labour_kind("work");
  Index bake = recipe("bake", {}, {{bread, 1}}, {{work, 2}});
  Index cook = recipe("cook", {}, {{gruel, 1}}, {{work, 0.5}});
  Index people = cohort("people", 10);
  Index food = need("food", people, 2, {{bread, 1}, {gruel, 0.5, 0.3}});
  Index hands = offer("hands", work, {{1000, 1}});

  Kitchen() {
    economy.objective.hours_per_coverage = 10;
    economy.needs[food].weight = 2;
  }
  double& regret() { return economy.alternatives[1].regret; }
};

TEST(Regret, WeighsALikedVariantAgainstItsLabour) {
  Kitchen kitchen;
  // A person fed on gruel saves 2 * (2 - 1) h of work and regrets 10 h * weight 2 * 0.3 = 6 h.
  Optimum best = optimum_of(kitchen.economy);
  EXPECT_NEAR(best.value, 20 * 2 - 10 * 10 * 2, 1e-9);
  EXPECT_NEAR(best.point[kitchen.bake], 20, 1e-9);

  kitchen.regret() = 0.05;  // 1 h for 2 h saved
  best = optimum_of(kitchen.economy);
  EXPECT_NEAR(best.value, 20 * 1 + 10 * 1 - 10 * 10 * 2, 1e-9);
  EXPECT_NEAR(best.point[kitchen.cook], 40, 1e-9);
}

TEST(Regret, OfTheOnlyAlternativeIsTakenOffItsSteps) {
  Kitchen kitchen;
  Economy& economy = kitchen.economy;
  kitchen.regret() = 0.05;
  economy.needs[kitchen.food].alternatives.begin = 1;  // gruel alone, half a unit of need per kg
  EXPECT_NEAR(optimum_of(economy).value, 20 * 1 + 10 * 1 - 10 * 10 * 2, 1e-9);
  EXPECT_THAT(algebra(economy, build_lp(economy)), Contains("0 <= coverage:food:0 <= 20  costs -9.5"));
}

TEST(Floors, BindNothingWhereATierAsksForThem) {
  StrainedBakery bakery;
  bakery.economy.needs[bakery.eat].floor = 0.5;
  const auto lower = [&] {
    const ProductionLp production = build_lp(bakery.economy);
    return production.lp.column_lower[production.coverage_columns[bakery.eat]];
  };
  EXPECT_EQ(lower(), 50);
  bakery.economy.objective.tiers = {{"floors", Aim::floors, 1e-6, 1, {}, ""}};
  EXPECT_EQ(lower(), 0);
}

TEST(MergedNeeds, DifferInRegret) {
  Kitchen kitchen;
  kitchen.need("same", kitchen.people, 2, {{kitchen.bread, 1}, {kitchen.gruel, 0.5, 0.3}});
  kitchen.need("other way round", kitchen.people, 4, {{kitchen.gruel, 1, 0.3}, {kitchen.bread, 2}});
  kitchen.need("less fond of gruel", kitchen.people, 2, {{kitchen.bread, 1}, {kitchen.gruel, 0.5, 0.4}});
  for (Need& need : kitchen.economy.needs) need.weight = 2;
  EXPECT_THAT(merge_needs(kitchen.economy).group_of, ElementsAre(0, 0, 0, 1));
}

// Six products from labour and from each other, one capacity, needs of one or two alternatives with regrets, recipes
// that strain: too little labour for all of it.
Economy random_kitchen(std::uint64_t seed) {
  Random random(seed, 1, 1);
  const auto between = [&](double low, double high) { return low + (high - low) * random.uniform(); };
  EconomyBuilder builder;
  const Index work = builder.labour_kind("work"), oven = builder.capacity("oven", 60);
  for (int k = 0; k < 6; ++k) builder.product("p" + std::to_string(k));
  for (Index k = 0; k < 6; ++k) {
    for (int variant = 0; variant < 2; ++variant) {
      const Index input = static_cast<Index>(random.below(6));
      const std::vector<Flow> inputs =
          input == k ? std::vector<Flow>{} : std::vector<Flow>{{input, between(0.05, 0.3)}};
      const Index made = builder.recipe("r" + std::to_string(2 * k + variant), inputs, {{k, between(0.8, 1.5)}},
                                        {{work, between(0.2, 2)}}, {{oven, between(0.05, 0.2)}});
      builder.economy.recipes[made].strain = variant * between(0, 0.8);
    }
  }
  for (int k = 0; k < 5; ++k) {
    const Index people = builder.cohort("c" + std::to_string(k), between(5, 40));
    const Index first = static_cast<Index>(random.below(6)),
                second = (first + 1 + static_cast<Index>(random.below(5))) % 6;
    std::vector<Alternative> ways = {{first, 1, between(0, 1)}};
    if (k % 2 == 0) ways.push_back({second, between(0.5, 2), between(0, 4)});
    builder.need("n" + std::to_string(k), people, between(0.5, 2), ways);
    builder.economy.needs.back().weight = between(0.5, 2);
  }
  builder.offer("hands", work, {{80, 1}, {60, 1.7}});
  builder.economy.objective = {between(0.2, 2), default_ladder()};
  return builder.economy;
}

TEST(StrainAndRegret, OptimaDoNotDependOnHowAnEconomyIsWrittenDown) {
  int strained = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = random_kitchen(seed);
    ASSERT_FALSE(validate(economy).has_errors());
    const Optimum best = optimum_of(economy);
    const double allowed = 1e-9 * std::abs(best.value);
    const Economy split = with_cohorts_split(economy, 0.3);
    EXPECT_NEAR(optimum_of(split).value, best.value, allowed);
    EXPECT_NEAR(optimum_of(merge_needs(split).economy).value, best.value, allowed);
    for (Index product = 0; product < 6; product += 2) {
      EXPECT_NEAR(optimum_of(in_other_unit(economy, product, 1000)).value, best.value, allowed);
    }
    Economy relaxed = economy;
    for (Recipe& recipe : relaxed.recipes) recipe.strain = 0;
    strained += optimum_of(relaxed).value < best.value - allowed;
  }
  EXPECT_GT(strained, 10) << "strain must matter in these economies";
}

}  // namespace
}  // namespace planwerk
