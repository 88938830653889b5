#include <gmock/gmock.h>

#include "host/model/validate.hpp"
#include "tests/model/faulty_bakery.hpp"

// What a plan can be made from, but hardly the one that was meant.

namespace planwerk {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

}  // namespace
}  // namespace planwerk
