#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/answers/need/resolved.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"

namespace planwerk {
namespace {

using testing::Ge;
using testing::IsEmpty;
using testing::Le;
using testing::Not;

Economy economy_of(std::uint64_t seed) {
  RandomEconomySettings settings;
  settings.products = 20 + 5 * static_cast<int>(seed % 8);
  settings.scarcity = 0.3 + 0.1 * static_cast<double>(seed % 7);
  settings.wastes = 0.3;
  settings.byproducts = 0.4;
  settings.two_alternatives = seed % 2 == 0 ? 0.4 : 0;
  settings.floors = seed % 3 == 0 ? 0.3 : 0;
  return random_economy(settings, seed);
}

double sum_of_shares(const NeedAnswer& answer) {
  double sum = 0;
  for (const Bottleneck& bottleneck : answer.bottlenecks) sum += bottleneck.share;
  return sum;
}

std::vector<std::pair<std::string, double>> shares_of(const NeedAnswer& answer) {
  std::vector<std::pair<std::string, double>> shares;
  for (const Bottleneck& bottleneck : answer.bottlenecks) shares.emplace_back(bottleneck.id, bottleneck.share);
  return shares;
}

std::vector<std::pair<Index, double>> losses_of(const NeedAnswer& answer) {
  std::vector<std::pair<Index, double>> losses;
  for (const Rival& rival : answer.rivals) losses.emplace_back(rival.need, rival.loss);
  return losses;
}

// Answers of one random economy against plans made again with the need held a little higher.
class Marginal : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, Marginal, testing::Range<std::uint64_t>(1, 31));

TEST_P(Marginal, CostsAndLossesAreThoseOfPlansMadeAgain) {
  const Economy economy = economy_of(GetParam());
  const Plan plan = answered_plan(economy);
  const MergedNeeds merged = merge_needs(economy);
  ASSERT_THAT(plan.answers, Not(IsEmpty()));
  for (const NeedAnswer& answer : plan.answers) {
    SCOPED_TRACE(economy.needs[answer.need].id);
    ASSERT_TRUE(answer.exact);
    const double share = merged.share_of[answer.need];
    const double now = plan.needs[answer.need].delivered / share, left = answer.shortfall / share;
    const HeldNeed held(economy, answer.need);
    if (!std::isfinite(answer.marginal_cost)) {
      EXPECT_FALSE(held.at(now + 0.01 * left));
      continue;
    }
    const double by = std::min(0.5 * answer.holds_for / share, left);
    if (by < 1e-5 * left) continue;  // too little for differences of two plans
    const auto before = held.at(now), after = held.at(now + by);
    ASSERT_TRUE(before && after);
    const double cost = (after->cost - before->cost) / by;
    EXPECT_NEAR(answer.marginal_cost, cost, 1e-6 * std::fabs(cost));
    if (!answer.unique) continue;
    std::vector<double> losses(economy.needs.size(), 0.0);
    for (const Rival& rival : answer.rivals) losses[rival.need] = rival.loss;
    for (std::size_t n = 0; n < losses.size(); ++n) {
      const Index group = merged.group_of[n];
      if (group == merged.group_of[answer.need]) continue;
      const double lost = (before->delivered[group] - after->delivered[group]) / by * merged.share_of[n];
      EXPECT_NEAR(losses[n], lost, 1e-6 * std::max(1.0, std::fabs(lost))) << economy.needs[n].id;
    }
  }
}

TEST_P(Marginal, SharesAddUpToOneAndChainsEndAtTheFirstBottleneck) {
  const Economy economy = economy_of(GetParam());
  const Plan plan = answered_plan(economy);
  for (const NeedAnswer& answer : plan.answers) {
    SCOPED_TRACE(economy.needs[answer.need].id);
    EXPECT_NEAR(sum_of_shares(answer), 1, 1e-9);
    for (const Bottleneck& bottleneck : answer.bottlenecks) EXPECT_THAT(bottleneck.share, Ge(0));
    ASSERT_THAT(answer.chain, Not(IsEmpty()));
    // Of its first product a unit of the need takes a unit by the rate of the variant, more where it also feeds itself.
    bool is_a_variant = false;
    for (const Alternative& way : economy.alternatives_of(economy.needs[answer.need])) {
      is_a_variant |=
          way.product == answer.chain.front().product && answer.chain.front().amount >= (1 - 1e-6) / way.rate;
    }
    EXPECT_TRUE(is_a_variant);
  }
}

TEST_P(Marginal, RivalsAndHoursPayTheWholeCost) {
  const Economy economy = economy_of(GetParam());
  const Plan plan = answered_plan(economy);
  for (const NeedAnswer& answer : plan.answers) {
    if (!std::isfinite(answer.marginal_cost)) continue;
    double cost = 0, size = 0;
    const auto pay = [&](double amount) {
      cost += amount;
      size += std::fabs(amount);
    };
    for (const ExtraHours& extra : answer.hours) {
      pay(extra.hours * economy.steps_of(economy.labour_offers[extra.offer])[extra.step].burden);
    }
    for (const Rival& rival : answer.rivals) {
      // What the next unit down (or up) the rival's ladder is worth.
      const Need& need = economy.needs[rival.need];
      const double coverage = plan.needs[rival.need].coverage;
      double end = 0, worth = 0;
      for (const CoverageStep& step : economy.ladder_of(need)) {
        worth = step.value;
        end += step.width;
        if (rival.loss > 0 ? coverage <= end + 1e-9 : coverage < end - 1e-9) break;
      }
      pay(rival.loss * worth * need.weight * economy.objective.hours_per_coverage / need.amount_per_head);
    }
    EXPECT_NEAR(answer.marginal_cost, cost, 1e-6 * size) << economy.needs[answer.need].id;
  }
}

// Needs are answered for in blocks: who else is asked about changes nothing, not even the last bit.
TEST_P(Marginal, AnswersAreTheSameAskedAloneOrTogether) {
  const Economy economy = economy_of(GetParam());
  const Plan together = answered_plan(economy);
  const auto device = open_device(DeviceChoice::cpu, 1);
  for (const NeedAnswer& answer : together.answers) {
    SCOPED_TRACE(economy.needs[answer.need].id);
    Plan alone = together;
    AnswerSettings settings;
    settings.needs = {answer.need};
    add_answers(economy, alone, settings, *device);
    ASSERT_EQ(alone.answers.size(), 1u);
    EXPECT_EQ(alone.answers[0].marginal_cost, answer.marginal_cost);
    EXPECT_EQ(alone.answers[0].holds_for, answer.holds_for);
    EXPECT_EQ(shares_of(alone.answers[0]), shares_of(answer));
    EXPECT_EQ(losses_of(alone.answers[0]), losses_of(answer));
  }
}

// Without a basis the plan's valuations answer, and the plan's gap says how well.
TEST_P(Marginal, ValuationsHoldWithinTheirDoubt) {
  const Economy economy = economy_of(GetParam());
  Plan plan = plan_of(economy, 3e-3);
  const auto device = open_device(DeviceChoice::cpu, 1);
  AnswerSettings settings;
  settings.exact = false;
  add_answers(economy, plan, settings, *device);
  const MergedNeeds merged = merge_needs(economy);
  for (const NeedAnswer& answer : plan.answers) {
    SCOPED_TRACE(economy.needs[answer.need].id);
    EXPECT_FALSE(answer.exact);
    if (answer.marginal_cost > 0) {
      EXPECT_NEAR(sum_of_shares(answer), 1, 1e-9);
    }
    const double share = merged.share_of[answer.need], left = answer.shortfall / share;
    const double now = plan.needs[answer.need].delivered / share,
                 floor = economy.needs[answer.need].floor * (now + left);
    const double down = std::min(left, 0.999 * (now - floor));
    const HeldNeed held(economy, answer.need);
    const auto here = held.at(now), full = held.at(now + left), less = held.at(now - down);
    ASSERT_TRUE(here && less);
    const double doubt = answer.marginal_doubt * share, rounding = 1e-9 * std::fabs(here->cost) / left;
    if (full) {
      EXPECT_THAT(answer.marginal_cost - doubt - rounding, Le((full->cost - here->cost) / left));
    }
    if (down < 1e-3 * left) continue;
    EXPECT_THAT(answer.marginal_cost + doubt * left / down + rounding * left / down,
                Ge((here->cost - less->cost) / down));
  }
}

}  // namespace
}  // namespace planwerk
