#include <cmath>

#include <gmock/gmock.h>

#include "host/model/validate.hpp"
#include "tests/model/faulty_bakery.hpp"

// Objectives that are stacks of tiers.

namespace planwerk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

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
                                   {"flat", Aim::burden, NAN, 2},
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
