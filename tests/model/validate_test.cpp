#include "host/model/validate.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "host/model/validation/findings.hpp"
#include "tests/model/faulty_bakery.hpp"

// What no plan can be made from.

namespace planwerk {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Validate, FindsNothingWrongWithASoundEconomy) {
  EXPECT_THAT(problems_of(FaultyBakery()), IsEmpty());
}

TEST(Validate, NamesEveryProblemAtOnceByPathAndValue) {
  FaultyBakery bakery;
  Economy& economy = bakery.economy;
  economy.flows[economy.recipes[bakery.bake].inputs.begin].amount = nan;
  economy.flows[economy.recipes[bakery.grind].outputs.begin].amount = -0.8;
  economy.recipes[bakery.grow].upper_activity = -1;
  economy.needs[bakery.eat].floor = 1.5;
  economy.cohorts[bakery.village].size = 0;
  economy.labour_steps[1].burden = 0.5;
  economy.capacities[bakery.mill].amount = INFINITY;
  economy.objective.hours_per_coverage = 0;
  EXPECT_THAT(
      problems_of(bakery),
      ElementsAre("recipes[\"grow\"].upper_activity: -1: must be zero, a positive number or infinity",
                  "recipes[\"grind\"].outputs[0].amount: -0.8: must be a positive number",
                  "recipes[\"bake\"].inputs[0].amount: NaN: must be a positive number",
                  "cohorts[\"village\"].size: 0: must be a positive number",
                  "needs[\"eat\"].floor: 1.5: must lie between 0 and 1",
                  StartsWith("objective.hours_per_coverage: 0: must be a positive number"),
                  StartsWith("labour_offers[\"hands\"].steps[1].burden: 0.5: falls below the step before it (1)"),
                  "capacities[\"mill\"].amount: infinity: must be zero or a positive number"));
}

TEST(Validate, WhatFollowsFromAFaultIsNotToldAgain) {
  for (const double people : {nan, double{INFINITY}}) {
    FaultyBakery bakery;
    bakery.economy.cohorts[bakery.village].size = people;
    EXPECT_THAT(problems_of(bakery), ElementsAre(HasSubstr("cohorts[\"village\"].size")));
  }
  FaultyBakery bakery;
  bakery.economy.labour_steps[0].burden = INFINITY;
  bakery.need("odd", bakery.village, 1, {{bakery.bread, 1}}, {{0.5, -1}, {0.5, 1}});
  EXPECT_THAT(problems_of(bakery), ElementsAre(HasSubstr("needs[\"odd\"].steps[0].value: -1"),
                                               HasSubstr("labour_offers[\"hands\"].steps[0].burden: infinity")));
}

TEST(Validate, RefusesEmptyOddAndRepeatedIds) {
  EconomyBuilder builder;
  builder.product("a");
  builder.product("");
  builder.product("a");
  builder.product("tab\there");
  builder.product(" blank");
  builder.product("\xff");
  builder.product(std::string(501, 'x'));
  EXPECT_THAT(problems_of(builder),
              ElementsAre("products[1].id: \"\": an id must not be empty",
                          "products[3].id: \"tab\\x09here\": an id must not hold control characters",
                          "products[4].id: \" blank\": an id must not begin or end with a blank",
                          "products[5].id: \"\\xff\": an id must be UTF-8",
                          HasSubstr("an id must not be longer than 500 bytes"),
                          StartsWith("products[2].id: \"a\": stands at position 0 already")));
}

// The ends of every row of the Unicode standard's table of well-formed sequences, and what lies just beyond them.
TEST(Validate, TakesWellFormedUtf8Alone) {
  for (const char* text : {"", "a", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                           "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "a\xc3\xa4z"}) {
    EXPECT_TRUE(is_utf8(text)) << quoted(text);
  }
  for (const char* text : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf",
                           "\xe1\x80", "\xe1\x80\x7f", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
                           "\xf1\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(is_utf8(text)) << quoted(text);
  }
}

TEST(Validate, QuotesIdsInPaths) {
  FaultyBakery bakery;
  bakery.economy.recipes[bakery.bake].id = "bake \"fast\" \\ hot";
  bakery.economy.recipes[bakery.bake].lower_activity = nan;
  EXPECT_THAT(problems_of(bakery),
              ElementsAre(StartsWith("recipes[\"bake \\\"fast\\\" \\\\ hot\"].lower_activity: NaN")));
}

TEST(Validate, RefusesEmptyRecipesAndContradictoryBounds) {
  FaultyBakery bakery;
  bakery.recipe("idle", {}, {}, {{bakery.work, 1}});
  bakery.economy.recipes[bakery.bake].lower_activity = 3;
  bakery.economy.recipes[bakery.bake].upper_activity = 2;
  EXPECT_THAT(problems_of(bakery),
              ElementsAre("recipes[\"bake\"].upper_activity: 2: contradicts the lower activity of 3",
                          "recipes[\"idle\"]: empty: neither inputs nor outputs"));
}

TEST(Validate, RefusesLaddersThatRiseOrDoNotAddUp) {
  FaultyBakery bakery;
  bakery.need("rising", bakery.village, 1, {{bakery.bread, 1}}, {{0.5, 1}, {0.5, 2}});
  bakery.need("short", bakery.village, 1, {{bakery.bread, 1}}, {{0.5, 2}, {0.4, 1}});
  bakery.need("negative", bakery.village, 1, {{bakery.bread, 1}}, {{1.5, 2}, {-0.5, 1}});
  EXPECT_THAT(problems_of(bakery),
              ElementsAre(StartsWith("needs[\"rising\"].steps[1].value: 2: rises above the step before it (1)"),
                          "needs[\"short\"].steps: 0.9: the widths of a ladder must add up to 1",
                          "needs[\"negative\"].steps[1].width: -0.5: must be a positive number"));
}

TEST(Validate, RefusesNeedsWithoutOrWithRepeatedProducts) {
  FaultyBakery bakery;
  bakery.need("nothing", bakery.village, 1, {});
  bakery.need("twice", bakery.village, 1, {{bakery.bread, 1}, {bakery.bread, 2}});
  bakery.need("unweighted", bakery.village, 1, {{bakery.bread, 0}});
  bakery.economy.needs.back().weight = -1;
  bakery.need("too large", bakery.village, 1e307, {{bakery.bread, 1}});
  EXPECT_THAT(problems_of(bakery),
              ElementsAre("needs[\"nothing\"].alternatives: a need must name at least one product",
                          "needs[\"twice\"].alternatives[1].product: \"bread\": stands in this need twice",
                          "needs[\"unweighted\"].alternatives[0].rate: 0: must be a positive number",
                          "needs[\"unweighted\"].weight: -1: must be a positive number",
                          HasSubstr("doubtful magnitude"), HasSubstr("more than a number can hold")));
}

TEST(Validate, RefusesFaultyLimitsAndStocks) {
  FaultyBakery bakery;
  const double infinity = INFINITY;
  bakery.limit("none", {{bakery.grain, no_index, 1}}, -infinity, infinity);
  bakery.limit("crossed", {{bakery.grain, no_index, 1}}, 2, 1);
  bakery.limit("both", {{bakery.grain, bakery.bake, 1}}, 0, 1);
  bakery.limit("zero", {{no_index, bakery.bake, 0}}, 0, 1);
  bakery.limit("empty", {}, 0, nan);
  bakery.stock(bakery.grain, -1, 0);
  bakery.stock(bakery.grain, 1, nan);
  EXPECT_THAT(problems_of(bakery),
              ElementsAre("limits[\"none\"]: bounds nothing: neither lower nor upper is set",
                          "limits[\"crossed\"].upper: 1: contradicts the lower bound of 2",
                          "limits[\"both\"].terms[0]: must name either a product or a recipe",
                          "limits[\"zero\"].terms[0].coefficient: 0: must be a number other than zero",
                          "limits[\"empty\"].terms: a limit must hold at least one term",
                          "limits[\"empty\"].upper: NaN: must be a number, or unset",
                          "stocks[\"grain\"].opening: -1: must be zero or a positive number",
                          "stocks[\"grain\"].closing: NaN: must be zero or a positive number",
                          "stocks[\"grain\"].product: \"grain\": has a stock already"));
}

TEST(Validate, RefusesANeedWithoutExchangeRateOrLadder) {
  FaultyBakery bakery;
  bakery.economy.objective = {};
  EXPECT_THAT(problems_of(bakery),
              ElementsAre(StartsWith("objective.ladder: missing"), StartsWith("objective.hours_per_coverage: 0:")));
}

TEST(Validate, CountsBeyondWhatItKeeps) {
  EconomyBuilder builder;
  for (int k = 0; k < 5000; ++k) builder.product("");
  const Problems problems = validate(builder.economy);
  EXPECT_EQ(problems.error_count(), 5000u);
  EXPECT_EQ(problems.kept().size(), Problems::kept_limit);
}

TEST(Validate, RefusesFaultyStrainRegretAndWeight) {
  FaultyBakery bakery;
  bakery.economy.recipes[bakery.bake].strain = -0.1;
  bakery.economy.recipes[bakery.grow].strain = nan;
  bakery.economy.alternatives[0].regret = INFINITY;
  bakery.economy.needs[bakery.eat].weight = 2e9;
  EXPECT_THAT(problems_of(bakery), Contains("recipes[\"bake\"].strain: -0.1: must be zero or a positive number"));
  EXPECT_THAT(problems_of(bakery), Contains("recipes[\"grow\"].strain: NaN: must be zero or a positive number"));
  EXPECT_THAT(problems_of(bakery),
              Contains("needs[\"eat\"].alternatives[0].regret: infinity: must be zero or a positive number"));
  EXPECT_THAT(problems_of(bakery), Contains("needs[\"eat\"].weight: 2e+09: must not be greater than 1e9"));
}

}  // namespace
}  // namespace planwerk
