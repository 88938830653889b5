#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/answers/need/resolved.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"

namespace planwerk {
namespace {

constexpr double plenty = 30;  // times the hours offered

// The labour question as a job of its own: present coverages are floors, this need's floor is all of it, coverage is
// worth next to nothing, and whoever it takes offers more hours at twice the dearest burden.
Economy labour_job(const Economy& economy, const Plan& plan, Index need) {
  Economy job = economy;
  const MergedNeeds merged = merge_needs(economy);
  job.objective.hours_per_coverage = 1e-12;
  for (std::size_t n = 0; n < job.needs.size(); ++n) {
    const bool asked_about = merged.group_of[n] == merged.group_of[need];
    job.needs[n].floor = asked_about ? 1 : std::clamp(plan.needs[n].coverage - 1e-9, 0.0, 1.0);
  }
  const auto kinds = static_cast<Index>(job.labour_kinds.size());
  for (Index kind = 0; kind < kinds; ++kind) {
    double dearest = 0, hours = 1;
    for (const LabourOffer& offer : economy.labour_offers) {
      for (const LabourStep& step : economy.steps_of(offer)) {
        if (offer.kind != kind) continue;
        dearest = std::max(dearest, step.burden);
        hours += step.hours;
      }
    }
    const auto begin = static_cast<std::int64_t>(job.labour_steps.size());
    job.labour_steps.push_back({plenty * hours, burden_of_unoffered_hours * dearest});
    job.labour_offers.push_back({"further" + std::to_string(kind), kind, no_index, {begin, begin + 1}});
  }
  return job;
}

double burden_of(const Economy& economy, const Plan& plan) {
  double burden = 0;
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    const auto steps = economy.steps_of(economy.labour_offers[o]);
    for (std::size_t s = 0; s < steps.size(); ++s) burden += steps[s].burden * plan.labour[o][s];
  }
  return burden;
}

class LabourQuestion : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, LabourQuestion, testing::Range<std::uint64_t>(1, 13));

TEST_P(LabourQuestion, IsAnsweredAsAJobOfItsOwn) {
  RandomEconomySettings settings;
  settings.products = 20;
  settings.capped = GetParam() % 2 == 0 ? 0.3 : 0;
  settings.scarcity = GetParam() % 3 == 0 ? 0.5 : 0.9;
  Economy economy = random_economy(settings, GetParam());
  if (GetParam() % 4 < 2) {
    for (Capacity& capacity : economy.capacities) capacity.amount *= 10;  // labour alone is scarce
    for (Limit& limit : economy.limits) limit.upper *= 10;
  }
  AnswerSettings asking;
  asking.labour = true;
  const Plan plan = answered_plan(economy, asking);
  for (const NeedAnswer& answer : plan.answers) {
    SCOPED_TRACE(economy.needs[answer.need].id);
    ASSERT_TRUE(answer.labour.has_value());
    const Economy job = labour_job(economy, plan, answer.need);
    const Plan again = plan_of(job, 1e-8);
    EXPECT_EQ(answer.labour->possible, again.status == Status::optimal) << to_string(again.status);
    if (!answer.labour->possible) {
      double shares = 0;
      for (const NamedResidual& lack : answer.labour->lack) {
        shares += lack.value;
        EXPECT_FALSE(lack.id.starts_with("labour:")) << lack.id;
      }
      EXPECT_NEAR(shares, 1, 1e-9);
      EXPECT_LT(answer.labour->coverage, 1);
      EXPECT_GE(answer.labour->coverage, plan.needs[answer.need].coverage - 1e-6);
      continue;
    }
    ASSERT_EQ(again.status, Status::optimal) << again.certificate.safe_gap;
    const double before = burden_of(economy, plan), extra = burden_of(job, again) - before;
    EXPECT_NEAR(answer.labour->burden, extra, 1e-6 * std::max(std::fabs(extra), before));
    double told = 0;
    for (const ExtraHours& hours : answer.labour->hours) {
      told += hours.hours * economy.steps_of(economy.labour_offers[hours.offer])[hours.step].burden;
    }
    for (const NamedResidual& missing : answer.labour->missing) told += missing.value * 2 * 1.7;  // the dearest: 1.7
    EXPECT_NEAR(told, answer.labour->burden, 1e-6 * std::max(std::fabs(extra), before));
  }
}

}  // namespace
}  // namespace planwerk
