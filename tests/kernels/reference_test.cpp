// The judge judged: the reference kernels on values worked out by hand.
#include <gmock/gmock.h>

#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

//     [ 2  0 -1 ]
// A = [ 0  0  0 ]
//     [ 0  3  4 ]
HostCsr small_matrix() {
  return {"small", 3, 3, {0, 2, 2, 4}, {0, 2, 1, 2}, {2, -1, 3, 4}};
}

class ReferenceTest : public ::testing::Test {
 protected:
  Vector vector(const std::vector<double>& x) { return vector_on(device_, x); }
  Vector zeros(std::size_t n) { return vector(std::vector<double>(n)); }
  ReferenceDevice device_;
};

TEST_F(ReferenceTest, VectorsAndReductions) {
  VectorKernels& kernels = device_.vectors();
  const Vector x = vector({3, -4, 0});
  Vector y = vector({1, 1, 2});
  EXPECT_EQ(kernels.norm2(x), 5);
  EXPECT_EQ(kernels.norm_inf(x), 4);
  EXPECT_EQ(kernels.sum(x), -1);
  EXPECT_EQ(kernels.dot(x, y), -1);
  EXPECT_DOUBLE_EQ(kernels.distance2(x, y), std::sqrt(4 + 25 + 4));
  kernels.axpby(2, x, -1, y);
  EXPECT_THAT(y.to_host(), ElementsAre(5, -9, -2));
  kernels.project(vector({-1, -infinite, 0}), vector({1, infinite, 0}), y);
  EXPECT_THAT(y.to_host(), ElementsAre(1, -9, 0));
}

TEST_F(ReferenceTest, ProductsAndRowReductions) {
  DeviceMatrix a = device_.sparse().upload(small_matrix().span());
  Vector result = zeros(3);
  device_.sparse().multiply(a.by_rows, vector({1, 2, 3}), result);
  EXPECT_THAT(result.to_host(), ElementsAre(-1, 0, 18));
  device_.sparse().multiply(a.by_columns, vector({1, 2, 3}), result);
  EXPECT_THAT(result.to_host(), ElementsAre(2, 9, 11));
  device_.sparse().row_max_abs(a.by_rows, result);
  EXPECT_THAT(result.to_host(), ElementsAre(2, 0, 4));
  device_.sparse().row_sum_abs(a.by_columns, result);
  EXPECT_THAT(result.to_host(), ElementsAre(2, 3, 5));
  device_.sparse().scale(a, vector({1, 1, 2}), vector({10, 1, 0.5}));
  EXPECT_THAT(a.by_rows.values.to_host(), ElementsAre(20, -0.5, 6, 4));
  EXPECT_THAT(a.by_columns.values.to_host(), ElementsAre(20, 6, -0.5, 4));
}

// min x  s.t. 2 x >= 4, 0 <= x <= 10, from x = 1, y = 0 with tau = 1/4, sigma = 1/2, k = 0 (weight 1/2), anchor at 0:
//   x+ = 1 - 1/4 (1 - 0) = 3/4, reflected 1/2; t = 0 - 1/2 * 2 * 1/2 = -1/2, side = max(1, 4) = 4, y+ = -1/2 + 2 = 3/2;
//   x <- 1/2 * 1/2 = 1/4, y <- 1/2 * 3 = 3/2.
TEST_F(ReferenceTest, OneHalpernIterationByHand) {
  const HostCsr two{"two", 1, 1, {0, 1}, {0}, {2}};
  const DeviceProgram lp{
      device_.sparse().upload(two.span()), vector({1}), vector({0}), vector({10}), vector({4}), vector({infinite})};
  HalpernState z{vector({1}), vector({0}), vector({0}), vector({0}), zeros(1), zeros(1), zeros(1), zeros(1), zeros(1)};
  device_.pdhg().iterate_recording(lp, {0.25, 0.5}, 0, z);
  EXPECT_THAT(z.candidate_primal.to_host(), ElementsAre(0.75));
  EXPECT_THAT(z.reflected.to_host(), ElementsAre(0.5));
  EXPECT_THAT(z.primal_step.to_host(), ElementsAre(-0.5));
  EXPECT_THAT(z.candidate_dual.to_host(), ElementsAre(1.5));
  EXPECT_THAT(z.dual_step.to_host(), ElementsAre(3));
  EXPECT_THAT(z.primal.to_host(), ElementsAre(0.25));
  EXPECT_THAT(z.dual.to_host(), ElementsAre(1.5));
}

// Row 2 x >= 4 at x = 1 lacks 2; column with reduced cost 1 - 2 * 3 = -5 earns 10 times that.
TEST_F(ReferenceTest, SumsOfAPointByHand) {
  const HostCsr two{"two", 1, 1, {0, 1}, {0}, {2}};
  const DeviceProgram lp{
      device_.sparse().upload(two.span()), vector({1}), vector({0}), vector({10}), vector({4}), vector({infinite})};
  const RowSums rows = device_.pdhg().row_sums(lp, vector({2}), vector({3}), vector({1}), vector({10}));
  EXPECT_EQ(rows.base_violation2, 4);
  EXPECT_EQ(rows.target_violation2, 400);
  EXPECT_EQ(rows.priced_violation, 6);
  EXPECT_EQ(rows.dual_objective, 12);
  const ColumnSums columns = device_.pdhg().column_sums(lp, vector({1}), vector({6}), vector({1}), vector({1}));
  EXPECT_EQ(columns.base_violation2, 0);
  EXPECT_EQ(columns.dual_objective, -50);
  EXPECT_EQ(columns.primal_objective, 1);
  const RaySums infeasible = device_.pdhg().infeasibility_sums(lp, vector({1}), vector({2}));
  EXPECT_EQ(infeasible.support, 4 - 20);  // 2 x >= 4 against 0 <= x <= 10: the row asks for 4, the box can give 20
  EXPECT_EQ(infeasible.violation2, 0);
  const RaySums unbounded = device_.pdhg().unboundedness_sums(lp, vector({-1}), vector({-2}));
  EXPECT_EQ(unbounded.support, 1);
  EXPECT_EQ(unbounded.violation2, 1 + 4);  // leaves x >= 0 and 2 x >= 4
}

// Good 0 is made at cost 2 in column 0; good 1 from 3 of good 0 in column 1; column 2 uses good 1 only.
class ScalingReferenceTest : public ReferenceTest {
 protected:
  const HostCsr economy_{"economy", 2, 3, {0, 2, 4}, {0, 1, 1, 2}, {1, -3, 2, -5}};
  DeviceMatrix a_ = device_.sparse().upload(economy_.span());
  const Vector upright_ = vector({1, 1});
  const Vector cost_ = vector({2, 0, 0});
};

TEST_F(ScalingReferenceTest, PricesFollowTheCheapestProducer) {
  Vector prices = vector({1, 1});
  const Vector anchor = vector({1, 1});
  // Good 0 costs 2 against a revenue of 1; good 1 costs 3 against 2.
  EXPECT_DOUBLE_EQ(device_.scaling().price_sweep(a_, upright_, cost_, anchor, 100, prices), std::log(2));
  EXPECT_THAT(prices.to_host(), ElementsAre(2, 1.5));
  device_.scaling().price_sweep(a_, upright_, cost_, anchor, 100, prices);
  EXPECT_THAT(prices.to_host(), ElementsAre(2, 3));
  EXPECT_EQ(device_.scaling().price_sweep(a_, upright_, cost_, anchor, 100, prices), 0);
}

TEST_F(ScalingReferenceTest, ColumnsTurnOverOneUnitOfValue) {
  Vector rows = zeros(2), columns = zeros(3);
  device_.scaling().value_scales(a_, upright_, vector({2, 3}), rows, columns);
  EXPECT_THAT(rows.to_host(), ElementsAre(2, 3));
  EXPECT_THAT(columns.to_host(), ElementsAre(1.0 / 2, 1.0 / 6, 1.0 / 15));
}

// With every row turned round nothing but column 2 (good 1) and column 1 (good 0) puts out.
TEST_F(ScalingReferenceTest, RowsThatNothingProducesComeToOne) {
  const HostCsr resource{"resource", 1, 2, {0, 2}, {0, 1}, {-4, -8}};
  const DeviceMatrix a = device_.sparse().upload(resource.span());
  Vector factor = zeros(1);
  device_.scaling().resource_factors(a, vector({1}), factor);
  EXPECT_THAT(factor.to_host(), ElementsAre(0.125));
  device_.scaling().resource_factors(a, vector({-1}), factor);
  EXPECT_THAT(factor.to_host(), ElementsAre(1));
}

// Prices that fit a consistent economy exactly: one output and one input per column, |a| = price ratios.
TEST_F(ScalingReferenceTest, TheFitFindsConsistentPrices) {
  const HostCsr chain{"chain", 2, 2, {0, 2, 3}, {0, 1, 1}, {1, -4, 1}};  // good 1 from 4 of good 0, which costs 2
  const DeviceMatrix a = device_.sparse().upload(chain.span());
  Vector log_prices = zeros(2);
  device_.scaling().fit_log_prices(a, upright_, vector({2, 0}), 200, log_prices);
  EXPECT_THAT(log_prices.to_host(), ElementsAre(DoubleNear(std::log(2), 1e-9), DoubleNear(std::log(8), 1e-9)));
}

TEST_F(ScalingReferenceTest, RescalingAtTheBaseFollowsPricesAndThroughput) {
  const HostCsr two_goods{"two", 2, 2, {0, 1, 2}, {0, 1}, {1, 1}};
  const DeviceMatrix a = device_.sparse().upload(two_goods.span());
  const Vector ones = vector({1, 1}), activity = vector({4, 1}), price = vector({0.5, -1000});
  Vector rows = zeros(2), columns = zeros(2);
  device_.scaling().rescaling_factors(a, upright_, {ones, ones, ones, ones, activity, price}, 1, rows, columns);
  // Throughput 4 and 1 have geometric mean 2: relative 2 and 1/2. Prices are clamped to [1, 500].
  EXPECT_THAT(rows.to_host(), Pointwise(DoubleEq(), {1.0 / 2, 500 * 2.0}));
  EXPECT_THAT(columns.to_host(), Pointwise(DoubleEq(), {std::sqrt(2), std::sqrt(0.5) / 500}));
}

}  // namespace
}  // namespace planwerk::tests
