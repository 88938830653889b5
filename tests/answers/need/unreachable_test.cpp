#include <cmath>

#include <gmock/gmock.h>

#include "host/answers/need/cover_questions.hpp"
#include "host/answers/need/need_answers.hpp"
#include "host/answers/need/need_text.hpp"
#include "host/answers/need/verify_answers.hpp"
#include "host/model/generator/generate.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;
using testing::Not;

// Existing plant is scarce here, and what it can make goes to those worst off: hardly any need can be covered fully
// while nobody else loses, whoever works. A programme that asks for it all the same has no solution, by so little of
// its largest amounts that no method comes to an end with it.
class UnreachableNeeds : public testing::Test {
 protected:
  static Economy economy_of_tiers() {
    Economy economy = weighted_economy();
    const Aim aims[] = {Aim::worst_off, Aim::coverage, Aim::burden};
    for (const Aim aim : aims) {
      Tier& tier = economy.objective.tiers.emplace_back();
      tier.id = "tier" + std::to_string(economy.objective.tiers.size());
      tier.aim = aim;
    }
    return economy;
  }
  static Economy weighted_economy() { return generate({.family = Family::shortrun, .goods = 300, .seed = 3}); }

  Plan with_answers(const Economy& economy, std::int64_t work_limit = std::numeric_limits<std::int64_t>::max()) {
    Plan plan = plan_of(economy, 1e-6);
    AnswerSettings asking;
    asking.labour = true;
    asking.needs = worst_short_needs(plan, most_answers);
    asking.solve.work_limit = work_limit;
    add_answers(economy, plan, asking, *device_);
    EXPECT_EQ(plan.answers.size(), most_answers);
    return plan;
  }

  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 1);
};

TEST_F(UnreachableNeeds, AreSaidToBeSo) {
  const Economy economy = economy_of_tiers();
  const Plan plan = with_answers(economy);
  EXPECT_FALSE(verify_answers(economy, plan).has_errors());
  for (const NeedAnswer& answer : plan.answers) {
    SCOPED_TRACE(economy.needs[answer.need].id);
    ASSERT_TRUE(answer.labour.has_value());
    EXPECT_FALSE(answer.labour_unanswered);
    EXPECT_FALSE(answer.labour->possible);
    EXPECT_LT(answer.labour->coverage, 0.99);
    EXPECT_GE(answer.labour->coverage, plan.needs[answer.need].coverage - 1e-6);
    double shares = 0;
    for (const NamedResidual& lack : answer.labour->lack) shares += lack.value;
    EXPECT_NEAR(shares, 1, 1e-9);
  }
}

TEST_F(UnreachableNeeds, ALimitThatComesFirstIsTold) {
  const Economy economy = economy_of_tiers();
  const Plan plan = with_answers(economy, 1);
  for (const NeedAnswer& answer : plan.answers) {
    EXPECT_FALSE(answer.labour.has_value());
    EXPECT_TRUE(answer.labour_unanswered);
    EXPECT_THAT(to_text(economy, plan, answer, std::nullopt), HasSubstr("was not found within the limits"));
  }
}

TEST_F(UnreachableNeeds, WhatAllOfThemWouldCostIsAnswered) {
  const Economy economy = weighted_economy();
  const Plan plan = with_answers(economy);
  CoverQuestions questions(economy, plan, {}, *device_);
  for (std::size_t k = 0; k < 5; ++k) {
    const NeedAnswer& answer = plan.answers[k];
    SCOPED_TRACE(economy.needs[answer.need].id);
    EXPECT_THAT(to_text(economy, plan, answer, std::nullopt), Not(HasSubstr("was not found within the limits")));
    const auto whole = questions.whole(answer.need);
    ASSERT_TRUE(whole.has_value());
    if (!whole->possible) continue;
    EXPECT_GE(whole->cost, -1e-6 * std::fabs(plan.certificate.objective));
  }
}

}  // namespace
}  // namespace planwerk
