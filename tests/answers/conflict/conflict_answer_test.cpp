#include "host/answers/conflict/conflict_answer.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "host/answers/conflict/conditions.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

ConflictAnswer answer_for(const Economy& economy) {
  static const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
  const Plan plan = plan_of(economy);
  EXPECT_EQ(plan.status, Status::infeasible) << plan.reason;
  SolveSettings settings;
  settings.time_limit_s = 60;
  return resolve_conflict(economy, plan, settings, *device);
}

std::vector<std::string> ids(const ConflictAnswer& answer) {
  std::vector<std::string> ids;
  for (const ConflictMember& member : answer.members) ids.push_back(member.id);
  return ids;
}

const WayOut* way_out(const ConflictAnswer& answer, const std::string& id) {
  for (const WayOut& way : answer.ways_out) {
    if (way.move.id == id) return &way;
  }
  return nullptr;
}

const Condition& condition_named(const std::vector<Condition>& conditions, const std::string& id) {
  return *std::find_if(conditions.begin(), conditions.end(), [&](const Condition& c) { return c.id == id; });
}

bool has_a_plan(const Economy& economy) {
  const Plan plan = plan_of(economy, 1e-4);
  EXPECT_TRUE(plan.status == Status::optimal || plan.status == Status::infeasible) << plan.reason;
  return plan.status == Status::optimal;
}

// What makes a set minimal and a way out true, by plans of economies that were changed accordingly.
void expect_true(const Economy& economy, const ConflictAnswer& answer) {
  EXPECT_TRUE(answer.minimal);
  const std::vector<Condition> conditions = conditions_of(economy);
  for (const WayOut& way : answer.ways_out) {
    const Condition& condition = condition_named(conditions, way.move.id);
    EXPECT_TRUE(has_a_plan(eased(economy, condition, way.move.by))) << way.words;
    EXPECT_FALSE(has_a_plan(eased(economy, condition, way.move.by * (1 - 1e-3)))) << "less than: " << way.words;
  }
  EXPECT_TRUE(std::is_sorted(answer.ways_out.begin(), answer.ways_out.end(),
                             [](const WayOut& a, const WayOut& b) { return a.move.relative < b.move.relative; }));
  Economy compromised = economy;
  for (const WayOut& way : answer.compromise) {
    compromised = eased(compromised, condition_named(conditions, way.move.id), way.move.by);
  }
  EXPECT_FALSE(answer.compromise.empty());
  EXPECT_TRUE(has_a_plan(compromised));
}

// Wool and linen ask for 8 h each of the 12 offered: 4 h too many.
TEST(ResolveConflict, FloorsThatShareTooFewHours) {
  const Economy economy = contradictory_floors();
  const ConflictAnswer answer = answer_for(economy);
  EXPECT_THAT(ids(answer), UnorderedElementsAre("need:wool", "need:linen", "labour:weaver"));
  expect_true(economy, answer);
  ASSERT_EQ(answer.ways_out.size(), 3u);
  EXPECT_EQ(answer.ways_out[0].move.id, "labour:weaver");
  for (const WayOut& way : answer.ways_out) EXPECT_NEAR(way.move.by, 4, 1e-5) << way.words;
  EXPECT_NEAR(answer.ways_out[0].move.relative, 4.0 / 12, 1e-6);
  EXPECT_NEAR(answer.ways_out[1].move.relative, 4.0 / 8, 1e-6);
  EXPECT_EQ(answer.ways_out[0].words, "find 4 h more of weaver beyond the 12.0 h offered");
}

// Giving way by 4 of 16 in all: a fifth of each floor costs 1 for its first twentieth and 4 for the rest; what is then
// still missing, 0.8, costs 16 wherever it comes from. Nobody gives way by more than half.
TEST(ResolveConflict, CompromisesGiveWayLittleByLittle) {
  const ConflictAnswer answer = answer_for(contradictory_floors());
  ASSERT_EQ(answer.compromise.size(), 2u);
  EXPECT_NEAR(answer.compromise[0].move.by + answer.compromise[1].move.by, 4, 1e-5);
  for (const WayOut& way : answer.compromise) EXPECT_GE(way.move.relative, 0.2 - 1e-6) << way.words;
}

// The same floor for 30 people and for 10 with needs of their own: whoever speaks for fewer people gives way first.
TEST(ResolveConflict, CompromisesCountPeople) {
  Economy economy = contradictory_floors();
  economy.cohorts.push_back({"village", "", 30});
  economy.needs[1].cohort = 1;
  economy.needs[1].amount_per_head = 1.0 / 3;
  const ConflictAnswer answer = answer_for(economy);
  ASSERT_EQ(answer.compromise.size(), 2u);
  EXPECT_EQ(answer.compromise[0].move.id, "need:wool");
  EXPECT_NEAR(answer.compromise[0].move.by + answer.compromise[1].move.by, 4, 1e-5);
  // Wool: 1/4 of (1, 4, 16, 64), linen: 3/4 of it; 0.05, 0.2 or 0.5 of a floor at a time, the cheapest first:
  // wool to 0.2 (1.6), linen to 0.05 (0.4), linen to 0.2 (1.2), wool for the rest (0.8).
  EXPECT_NEAR(answer.compromise[0].move.by, 2.4, 1e-5);
  EXPECT_NEAR(answer.compromise[1].move.by, 1.6, 1e-5);
}

// Identical needs give way alike, whoever comes first.
TEST(ResolveConflict, EqualsGiveWayAlike) {
  EconomyBuilder build;
  build.economy = contradictory_floors();
  build.economy.needs.pop_back();
  build.need("too", build.cohort("village", 30), 1, {{0, 1}});
  build.economy.needs[1].floor = 0.8;
  const ConflictAnswer answer = answer_for(build.economy);  // 32 h asked of 12
  ASSERT_EQ(answer.compromise.size(), 2u);
  EXPECT_NEAR(answer.compromise[0].move.relative, 20.0 / 32, 1e-6);
  EXPECT_NEAR(answer.compromise[1].move.relative, 20.0 / 32, 1e-6);
  EXPECT_NEAR(answer.compromise[0].move.by + answer.compromise[1].move.by, 20, 1e-4);
}

// Of four bounds the mill's alone contradicts the floor; hours, the oven and the other need have no part in it.
TEST(ResolveConflict, LeavesOutWhatHasNoPart) {
  EconomyBuilder build;
  const Index bread = build.product("bread"), cake = build.product("cake");
  const Index baker = build.labour_kind("baker"), mill = build.capacity("mill", 6), oven = build.capacity("oven", 9);
  build.recipe("bake bread", {}, {{bread, 1}}, {{baker, 1}}, {{mill, 1}, {oven, 1}});
  build.recipe("bake cake", {}, {{cake, 1}}, {{baker, 1}}, {{oven, 1}});
  build.offer("bakers", baker, {{20, 1}});
  const Index town = build.cohort("town", 10);
  build.need("bread", town, 1, {{bread, 1}});
  build.need("cake", town, 1, {{cake, 1}});
  build.economy.needs[0].floor = 0.8;
  build.economy.needs[1].floor = 0.1;
  const ConflictAnswer answer = answer_for(build.economy);
  EXPECT_THAT(ids(answer), UnorderedElementsAre("need:bread", "capacity:mill"));
  expect_true(build.economy, answer);
  EXPECT_NEAR(way_out(answer, "need:bread")->move.by, 2, 1e-5);
  EXPECT_EQ(way_out(answer, "need:bread")->words, "cover at least 60.0 % of bread instead of 80.0 % (2 kg less)");
  EXPECT_NEAR(way_out(answer, "capacity:mill")->move.by, 2, 1e-5);
  EXPECT_EQ(way_out(answer, "capacity:mill")->words, "extend mill from 6 h to 8 h");
}

// Nothing supplies coffee: the floor contradicts itself, and only giving it up altogether helps.
TEST(ResolveConflict, AFloorThatNothingSupplies) {
  EconomyBuilder build;
  const Index coffee = build.product("coffee");
  build.need("coffee", build.cohort("town", 10), 2, {{coffee, 1}});
  build.economy.needs[0].floor = 0.5;
  const ConflictAnswer answer = answer_for(build.economy);
  EXPECT_THAT(ids(answer), ElementsAre("need:coffee"));
  EXPECT_EQ(answer.members[0].words, "coffee asks for at least 50.0 % of 20.0 kg");
  ASSERT_EQ(answer.ways_out.size(), 1u);
  EXPECT_NEAR(answer.ways_out[0].move.by, 10, 1e-5);
  EXPECT_NEAR(answer.ways_out[0].move.relative, 1, 1e-6);
}

// A furnace that must run 10 times makes 5 slag, which must balance and which nothing takes.
TEST(ResolveConflict, WasteThatNothingTreats) {
  EconomyBuilder build;
  const Index glass = build.product("glass"), slag = build.product("slag", BalanceRule::exact);
  build.recipe("blow", {}, {{glass, 1}, {slag, 0.5}});
  build.economy.recipes[0].lower_activity = 10;
  build.need("glass", build.cohort("town", 4), 10, {{glass, 1}});
  const ConflictAnswer answer = answer_for(build.economy);
  EXPECT_THAT(ids(answer), UnorderedElementsAre("recipe:blow", "product:slag"));
  expect_true(build.economy, answer);
  EXPECT_NEAR(way_out(answer, "recipe:blow")->move.by, 10, 1e-5);
  EXPECT_NEAR(way_out(answer, "product:slag")->move.by, 5, 1e-5);
  EXPECT_EQ(way_out(answer, "product:slag")->words, "let 5 kg of slag be left over");
  EXPECT_EQ(answer.ways_out[0].move.id, "recipe:blow") << "a size of zero has no relative change: last";
}

// Export at least 30 where a quarry of 20 is all there is.
TEST(ResolveConflict, ALimitThatAsksForTooMuch) {
  EconomyBuilder build;
  const Index stone = build.product("stone");
  const Index quarry = build.capacity("quarry", 20);
  build.recipe("break", {}, {{stone, 1}}, {}, {{quarry, 1}});
  build.limit("exports", {{stone, no_index, 1}}, 30, infinity);
  const ConflictAnswer answer = answer_for(build.economy);
  EXPECT_THAT(ids(answer), UnorderedElementsAre("limit:exports", "capacity:quarry"));
  expect_true(build.economy, answer);
  EXPECT_NEAR(way_out(answer, "limit:exports")->move.by, 10, 1e-5);
  EXPECT_EQ(way_out(answer, "limit:exports")->words, "ask for at least 20.0 kg of exports instead of 30.0 kg");
  EXPECT_NEAR(way_out(answer, "capacity:quarry")->move.by, 10, 1e-5);
}

// 5 units of stock at the start, 8 wanted at the end, none made; two people's worth is used by a recipe that must run.
TEST(ResolveConflict, StocksAndLeastActivities) {
  EconomyBuilder build;
  const Index seed = build.product("seed"), field = build.product("field");
  build.recipe("sow", {{seed, 1}}, {{field, 1}});
  build.economy.recipes[0].lower_activity = 2;
  build.stock(seed, 5, 8);
  const ConflictAnswer answer = answer_for(build.economy);
  EXPECT_THAT(ids(answer), ElementsAre("stock:seed")) << "the stock alone contradicts itself";
  expect_true(build.economy, answer);
  EXPECT_NEAR(answer.ways_out[0].move.by, 5, 1e-5) << "3 for the end, 2 for sowing";
}

// Two conflicts that have nothing in common: no single way out, but a compromise of both.
TEST(ResolveConflict, ConflictsThatShareNoMember) {
  EconomyBuilder build;
  const Index coffee = build.product("coffee"), tea = build.product("tea");
  const Index town = build.cohort("town", 10);
  build.need("coffee", town, 1, {{coffee, 1}});
  build.need("tea", town, 1, {{tea, 1}});
  for (Need& need : build.economy.needs) need.floor = 0.5;
  const ConflictAnswer answer = answer_for(build.economy);
  EXPECT_EQ(answer.members.size(), 1u);
  EXPECT_THAT(answer.ways_out, IsEmpty());
  ASSERT_EQ(answer.compromise.size(), 2u);
  EXPECT_NEAR(answer.compromise[0].move.by, 5, 1e-5);
  EXPECT_NEAR(answer.compromise[1].move.by, 5, 1e-5);
}

TEST(ResolveConflict, NobodyOffersTheWork) {
  Economy economy = bakery();
  economy.labour_steps[0].hours = 0;
  economy.needs[0].floor = 0.5;
  const ConflictAnswer answer = answer_for(economy);
  EXPECT_THAT(ids(answer), UnorderedElementsAre("need:bread", "labour:baker"));
  expect_true(economy, answer);
  EXPECT_NEAR(way_out(answer, "labour:baker")->move.by, 80, 1e-4);
  EXPECT_EQ(answer.ways_out.back().move.relative, infinity);
}

class RandomConflicts : public testing::TestWithParam<std::uint64_t> {};

// Floors raised to the full on random economies: the set contradicts itself, no member is superfluous, and every way
// out is one. All by plans of economies in which only the members' conditions bind.
TEST_P(RandomConflicts, AreMinimalAndHaveTrueWaysOut) {
  Economy economy = random_economy({.products = 30, .scarcity = 0.4, .two_alternatives = 0.2}, GetParam());
  for (std::size_t n = 0; n < economy.needs.size(); ++n) economy.needs[n].floor = 0.97;
  const ConflictAnswer answer = answer_for(economy);
  ASSERT_FALSE(answer.members.empty());
  expect_true(economy, answer);
  const std::vector<Condition> conditions = conditions_of(economy);
  // Everything but the members is eased so far that it binds nothing.
  Economy members_only = economy;
  for (const Condition& condition : conditions) {
    const auto has = [&](const ConflictMember& member) { return member.id == condition.id; };
    const bool member = std::any_of(answer.members.begin(), answer.members.end(), has);
    if (!member && condition.kind != ConditionKind::stock) members_only = eased(members_only, condition, 1e7);
    if (!member && condition.kind == ConditionKind::stock)
      members_only.stocks[condition.index] = {economy.stocks[condition.index].product, 1e7, 0};
  }
  EXPECT_FALSE(has_a_plan(members_only));
  for (const ConflictMember& member : answer.members) {
    const Condition& condition = condition_named(conditions, member.id);
    EXPECT_TRUE(has_a_plan(eased(members_only, condition, 1e7))) << member.words << " is superfluous";
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomConflicts, testing::Range<std::uint64_t>(1, 7));

}  // namespace
}  // namespace planwerk
