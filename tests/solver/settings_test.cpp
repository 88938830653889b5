#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/solver/judge.hpp"
#include "host/solver/solve.hpp"
#include "tests/solver/economies.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

SolveSettings to_tolerance(double tolerance) {
  SolveSettings settings;
  settings.tolerance = tolerance;
  settings.iteration_limit = 500'000;
  return settings;
}

class SolveSettingsTest : public testing::Test {
 protected:
  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 1);
  LinearProgram lp_ = production_economy(60, 7);

  double error_of(const Solution& solution) const {
    return certify(lp_, solution.point.primal, solution.point.dual).kkt_2();
  }
};

TEST_F(SolveSettingsTest, AnEconomyIsSolvedToItsTolerance) {
  for (const double tolerance : {1e-2, 1e-4, 1e-6, 1e-8}) {
    const Solution solution = solve(lp_, to_tolerance(tolerance), *device_);
    EXPECT_EQ(solution.status, Status::optimal) << solution.reason;
    EXPECT_LE(error_of(solution), tolerance);
  }
}

TEST_F(SolveSettingsTest, TheSameProgrammeGivesTheSameBits) {
  const Solution first = solve(lp_, to_tolerance(1e-6), *device_);
  const Solution second = solve(lp_, to_tolerance(1e-6), *open_device(DeviceChoice::cpu, 1));
  EXPECT_EQ(first.iterations, second.iterations);
  EXPECT_EQ(first.point.primal, second.point.primal);
  EXPECT_EQ(first.point.dual, second.point.dual);
}

TEST_F(SolveSettingsTest, AWarmStartSavesProducts) {
  const Solution cold = solve(lp_, to_tolerance(1e-6), *device_);
  SolveSettings settings = to_tolerance(1e-6);
  settings.warm_start = cold.point;
  const Solution warm = solve(lp_, settings, *device_);
  EXPECT_EQ(warm.status, Status::optimal);
  EXPECT_LE(error_of(warm), 1e-6);
  EXPECT_LT(2 * warm.matrix_products, cold.matrix_products);
}

TEST_F(SolveSettingsTest, AnUnusableWarmStartIsIgnored) {
  SolveSettings settings = to_tolerance(1e-4);
  settings.warm_start =
      PrimalDual{std::vector<double>(lp_.objective.size(), infinity), std::vector<double>(lp_.row_lower.size(), 0.0)};
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::optimal);
  EXPECT_LE(error_of(solution), 1e-4);
}

TEST_F(SolveSettingsTest, TheIterationLimitEndsWithThePointSoFar) {
  SolveSettings settings = to_tolerance(1e-12);
  settings.iteration_limit = 200;
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::iteration_limit);
  EXPECT_LT(solution.iterations, 300);
  EXPECT_LT(error_of(solution), 1);
  EXPECT_FALSE(solution.reason.empty());
}

// Whatever method does it, and at the same point every time.
TEST_F(SolveSettingsTest, TheLimitOnWorkEndsWithThePointSoFar) {
  constexpr std::int64_t limit = 20'000;
  for (const Method method : {Method::pdhg, Method::interior_point, Method::automatic}) {
    SCOPED_TRACE(to_string(method));
    SolveSettings settings = to_tolerance(0);  // which nothing meets
    settings.method = method;
    settings.iteration_limit = std::numeric_limits<std::int64_t>::max();
    settings.work_limit = limit;
    const Solution solution = solve(lp_, settings, *device_);
    EXPECT_EQ(solution.status, Status::iteration_limit);
    EXPECT_THAT(solution.reason, testing::HasSubstr("work"));
    EXPECT_GE(solution.matrix_products, limit);
    EXPECT_LT(solution.matrix_products, 1.5 * limit);
    EXPECT_LT(error_of(solution), 1);
    EXPECT_EQ(certify(lp_, solution.point.primal, solution.point.dual).column_violation, 0);
    EXPECT_EQ(solve(lp_, settings, *device_).point.primal, solution.point.primal);
  }
}

TEST_F(SolveSettingsTest, ALimitOnWorkThatSufficesChangesNothing) {
  const Solution free = solve(lp_, to_tolerance(1e-6), *device_);
  SolveSettings settings = to_tolerance(1e-6);
  settings.work_limit = 10 * free.matrix_products;
  const Solution limited = solve(lp_, settings, *device_);
  EXPECT_EQ(limited.status, Status::optimal);
  EXPECT_EQ(limited.point.primal, free.point.primal);
}

TEST_F(SolveSettingsTest, TheTimeLimitEndsWithThePointSoFar) {
  SolveSettings settings = to_tolerance(0);
  settings.iteration_limit = std::numeric_limits<std::int64_t>::max();
  settings.time_limit_s = 0.2;
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::time_limit);
  EXPECT_GE(solution.elapsed_s, 0.2);
  EXPECT_LT(error_of(solution), 1);
}

TEST_F(SolveSettingsTest, AnInterruptionEndsWithThePointSoFar) {
  std::atomic<bool> interrupt = false;
  SolveSettings settings;  // without an end of its own
  settings.tolerance = 0;
  settings.interrupt = &interrupt;
  settings.on_progress = [&](const Progress&) { interrupt = true; };
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::interrupted);
  EXPECT_LT(error_of(solution), 1);
}

TEST_F(SolveSettingsTest, AnInterruptionBeforeTheFirstCheckStillAnswers) {
  const std::atomic<bool> interrupt = true;
  SolveSettings settings = to_tolerance(1e-6);
  settings.interrupt = &interrupt;
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::interrupted);
  EXPECT_EQ(solution.point.primal.size(), lp_.objective.size());
  EXPECT_EQ(certify(lp_, solution.point.primal, solution.point.dual).column_violation, 0);
}

TEST_F(SolveSettingsTest, WhatIsNotAcceptedIsAskedAgainLater) {
  std::vector<double> gaps;
  SolveSettings settings = to_tolerance(1e-3);
  settings.accept = [&](const PrimalDual& point) {
    gaps.push_back(certify(lp_, point.primal, point.dual).relative_gap);
    return gaps.size() == 12;
  };
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::optimal);
  ASSERT_EQ(gaps.size(), 12u);
  EXPECT_LE(gaps.front(), 1e-3);
  EXPECT_LE(gaps.back(), 1e-6);
}

// A caller whom nothing pleases gets the best point there is, and an end.
TEST_F(SolveSettingsTest, WhereExactPointsAreRefusedTheSolveEnds) {
  SolveSettings settings = to_tolerance(1e-6);
  settings.accept = [](const PrimalDual&) { return false; };
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::numerical_trouble);
  EXPECT_THAT(solution.reason, testing::HasSubstr("exact but for rounding"));
  EXPECT_LE(certify(lp_, solution.point.primal, solution.point.dual).kkt(), 1e-9);
}

// Hours or seconds, pieces or dozens: a caller who judges is asked at the same points.
TEST_F(SolveSettingsTest, UnitsOfCostsAndAmountsDoNotChangeWhenTheCallerIsAsked) {
  const auto asked_at = [&](double cost_unit, double amount_unit) {
    LinearProgram lp = lp_;
    for (double& cost : lp.objective) cost *= cost_unit;
    for (auto* side : {&lp.row_lower, &lp.row_upper, &lp.column_lower, &lp.column_upper}) {
      for (double& value : *side) value *= amount_unit;
    }
    std::vector<double> objectives;
    SolveSettings settings = to_tolerance(1e-4);
    settings.accept = [&](const PrimalDual& point) {
      objectives.push_back(certify(lp, point.primal, point.dual).primal_objective / (cost_unit * amount_unit));
      return true;
    };
    const Solution solution = solve(lp, settings, *device_);
    EXPECT_EQ(solution.status, Status::optimal);
    return std::pair(solution.matrix_products, objectives);
  };
  const auto [products, objectives] = asked_at(1, 1);
  for (const auto& [cost_unit, amount_unit] : {std::pair(1024.0, 1.0), std::pair(1.0, 4096.0), std::pair(0.125, 0.5)}) {
    const auto [products_there, objectives_there] = asked_at(cost_unit, amount_unit);
    EXPECT_EQ(products_there, products);
    ASSERT_EQ(objectives_there.size(), objectives.size());
    EXPECT_NEAR(objectives_there[0], objectives[0], 1e-6 * std::fabs(objectives[0]));
  }
}

TEST_F(SolveSettingsTest, ResidualsAreMeasuredInTheUnitsGiven) {
  SolveSettings settings = to_tolerance(1e-6);
  settings.residual_units.row_units.assign(lp_.row_lower.size(), 1e3);
  settings.residual_units.column_units.assign(lp_.objective.size(), 1e-2);
  const Solution solution = solve(lp_, settings, *device_);
  EXPECT_EQ(solution.status, Status::optimal);
  EXPECT_LE(certify_in(settings.residual_units, lp_, solution.point).kkt_2(), 1e-6);
}

TEST_F(SolveSettingsTest, UnitsOfProductsAndRecipesChangeNothingThatCounts) {
  LinearProgram other = lp_;
  for (std::int32_t i = 0; i < other.rows(); ++i) {
    const double unit = std::pow(10.0, i % 9 - 4);
    for (auto k = other.matrix.row_offsets[i]; k < other.matrix.row_offsets[i + 1]; ++k) other.matrix.values[k] *= unit;
    other.row_lower[i] *= unit;
    other.row_upper[i] *= unit;
  }
  const Solution solution = solve(other, to_tolerance(1e-8), *device_);
  const Solution reference = solve(lp_, to_tolerance(1e-8), *device_);
  ASSERT_EQ(solution.status, Status::optimal);
  const double value = certify(lp_, reference.point.primal, reference.point.dual).primal_objective;
  EXPECT_NEAR(certify(other, solution.point.primal, solution.point.dual).primal_objective, value, 1e-5 * value);
}

TEST_F(SolveSettingsTest, ProgressTellsOfWorkInOrder) {
  std::vector<Progress> lines;
  SolveSettings settings = to_tolerance(0);
  settings.iteration_limit = std::numeric_limits<std::int64_t>::max();
  settings.time_limit_s = 1;
  settings.on_progress = [&](const Progress& progress) { lines.push_back(progress); };
  solve(lp_, settings, *device_);
  ASSERT_GE(lines.size(), 2u);
  EXPECT_LE(lines.size(), 6u);
  EXPECT_LT(lines[0].matrix_products, lines[1].matrix_products);
  EXPECT_LT(lines[0].elapsed_s, lines[1].elapsed_s);
}

}  // namespace
}  // namespace planwerk
