#include "host/model/validate.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "host/model/validation/findings.hpp"
#include "tests/model/economy_builder.hpp"

namespace planwerk {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Grain is grown by hand, milled in a mill, baked; a hundred people want 2 kg of bread each.
struct FaultyBakery : EconomyBuilder {
  Index grain = product("grain"), flour = product("flour"), bread = product("bread");
  Index work = labour_kind("work");
  Index mill = capacity("mill", 100);
  Index grow = recipe("grow", {}, {{grain, 1}}, {{work, 0.1}});
  Index grind = recipe("grind", {{grain, 1}}, {{flour, 0.8}}, {{work, 0.01}}, {{mill, 0.1}});
  Index bake = recipe("bake", {{flour, 0.7}}, {{bread, 1}}, {{work, 0.02}});
  Index village = cohort("village", 100);
  Index eat = need("eat", village, 2, {{bread, 1}});
  Index hands = offer("hands", work, {{500, 1}, {100, 2}});
};

std::vector<std::string> texts(const Problems& problems) {
  std::vector<std::string> result;
  for (const Problem& problem : problems.kept()) result.push_back(to_string(problem));
  return result;
}

std::vector<std::string> problems_of(const EconomyBuilder& builder) {
  return texts(validate(builder.economy));
}

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

TEST(Validate, WarnsOfWhatNothingCanSupply) {
  FaultyBakery bakery;
  const Index fish = bakery.product("fish"), pond = bakery.product("pond");
  bakery.recipe("catch", {{pond, 1}}, {{fish, 1}}, {{bakery.work, 1}});
  bakery.need("eat fish", bakery.village, 1, {{fish, 1}});
  bakery.need("eat either", bakery.village, 1, {{fish, 1}, {bakery.bread, 1}});
  const Problems problems = validate(bakery.economy);
  EXPECT_FALSE(problems.has_errors());
  EXPECT_THAT(texts(problems),
              ElementsAre("needs[\"eat fish\"]: \"fish\": nothing can supply it",
                          "products[\"pond\"]: used by 1 recipe, but no recipe makes it and no stock holds it"));
}

TEST(Validate, WarnsOfWorkThatNobodyOffersAndOfWhatDependsOnIt) {
  FaultyBakery bakery;
  const Index healing = bakery.product("healing"), medicine = bakery.labour_kind("medicine");
  bakery.recipe("treat", {}, {{healing, 1}}, {{medicine, 1}});
  bakery.need("health", bakery.village, 1, {{healing, 1}});
  bakery.economy.needs.back().floor = 0.1;
  EXPECT_THAT(problems_of(bakery),
              ElementsAre(HasSubstr("nothing can supply it, and yet it has a floor"),
                          "labour_kinds[\"medicine\"]: asked for by 1 recipe, but nobody offers it"));
}

TEST(Validate, DoubtsMagnitudesRepetitionsAndIdleLoops) {
  FaultyBakery bakery;
  bakery.recipe("turn", {{bakery.flour, 1}}, {{bakery.flour, 1}});
  bakery.recipe("twice", {{bakery.flour, 1}, {bakery.flour, 1e13}}, {{bakery.bread, 1}});
  EXPECT_THAT(problems_of(bakery),
              ElementsAre("recipes[\"turn\"]: makes exactly what it uses, so that running it changes nothing",
                          "recipes[\"twice\"].inputs[1].amount: 1e+13: doubtful magnitude: check the unit",
                          "recipes[\"twice\"].inputs[1]: \"flour\": stands in this list twice; added up"));
}

TEST(Validate, DoesNotDoubtLoopsThatFeedEachOther) {
  FaultyBakery bakery;
  const Index steel = bakery.product("steel"), machine = bakery.product("machine");
  bakery.recipe("smelt", {{machine, 0.01}}, {{steel, 1}}, {{bakery.work, 1}});
  bakery.recipe("build", {{steel, 2}}, {{machine, 1}}, {{bakery.work, 1}});
  bakery.need("steel roofs", bakery.village, 1, {{steel, 1}});
  EXPECT_THAT(problems_of(bakery), IsEmpty());
}

// Every pair of figures below belongs to one loop: steel for a machine, machines for a unit of steel.
EconomyBuilder loop_of_steel_and_machines(double steel_per_machine, double machines_per_steel, double other_route) {
  FaultyBakery bakery;
  const Index steel = bakery.product("steel"), machine = bakery.product("machine"), ore = bakery.product("ore");
  bakery.recipe("mine", {}, {{ore, 1}}, {{bakery.work, 1}});
  bakery.recipe("smelt", {{machine, machines_per_steel}, {ore, 1}}, {{steel, 1}}, {{bakery.work, 1}});
  bakery.recipe("smelt finely", {{machine, other_route}, {ore, 2}}, {{steel, 1}}, {{bakery.work, 1}});
  bakery.recipe("build", {{steel, steel_per_machine}, {bakery.flour, 1}}, {{machine, 1}}, {{bakery.work, 1}});
  bakery.need("steel roofs", bakery.village, 1, {{steel, 1}});
  return bakery;
}

TEST(Validate, WarnsOfLoopsThatTakeMoreThanTheyGive) {
  EXPECT_THAT(
      problems_of(loop_of_steel_and_machines(2000, 0.001, 0.002)),
      ElementsAre("needs[\"steel roofs\"]: \"steel\": only recipes that take more than they give could supply it"));
  EXPECT_THAT(problems_of(loop_of_steel_and_machines(2000, 0.001, 0.0004)), IsEmpty());
  EXPECT_THAT(problems_of(loop_of_steel_and_machines(999, 0.001, 0.002)), IsEmpty());
}

TEST(Validate, ALosingLoopWithAStockToLiveOnIsNoDoubt) {
  EconomyBuilder builder = loop_of_steel_and_machines(2000, 0.001, 0.002);
  builder.stock(4, 10, 0);
  EXPECT_EQ(builder.economy.products[4].id, "machine");
  EXPECT_THAT(problems_of(builder), IsEmpty());
}

TEST(Validate, SeesThroughALoopThatOnlyReturnsWhatItTakes) {
  FaultyBakery bakery;
  const Index mould = bakery.product("mould"), casting = bakery.product("casting");
  // The mould comes back in part: on balance it is used, and nothing makes moulds.
  bakery.recipe("cast", {{mould, 1}}, {{casting, 1}, {mould, 0.9}}, {{bakery.work, 1}});
  bakery.need("castings", bakery.village, 1, {{casting, 1}});
  EXPECT_THAT(problems_of(bakery), Contains("needs[\"castings\"]: \"casting\": nothing can supply it"));
  // With a stock of moulds the doubt is gone.
  bakery.stock(mould, 10, 0);
  EXPECT_THAT(problems_of(bakery), IsEmpty());
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

TEST(Validate, DoubtsRegretsThatPreferNothingOrNeverDeliver) {
  FaultyBakery bakery;
  bakery.need("liked least", bakery.village, 1, {{bakery.bread, 1}, {bakery.flour, 1, 1.5}});
  bakery.need("liked by nobody", bakery.village, 1, {{bakery.bread, 1, 0.5}, {bakery.flour, 1, 0.4}});
  EXPECT_THAT(problems_of(bakery),
              ElementsAre("needs[\"liked least\"].alternatives[1].regret: 1.5: exceeds the greatest value of coverage "
                          "(1), so that the weighted objective never delivers this alternative",
                          "needs[\"liked by nobody\"].alternatives: each has a regret, so that none is what the cohort "
                          "likes best"));
}

std::vector<std::string> problems_with_tiers(FaultyBakery bakery, std::vector<Tier> tiers,
                                             std::vector<LimitTerm> terms = {}) {
  bakery.economy.tier_terms = std::move(terms);
  bakery.economy.objective.tiers = std::move(tiers);
  return problems_of(bakery);
}

TEST(Validate, TakesAnObjectiveOfTiersWithoutExchangeRate) {
  FaultyBakery bakery;
  bakery.economy.objective.hours_per_coverage = 0;
  bakery.economy.needs[bakery.eat].floor = 0.2;
  const std::vector<Tier> tiers = {
      {"floors", Aim::floors}, {"worst", Aim::worst_off, 0, 1000}, {"burden", Aim::burden}};
  EXPECT_THAT(problems_with_tiers(bakery, tiers), IsEmpty());
  EXPECT_THAT(problems_with_tiers(bakery, {{"all", Aim::weighted}}),
              ElementsAre(StartsWith("objective.hours_per_coverage: 0: must be a positive number")));
  bakery.economy.objective.hours_per_coverage = -1;
  EXPECT_THAT(problems_with_tiers(bakery, tiers),
              ElementsAre("objective.hours_per_coverage: -1: must be zero or a positive number"));
}

TEST(Validate, RefusesFaultyTiers) {
  FaultyBakery bakery;
  const Index waste = bakery.product("waste", BalanceRule::exact);
  const std::vector<LimitTerm> terms = {
      {bakery.grain, no_index, 0}, {bakery.grain, no_index, -1}, {waste, no_index, 1}, {no_index, bakery.bake, 1}};
  EXPECT_THAT(problems_with_tiers(bakery,
                                  {{"a", Aim::coverage, -1e-9},
                                   {"a", Aim::burden, 0.2},
                                   {"deep", Aim::worst_off, 0, 1001},
                                   {"flat", Aim::burden, nan, 2},
                                   {"empty", Aim::use},
                                   {"idle", Aim::burden, 0, 1, {0, 1}},
                                   {"zero", Aim::use, 0, 1, {0, 1}},
                                   {"left", Aim::surplus, 0, 1, {1, 4}}},
                                  terms),
              ElementsAre(StartsWith("objective.tiers[1].id: \"a\": stands at position 0 already"),
                          "objective.tiers[0].tolerance: -1e-09: must lie between 0 and 0.1",
                          "objective.tiers[1].tolerance: 0.2: must lie between 0 and 0.1",
                          "objective.tiers[2].depth: 1001: must lie between 1 and 1000",
                          "objective.tiers[3].tolerance: NaN: must lie between 0 and 0.1",
                          "objective.tiers[3].depth: 2: only the aim of the worst off has levels",
                          "objective.tiers[4].terms: an aim of use or surplus needs at least one term",
                          "objective.tiers[5].terms: only aims of use and surplus have terms",
                          "objective.tiers[6].terms[0].coefficient: 0: must be a number other than zero",
                          "objective.tiers[7].terms[0].coefficient: -1: must be a positive number",
                          "objective.tiers[7].terms[1].product: \"waste\": cannot be left over: its balance is exact "
                          "or free",
                          "objective.tiers[7].terms[2]: only products can be left over"));
}

TEST(Validate, DoubtsTiersThatChangeNothing) {
  EXPECT_THAT(
      problems_with_tiers(
          FaultyBakery(),
          {{"floors", Aim::floors}, {"first", Aim::coverage}, {"again", Aim::coverage}, {"liked", Aim::regret}}),
      ElementsAre("objective.tiers[0].aim: asks for floors, but no need has one",
                  "objective.tiers[2].aim: asks for the same as the tier before it",
                  "objective.tiers[3].aim: asks for the least regret, but no alternative has any"));
}

TEST(Validate, AFloorThatATierAsksForDoesNotForbidPlans) {
  FaultyBakery bakery;
  const Index fish = bakery.product("fish");
  bakery.need("eat fish", bakery.village, 1, {{fish, 1}});
  bakery.economy.needs.back().floor = 0.5;
  EXPECT_THAT(problems_of(bakery), ElementsAre(HasSubstr("yet it has a floor: no plan can exist")));
  EXPECT_THAT(problems_with_tiers(bakery, {{"floors", Aim::floors}}),
              ElementsAre("needs[\"eat fish\"]: \"fish\": nothing can supply it"));
}

}  // namespace
}  // namespace planwerk
