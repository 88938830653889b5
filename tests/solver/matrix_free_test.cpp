#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "host/solver/interior_point/matrix_free_kkt.hpp"
#include "host/solver/pdhg.hpp"
#include "kernels/interior_point_kernels.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/vector_kernels.hpp"
#include "tests/solver/economies.hpp"

namespace planwerk {
namespace {

Vector upload(const std::vector<double>& host, Device& device) {
  return Vector(device, std::span<const double>(host));
}

// The scaled economy, and what a first-order run makes of it.
class MatrixFree : public testing::Test {
 protected:
  struct System {
    Vector column_weights, row_weights, g, r;
  };

  // Weights as an interior point near `point` has them: D = x / z with distances and reduced costs of at least
  // sqrt(mu), E likewise of the rows' slacks.
  System system_at(const std::vector<double>& primal, const std::vector<double>& dual, double mu) {
    const std::vector<double> activity = multiply(lp_.matrix, primal), prices = multiply_transposed(lp_.matrix, dual);
    const double least = std::sqrt(mu);
    const auto weight = [least](double value, double lower, double upper, double cost) {
      const double distance = std::max(least, std::min(value - lower, upper - value));
      return distance / std::max({least * least / distance, least, std::fabs(cost)});
    };
    std::vector<double> columns, rows, g, r;
    std::mt19937_64 bits(1);
    const auto draw = [&bits] { return static_cast<double>(bits() >> 11) * 0x1p-52 - 1; };
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      columns.push_back(weight(primal[j], lp_.column_lower[j], lp_.column_upper[j], lp_.objective[j] - prices[j]));
      g.push_back(draw());
    }
    for (std::int32_t i = 0; i < lp_.rows(); ++i) {
      rows.push_back(weight(activity[i], lp_.row_lower[i], lp_.row_upper[i], dual[i]));
      r.push_back(draw());
    }
    return {upload(columns, *device_), upload(rows, *device_), upload(g, *device_), upload(r, *device_)};
  }

  // Residual of the normal equations relative to their right-hand side; the other half of the system is exact.
  double residual(const System& s, const Vector& dx, const Vector& dy) {
    Vector left_g(*device_, s.g.size()), left_r(*device_, s.r.size());
    device_->interior_point().kkt_residual({a_, s.column_weights, s.row_weights, s.g, s.r}, dx, dy, left_g, left_r);
    Vector weighted(*device_, s.g.size()), side(*device_, s.r.size());
    weighted.assign_from(s.g);
    device_->vectors().multiply(s.column_weights, weighted);
    device_->sparse().multiply(a_.by_rows, weighted, side);
    device_->vectors().axpby(1, s.r, 1, side);
    return device_->vectors().norm2(left_r) / device_->vectors().norm2(side);
  }

  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 2);
  LinearProgram lp_ = production_economy(300, 2);
  DeviceMatrix a_ = device_->sparse().upload(lp_.matrix.span());
  std::vector<double> zero_primal_ = std::vector<double>(lp_.objective.size(), 0.0);
  std::vector<double> zero_dual_ = std::vector<double>(lp_.row_lower.size(), 0.0);
};

TEST_F(MatrixFree, SolvesToTheAccuracyAskedFor) {
  System s = system_at(zero_primal_, zero_dual_, 1e-2);
  std::mt19937_64 bits(2);
  const auto six_decades = [&bits](Vector& weights) {
    std::vector<double> host(weights.size());
    for (double& weight : host) weight = std::pow(10.0, 6 * static_cast<double>(bits() >> 11) * 0x1p-53 - 3);
    weights.upload(host);
  };
  six_decades(s.column_weights);
  six_decades(s.row_weights);
  const auto solver = make_matrix_free_kkt_solver(a_, *device_);
  Vector dx(*device_, s.g.size()), dy(*device_, s.r.size());
  ASSERT_TRUE(solver->factorize(s.column_weights, s.row_weights));
  for (const double accuracy : {1e-3, 1e-6, 1e-10}) {
    ASSERT_TRUE(solver->solve(s.g, s.r, accuracy, dx, dy));
    EXPECT_LE(residual(s, dx, dy), 2 * accuracy);
  }
}

TEST_F(MatrixFree, GrowsEasierTowardsTheOptimum) {
  Pdhg pdhg(scale_program(lp_, Scaling::log_prices, *device_), {}, *device_);
  while (pdhg.residuals().kkt() > 1e-6) pdhg.run_to_check([] { return false; });
  const PrimalDual point = pdhg.point();
  std::vector<std::int64_t> work;
  for (const double mu : {1e-2, 1e-6, 1e-10}) {
    const System s = system_at(point.primal, point.dual, mu);
    const auto solver = make_matrix_free_kkt_solver(a_, *device_);
    Vector dx(*device_, s.g.size()), dy(*device_, s.r.size());
    ASSERT_TRUE(solver->factorize(s.column_weights, s.row_weights));
    const std::int64_t before = solver->work();
    ASSERT_TRUE(solver->solve(s.g, s.r, 1e-8, dx, dy)) << mu;
    EXPECT_LE(residual(s, dx, dy), 1e-7);
    work.push_back(solver->work() - before);
  }
  EXPECT_LT(work[2], work[0]);
}

TEST_F(MatrixFree, RepeatsItselfToTheBit) {
  const System s = system_at(zero_primal_, zero_dual_, 1e-3);
  std::vector<double> answers[2];
  for (auto& answer : answers) {
    const auto solver = make_matrix_free_kkt_solver(a_, *device_);
    Vector dx(*device_, s.g.size()), dy(*device_, s.r.size());
    ASSERT_TRUE(solver->factorize(s.column_weights, s.row_weights));
    solver->solve(s.g, s.r, 1e-8, dx, dy);
    answer = dy.to_host();
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST_F(MatrixFree, EndsWithinASolveWhereItIsToldTo) {
  const System s = system_at(zero_primal_, zero_dual_, 1e-2);
  const auto work_of_solve = [&](std::int64_t limit) {
    const auto solver = make_matrix_free_kkt_solver(a_, *device_);
    Vector dx(*device_, s.g.size()), dy(*device_, s.r.size());
    EXPECT_TRUE(solver->factorize(s.column_weights, s.row_weights));
    const std::int64_t before = solver->work();
    solver->heed([&] { return solver->work() - before > limit; });
    const bool reached = solver->solve(s.g, s.r, 1e-8, dx, dy);
    EXPECT_TRUE(std::isfinite(residual(s, dx, dy)));
    EXPECT_EQ(reached, solver->work() - before <= limit);
    return solver->work() - before;
  };
  const std::int64_t whole = work_of_solve(std::numeric_limits<std::int64_t>::max());
  EXPECT_LT(work_of_solve(whole / 4), whole / 2);
}

TEST_F(MatrixFree, IsNotMadeReadyWhereItIsToldToEnd) {
  const System s = system_at(zero_primal_, zero_dual_, 1e-2);
  const auto solver = make_matrix_free_kkt_solver(a_, *device_);
  solver->heed([] { return true; });
  EXPECT_FALSE(solver->factorize(s.column_weights, s.row_weights));
}

TEST_F(MatrixFree, SaysWhenItDoesNotConverge) {
  const System s = system_at(zero_primal_, zero_dual_, 1e-2);
  const auto solver = make_matrix_free_kkt_solver(a_, *device_, {.iteration_limit = 2});
  Vector dx(*device_, s.g.size()), dy(*device_, s.r.size());
  ASSERT_TRUE(solver->factorize(s.column_weights, s.row_weights));
  EXPECT_FALSE(solver->solve(s.g, s.r, 1e-12, dx, dy));
}

}  // namespace
}  // namespace planwerk
