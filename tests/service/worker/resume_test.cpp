// A solve that is interrupted and goes on from its checkpoint, and one that starts from the plan of an economy that
// differs a little: less work than from nowhere, and plans as good.
#include <cmath>

#include <gtest/gtest.h>

#include "host/answers/plan_job/carried_plan.hpp"
#include "host/answers/plan_job/plan_job.hpp"
#include "host/model/generator/generate.hpp"
#include "host/plan/verify.hpp"

namespace planwerk {
namespace {

struct Stopped {};

class Resuming : public ::testing::TestWithParam<std::tuple<Family, std::uint64_t>> {
 protected:
  Economy economy() const { return generate({std::get<0>(GetParam()), 300, std::get<1>(GetParam())}); }
  Plan plan(const Economy& economy, const PlanSettings& settings) {
    return plan_job(economy, settings, {.worst_needs = false}, *device_).plan;
  }
  static void expect_certified(const Economy& economy, const Plan& plan) {
    EXPECT_EQ(plan.status, Status::optimal) << plan.reason;
    EXPECT_FALSE(verify(economy, plan).has_errors());
  }

  const std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 1);
};

TEST_P(Resuming, GoesOnFromItsCheckpoint) {
  const Economy economy = this->economy();
  PlanSettings settings;
  settings.solve.method = Method::pdhg;
  int checks = 0;
  settings.solve.on_checkpoint = [&](const auto&) { ++checks; };
  const Plan whole = plan(economy, settings);
  expect_certified(economy, whole);
  ASSERT_GT(checks, 2);

  int left = 2 * checks / 3;
  PrimalDual kept;
  settings.solve.on_checkpoint = [&](const std::function<PrimalDual()>& point) {
    if (--left > 0) return;
    kept = point();
    throw Stopped{};
  };
  EXPECT_THROW(plan(economy, settings), Stopped);

  settings.solve.on_checkpoint = nullptr;
  settings.solve.warm_start = kept;
  settings.solve.start_is_near = true;
  const Plan resumed = plan(economy, settings);
  expect_certified(economy, resumed);
  EXPECT_LT(resumed.record.iterations, whole.record.iterations);
}

TEST_P(Resuming, AskingForCheckpointsChangesNoBit) {
  const Economy economy = this->economy();
  PlanSettings settings;
  const Plan silent = plan(economy, settings);
  settings.solve.on_checkpoint = [](const std::function<PrimalDual()>& point) { point(); };
  const Plan asked = plan(economy, settings);
  EXPECT_EQ(asked.activity, silent.activity);
  EXPECT_EQ(asked.record.iterations, silent.record.iterations);
}

// Every tenth need asks for a little more or less, every tenth offer has a little less time.
Economy changed(Economy economy) {
  for (std::size_t n = 0; n < economy.needs.size(); n += 10)
    economy.needs[n].amount_per_head *= n % 20 == 0 ? 1.02 : 0.97;
  for (std::size_t s = 0; s < economy.labour_steps.size(); s += 10) economy.labour_steps[s].hours *= 0.99;
  return economy;
}

TEST_P(Resuming, StartsFromThePlanOfAnEconomyThatDiffersALittle) {
  const Economy before = economy(), now = changed(before);
  const Plan earlier = plan(before, {});
  const Plan from_nowhere = plan(now, {});
  PlanSettings settings;
  const Plan start = carried_plan(before, earlier, now);
  settings.start_from = &start;
  const Plan started = plan(now, settings);
  expect_certified(now, started);
  EXPECT_LT(started.record.matrix_products, from_nowhere.record.matrix_products);
  const double scale = std::max(1.0, std::fabs(from_nowhere.certificate.objective));
  EXPECT_NEAR(started.certificate.objective, from_nowhere.certificate.objective, 2e-4 * scale);
}

TEST_P(Resuming, TheSameEconomyAgainIsAlmostFree) {
  const Economy economy = this->economy();
  const Plan earlier = plan(economy, {});
  PlanSettings settings;
  settings.start_from = &earlier;
  const Plan again = plan(economy, settings);
  expect_certified(economy, again);
  EXPECT_LT(again.record.matrix_products, earlier.record.matrix_products / 4);
}

INSTANTIATE_TEST_SUITE_P(Economies, Resuming,
                         ::testing::Combine(::testing::Values(Family::shortrun, Family::longrun, Family::joint),
                                            ::testing::Values(1, 2)));

// What differs in its things as well: what is gone is gone, what is new begins at zero.
TEST(CarriedPlan, MatchesThingsByTheirIds) {
  const Economy before = generate({Family::shortrun, 100, 3});
  Economy now = before;
  std::swap(now.recipes.front(), now.recipes.back());
  std::swap(now.needs.front(), now.needs.back());
  now.recipes[1].id = "new";
  now.needs[1].amount_per_head *= 2;
  const auto device = open_device(DeviceChoice::cpu, 1);
  const Plan plan = plan_job(before, {}, {.worst_needs = false}, *device).plan;
  const Plan carried = carried_plan(before, plan, now);
  EXPECT_EQ(carried.activity.front(), plan.activity.back());
  EXPECT_EQ(carried.activity.back(), plan.activity.front());
  EXPECT_EQ(carried.activity[1], 0);
  EXPECT_EQ(carried.activity[2], plan.activity[2]);
  EXPECT_EQ(carried.needs.front().deliveries, plan.needs.back().deliveries);
  EXPECT_DOUBLE_EQ(carried.needs[1].deliveries[0], 2 * plan.needs[1].deliveries[0]);
  EXPECT_EQ(carried.products[5].valuation, plan.products[5].valuation);
}

}  // namespace
}  // namespace planwerk
