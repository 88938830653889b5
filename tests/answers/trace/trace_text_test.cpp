#include "host/answers/trace/trace_text.hpp"

#include <gmock/gmock.h>

#include "tests/answers/is_documented.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;

// A hundred households want bread and beef. Ploughing wears out harness, which is made of the hides of the cattle, and
// of straw where these do not suffice.
Economy farm() {
  EconomyBuilder build;
  Economy& economy = build.economy;
  economy.objective.hours_per_coverage = 1000;
  const Index grain = build.product("grain"), bread = build.product("bread"), beef = build.product("beef"),
              harness = build.product("harness"), methane = build.product("methane", BalanceRule::free);
  economy.products[harness].unit = "1";
  const Index work = build.labour_kind("field work"), baking = build.labour_kind("baking");
  build.recipe("till", {{harness, 0.005}}, {{grain, 10}}, {{work, 0.2}});
  build.recipe("bake", {{grain, 0.8}}, {{bread, 1}}, {{baking, 0.05}});
  build.recipe("raise cattle", {{grain, 1500}}, {{beef, 250}, {harness, 1}, {methane, 90}}, {{work, 40}});
  build.recipe("plait straw", {{grain, 20}}, {{harness, 1}}, {{work, 3}});
  build.offer("farmers", work, {{5000, 1}});
  build.offer("bakers", baking, {{2000, 1}});
  const Index households = build.cohort("households", 100);
  build.need("bread", households, 200, {{bread, 1}});
  build.need("beef", households, 25, {{beef, 1}});
  return economy;
}

TEST(TracedFarm, IsAsDocumented) {
  const Economy economy = farm();
  const Plan plan = plan_of(economy);
  const FlowNetwork network(economy, plan, Allocation::value);
  UpstreamRequirements upstream(network);
  Attribution attribution(network);
  EXPECT_TRUE(is_documented(requirements_text(network, upstream.of(1), Allocation::value)));
  EXPECT_TRUE(
      is_documented(uses_text(network, "raise cattle runs 10.0 times", attribution.of_recipe(2), Allocation::value)));
  EXPECT_TRUE(is_documented(footprint_text(network, attribution.of({Purpose::Kind::need, 1}), Allocation::value)));
  EXPECT_TRUE(is_documented(cycles_text(network, cycles_of(network))));
}

TEST(TraceText, SaysWhatItCannotKnow) {
  const Economy economy = farm();
  const Plan plan = plan_of(economy);
  const FlowNetwork by_mass(economy, plan, Allocation::mass);
  Attribution attribution(by_mass);
  EXPECT_THAT(uses_text(by_mass, "x", attribution.of_recipe(2), Allocation::mass),
              HasSubstr("in 1 recipe by value, where not all products are weighed"));
}

}  // namespace
}  // namespace planwerk
