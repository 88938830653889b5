#include <cmath>

#include <gmock/gmock.h>

#include "host/lp/certificate.hpp"
#include "host/model/build_lp.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/support/reference_simplex.hpp"

namespace planwerk {
namespace {

using testing::ElementsAre;

// Bread from hours of work, too few of them for everybody.
struct SharedBakery : EconomyBuilder {
  Index bread = product("bread");
  Index work = labour_kind("work");
  Index bake = recipe("bake", {}, {{bread, 1}}, {{work, 1}});
  Index hands = offer("hands", work, {{100, 1}});

  SharedBakery() { economy.objective.ladder = default_ladder(); }
};

TEST(MergeNeeds, MakesOneNeedOfTheSameNeedOfDifferentPeople) {
  SharedBakery bakery;
  const Index north = bakery.cohort("north", 30), south = bakery.cohort("south", 10), east = bakery.cohort("east", 60);
  bakery.need("north eats", north, 2, {{bakery.bread, 1}});
  bakery.need("south feasts", south, 3, {{bakery.bread, 1}});
  bakery.need("south eats", south, 2, {{bakery.bread, 1}});
  bakery.need("east eats", east, 2, {{bakery.bread, 1}});
  const MergedNeeds merged = merge_needs(bakery.economy);
  EXPECT_THAT(merged.group_of, ElementsAre(0, 1, 0, 0));
  EXPECT_THAT(merged.share_of, ElementsAre(0.3, 1, 0.1, 0.6));
  ASSERT_EQ(merged.economy.needs.size(), 2u);
  EXPECT_EQ(merged.economy.asked(merged.economy.needs[0]), 200);
  EXPECT_EQ(merged.economy.asked(merged.economy.needs[1]), 30);
  EXPECT_EQ(merged.economy.needs[1].cohort, south);
}

TEST(MergeNeeds, KeepsApartWhatDiffersInAnything) {
  SharedBakery bakery;
  const Index all = bakery.cohort("all", 10), cake = bakery.product("cake");
  bakery.need("plain", all, 1, {{bakery.bread, 1}});
  bakery.need("more", all, 2, {{bakery.bread, 1}});
  bakery.need("other product", all, 1, {{cake, 1}});
  bakery.need("other rate", all, 1, {{bakery.bread, 2}});
  bakery.need("or cake", all, 1, {{bakery.bread, 1}, {cake, 1}});
  bakery.need("own ladder", all, 1, {{bakery.bread, 1}}, {{1, 5}});
  bakery.need("weighty", all, 1, {{bakery.bread, 1}});
  bakery.economy.needs.back().weight = 2;
  bakery.need("floored", all, 1, {{bakery.bread, 1}});
  bakery.economy.needs.back().floor = 0.5;
  EXPECT_THAT(merge_needs(bakery.economy).group_of, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST(MergeNeeds, TakesAnOwnLadderEqualToTheCommonOneForTheSame) {
  SharedBakery bakery;
  const Index all = bakery.cohort("all", 10);
  bakery.need("common", all, 1, {{bakery.bread, 1}});
  bakery.need("own", all, 1, {{bakery.bread, 1}}, default_ladder());
  EXPECT_THAT(merge_needs(bakery.economy).group_of, ElementsAre(0, 0));
}

// Two loaves or one cake: the same need, whichever is named first and counts as the unit.
TEST(MergeNeeds, TakesAlternativesInWhateverOrder) {
  SharedBakery bakery;
  const Index cake = bakery.product("cake");
  const Index north = bakery.cohort("north", 30), south = bakery.cohort("south", 10);
  bakery.need("in loaves", north, 2, {{bakery.bread, 1}, {cake, 2}});
  bakery.need("in cakes", south, 1, {{cake, 1}, {bakery.bread, 0.5}});
  bakery.need("cakes count as loaves", south, 2, {{cake, 1}, {bakery.bread, 1}});
  const MergedNeeds merged = merge_needs(bakery.economy);
  EXPECT_THAT(merged.group_of, ElementsAre(0, 0, 1));
  EXPECT_THAT(merged.share_of, ElementsAre(0.75, 0.25, 1));
}

double value_of(const Economy& economy) {
  const ProductionLp production = build_lp(economy);
  const ReferenceSolution solution = reference_solve(production.lp);
  EXPECT_LT(certify(production.lp, solution.point.primal, solution.point.dual).kkt_inf(), 1e-9);
  return solution.value;
}

// One cohort of 90 and the same people written down as cohorts of 20, 30 and 40.
TEST(MergeNeeds, SplittingACohortLeavesTheValueAsItWas) {
  SharedBakery whole;
  whole.need("eats", whole.cohort("all", 90), 2, {{whole.bread, 1}});
  SharedBakery split;
  for (const double size : {20.0, 30.0, 40.0}) {
    const std::string id = std::to_string(size);
    split.need(id, split.cohort(id, size), 2, {{split.bread, 1}});
  }
  const double value = value_of(whole.economy);
  EXPECT_LT(value, 0);
  EXPECT_NEAR(value_of(split.economy), value, 1e-9 * std::abs(value));
  EXPECT_NEAR(value_of(merge_needs(split.economy).economy), value, 1e-9 * std::abs(value));
}

TEST(MergeNeeds, SharesAddUpToOneInEveryGroup) {
  SharedBakery bakery;
  for (int k = 1; k <= 50; ++k) {
    const std::string id = std::to_string(k);
    bakery.need(id, bakery.cohort(id, k * 0.37), 1 + k % 3, {{bakery.bread, 1}});
  }
  const MergedNeeds merged = merge_needs(bakery.economy);
  std::vector<double> sums(merged.economy.needs.size(), 0);
  for (std::size_t k = 0; k < merged.group_of.size(); ++k) sums[merged.group_of[k]] += merged.share_of[k];
  EXPECT_EQ(sums.size(), 3u);
  for (const double sum : sums) EXPECT_NEAR(sum, 1, 1e-15);
}

}  // namespace
}  // namespace planwerk
