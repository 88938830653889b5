#include <cmath>

#include <gmock/gmock.h>

#include "host/answers/need/need_answers.hpp"
#include "host/answers/need/need_text.hpp"
#include "host/lp/certificate.hpp"
#include "host/plan/merged_plan.hpp"
#include "host/plan/tiers/plan_program.hpp"
#include "tests/answers/need/resolved.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/reference_tiers.hpp"

namespace planwerk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Tier tier(std::string id, Aim aim, int depth = 1) {
  Tier result;
  result.id = std::move(id);
  result.aim = aim;
  result.tolerance = 1e-9;
  result.depth = depth;
  return result;
}

const NeedAnswer& answer_for(const Plan& plan, Index need) {
  for (const NeedAnswer& answer : plan.answers) {
    if (answer.need == need) return answer;
  }
  throw std::logic_error("the need has no answer");
}

MATCHER_P(Near, value, "") {
  return std::fabs(arg - value) <= 1e-6 * std::max(1.0, std::fabs(value));
}

// 10 people ask for a kg of wool each, 5 for two kg of linen; a kg takes one hour and two; there are 12 hours.
EconomyBuilder weavers() {
  EconomyBuilder build;
  build.economy.objective.ladder = {{0.5, 2}, {0.5, 1}};
  const Index wool = build.product("wool"), linen = build.product("linen"), weaving = build.labour_kind("weaving");
  build.recipe("weave wool", {}, {{wool, 1}}, {{weaving, 1}});
  build.recipe("weave linen", {}, {{linen, 1}}, {{weaving, 2}});
  build.offer("weavers", weaving, {{12, 1}});
  build.need("wool", build.cohort("town", 10), 1, {{wool, 1}});
  build.need("linen", build.cohort("village", 5), 2, {{linen, 1}});
  return build;
}

// A kg more of wool takes the hour of half a kg of linen: a twentieth of what is asked for.
TEST(TieredAnswers, CostsOfTheWorstOffAreCoverage) {
  Economy economy = weavers().economy;
  economy.objective.tiers = {tier("fair", Aim::worst_off)};
  const Plan plan = answered_plan(economy);
  const NeedAnswer& wool = answer_for(plan, 0);
  EXPECT_TRUE(wool.exact);
  EXPECT_EQ(wool.tier, 0);
  EXPECT_THAT(wool.marginal_cost, Near(0.05));
  ASSERT_THAT(wool.rivals, SizeIs(1));
  EXPECT_EQ(wool.rivals[0].need, 1);
  EXPECT_THAT(wool.rivals[0].loss, Near(0.5));
  ASSERT_THAT(wool.bottlenecks, SizeIs(1));
  EXPECT_EQ(wool.bottlenecks[0].id, "labour:weaving");
  EXPECT_THAT(wool.bottlenecks[0].share, Near(1.0));
  EXPECT_THAT(wool.bottlenecks[0].valuation, Near(0.05)) << "an hour is half a kg of linen";
  const std::string text = to_text(economy, plan, wool);
  EXPECT_THAT(text, HasSubstr("One more kg would cost 0.05 coverage, by what others lose, and \"fair\" ("));
  EXPECT_THAT(text, HasSubstr("linen would lose 0.5 kg"));
  EXPECT_THAT(text, testing::Not(HasSubstr("h of work")));
}

// All wool and a kg of linen. A kg more of linen takes two of wool, each worth a person's second half.
TEST(TieredAnswers, CostsOfCoverageAreItsWorth) {
  Economy economy = weavers().economy;
  economy.objective.tiers = {tier("most", Aim::coverage), tier("rest", Aim::burden)};
  const Plan plan = answered_plan(economy);
  const NeedAnswer& linen = answer_for(plan, 1);
  EXPECT_TRUE(linen.exact);
  EXPECT_EQ(linen.tier, 0) << "rest comes later and has no say";
  EXPECT_THAT(linen.marginal_cost, Near(2.0));
  ASSERT_THAT(linen.rivals, SizeIs(1));
  EXPECT_THAT(linen.rivals[0].loss, Near(2.0));
}

// Nobody's wool helps where machines are missing.
TEST(TieredAnswers, WhatNobodyCanGiveUpIsAProof) {
  EconomyBuilder build = weavers();
  const Index silk = build.product("silk"), machine = build.capacity("machine", 3);
  build.recipe("weave silk", {}, {{silk, 1}}, {}, {{machine, 1}});
  const Index need = build.need("silk", build.cohort("old town", 1), 10, {{silk, 1}});
  build.economy.objective.tiers = {tier("fair", Aim::worst_off, 2)};
  const Plan plan = answered_plan(build.economy);
  const NeedAnswer& answer = answer_for(plan, need);
  EXPECT_TRUE(std::isinf(answer.marginal_cost));
  EXPECT_EQ(answer.level, 0);
  ASSERT_THAT(answer.bottlenecks, SizeIs(1));
  EXPECT_EQ(answer.bottlenecks[0].id, "capacity:machine");
  EXPECT_THAT(answer.rivals, IsEmpty());
  EXPECT_EQ(answer_for(plan, 0).level, 1) << "wool waits at the second level";
}

// Silk pins everybody's minimum, and then as little work as possible is asked for: what is short is short because of
// that, at an hour a kg.
TEST(TieredAnswers, ALaterTierMayBeWhatHoldsANeedBack) {
  EconomyBuilder build = weavers();
  const Index silk = build.product("silk"), machine = build.capacity("machine", 3);
  build.recipe("weave silk", {}, {{silk, 1}}, {}, {{machine, 1}});
  build.need("silk", build.cohort("old town", 1), 10, {{silk, 1}});
  build.economy.objective.tiers = {tier("fair", Aim::worst_off), tier("rest", Aim::burden)};
  const Plan plan = answered_plan(build.economy);
  const NeedAnswer& wool = answer_for(plan, 0);
  EXPECT_TRUE(wool.exact);
  EXPECT_EQ(wool.tier, 1);
  EXPECT_THAT(wool.marginal_cost, Near(1.0));
  EXPECT_THAT(wool.rivals, IsEmpty());
  EXPECT_THAT(to_text(build.economy, plan, wool), HasSubstr("One more kg would cost 1 h"));
}

// Smoke is kept low before bread is baked: it is what a loaf is not worth.
TEST(TieredAnswers, WhatAnEarlierTierKeepsIsNamed) {
  EconomyBuilder build;
  const Index bread = build.product("bread"), smoke = build.product("smoke", BalanceRule::free);
  const Index baking = build.labour_kind("baking");
  build.recipe("wood oven", {}, {{bread, 1}, {smoke, 2}}, {{baking, 1}});
  const Index clean = build.recipe("solar oven", {}, {{bread, 1}}, {{baking, 1}});
  build.economy.recipes[clean].upper_activity = 4;
  build.offer("bakers", baking, {{100, 1}});
  build.need("bread", build.cohort("town", 10), 1, {{bread, 1}});
  build.economy.tier_terms = {{smoke, no_index, 1}};
  Tier air = tier("air", Aim::use);
  air.terms = {0, 1};
  build.economy.objective.tiers = {air, tier("most", Aim::coverage)};
  const Plan plan = answered_plan(build.economy);
  EXPECT_THAT(plan.needs[0].coverage, Near(0.4));
  const NeedAnswer& answer = answer_for(plan, 0);
  EXPECT_TRUE(answer.exact);
  ASSERT_FALSE(answer.bottlenecks.empty());
  EXPECT_EQ(answer.bottlenecks[0].id, "tier:air");
  EXPECT_THAT(answer.bottlenecks[0].share, Near(1.0));
}

// The goal of an answer, solved again with its need held at an amount: another programme than the answer's.
class HeldGoal {
 public:
  HeldGoal(const Economy& economy, const Plan& plan, const NeedAnswer& answer)
      : merged_(merge_needs(economy)), recipes_(merged_.economy), walk_(merged_.economy, recipes_) {
    const Plan of_groups = merged_plan(economy, merged_, plan);
    std::size_t k = 0;
    while (of_groups.tiers[k].tier != answer.tier || of_groups.tiers[k].level != answer.level) {
      walk_.hold(of_groups.tiers[k].held_at, of_groups.tiers[k].settled);
      ++k;
    }
    program_.emplace(merged_.economy, walk_.goal());
    group_ = merged_.group_of[answer.need];
  }

  // Of everything but the need itself.
  std::optional<double> value_at(double delivered) const {
    ExtendedProgram held(program_->lp());
    std::vector<Term> terms;
    const auto steps = program_->economy().ladder_of(program_->economy().needs[group_]).size();
    for (std::size_t k = 0; k < steps; ++k) {
      const Index column = program_->production().coverage_columns[group_] + static_cast<Index>(k);
      held.set_cost(column, 0);
      terms.push_back({column, 1});
    }
    held.add_row(terms, delivered, delivered);
    const LinearProgram lp = held.build();
    SolveSettings settings;
    settings.tolerance = 1e-10;
    settings.time_limit_s = 60;
    static const auto device = open_device(DeviceChoice::cpu, 1);
    const Solution solution = solve(lp, settings, *device);
    if (solution.status != Status::optimal) return std::nullopt;
    return certify(lp, solution.point.primal, solution.point.dual).primal_objective;
  }

 private:
  const MergedNeeds merged_;
  const certificate::NettedRecipes recipes_;
  certificate::TierWalk walk_;
  std::optional<PlanProgram> program_;
  Index group_ = 0;
};

class TieredMarginal : public testing::TestWithParam<std::vector<Aim>> {};
INSTANTIATE_TEST_SUITE_P(Stacks, TieredMarginal,
                         testing::Values(std::vector{Aim::worst_off, Aim::coverage},
                                         std::vector{Aim::coverage, Aim::burden},
                                         std::vector{Aim::floors, Aim::worst_off, Aim::burden},
                                         std::vector{Aim::worst_off, Aim::regret, Aim::weighted}));

TEST_P(TieredMarginal, CostsAreThoseOfGoalsReachedAgain) {
  int compared = 0, exact = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    Economy economy = tiny_economy(seed);
    for (const Aim aim : GetParam())
      economy.objective.tiers.push_back(tier(std::to_string(static_cast<int>(aim)), aim));
    for (Need& need : economy.needs) need.floor = 0.3;
    if (GetParam().front() != Aim::floors) {
      for (Need& need : economy.needs) need.floor = 0;
    }
    const Plan plan = answered_plan(economy);
    for (const NeedAnswer& answer : plan.answers) {
      SCOPED_TRACE(economy.needs[answer.need].id);
      ++all;
      if (!answer.exact) continue;
      ++exact;
      double sum = 0;
      for (const Bottleneck& bottleneck : answer.bottlenecks) sum += bottleneck.share;
      if (answer.marginal_cost > 0) {
        EXPECT_NEAR(sum, 1, 1e-9);
      }
      const HeldGoal held(economy, plan, answer);
      const double now = plan.needs[answer.need].delivered;
      if (!std::isfinite(answer.marginal_cost)) {
        EXPECT_FALSE(held.value_at(now + 0.05 * answer.shortfall));
        continue;
      }
      if (answer.holds_for < 1e-3 * answer.shortfall) continue;  // too little for differences of two plans
      const double from = now + 0.1 * answer.holds_for, to = now + 0.9 * answer.holds_for;
      const auto before = held.value_at(from), after = held.value_at(to);
      ASSERT_TRUE(before && after);
      const double cost = (*after - *before) / (to - from);
      EXPECT_NEAR(answer.marginal_cost, cost, 1e-5 * std::max(1.0, std::fabs(cost)));
      ++compared;
    }
  }
  EXPECT_GE(exact, 0.8 * all);
  EXPECT_GE(compared, all / 3) << "otherwise this says little";
}

}  // namespace
}  // namespace planwerk
