#include "host/lp/dual_correction.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/lp/safe_bound.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/reference_simplex.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

// The bound that the reference's own multipliers give, rounded as they are.
void expect_close_bound(const DenseLp& dense) {
  const auto lp = from_dense(dense);
  const auto reference = reference_solve(lp);
  ASSERT_EQ(reference.status, Status::optimal);
  const auto bound = safe_bound(lp, lp.objective, reference.point.dual);
  EXPECT_EQ(bound.escape_rate, 0);
  EXPECT_LE(bound.value, reference.value);
  EXPECT_GT(bound.value, reference.value - 1e-12 * (1 + std::fabs(reference.value)));
}

// x and t are free, and no number of finite length solves  y_1 + 0.7 y_2 = 1,  -0.3 y_1 + 0.1 y_2 = 0.
TEST(DualCorrection, GivesABoundWithFreeColumnsWhoseReducedCostsAreNeverZero) {
  expect_close_bound({{1, 0}, {{{1, -0.3}, -1, infinity}, {{0.7, 0.1}, 5, infinity}}, {-infinity, -infinity}, {}});
}

// The same with x written as the difference of two columns.
TEST(DualCorrection, GivesABoundWithAFreeColumnWrittenAsTwo) {
  expect_close_bound(
      {{1, 0, 0}, {{{1, -0.3, 0.3}, -1, infinity}, {{0.7, 0.1, -0.1}, 5, infinity}}, {-infinity, 0, 0}, {}});
}

// Columns of both kinds that no row bounds: at the optimum all three have the reduced cost zero, but for rounding.
TEST(DualCorrection, GivesABoundWithColumnsThatNoRowBounds) {
  expect_close_bound({{1, 0.7, 0.9},
                      {{{0.1, 0.3, 0.7}, 1, infinity}, {{0.7, -0.9, 0.3}, 2, 2}, {{0.3, 0.7, -0.9}, -1, infinity}},
                      {},
                      {}});
}

// Clipped duals lose little, and what is not near an optimum is no reason to give up rigour.
TEST(DualCorrection, NeverRaisesTheBoundAboveTheOptimum) {
  std::mt19937_64 engine(5);
  const auto noise = [&] { return static_cast<double>(engine() % 2001) / 1000 - 1; };
  int finite = 0, optimal = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    auto lp = random_lp(seed);
    for (auto& a : lp.matrix.values) a *= 1 + 0.1 * noise();
    const auto reference = reference_solve(lp);
    if (reference.status != Status::optimal) continue;
    ++optimal;
    for (const double size : {0.0, 1e-15, 1e-9, 1e-3, 1.0}) {
      auto dual = reference.point.dual;
      for (auto& y : dual) y += size * noise();
      const auto bound = safe_bound(lp, lp.objective, dual);
      finite += size < 1e-10 && bound.escape_rate == 0;
      const double value = reference.value - lp.objective_offset;
      EXPECT_LE(bound.unconditional(), value + 1e-13 * (1 + std::fabs(value)));
    }
  }
  EXPECT_GT(finite, 2 * optimal * 95 / 100);
}

// Two free columns and three rows that contradict each other. The multipliers that prove it have many digits; the proof
// holds for all points, not only for those within some distance.
TEST(DualCorrection, ProvesInfeasibilityWithoutADistance) {
  const auto lp =
      from_dense({{0, 0, 0},
                  {{{1, 0.1, 0.7}, 3, infinity}, {{0.3, 0.7, 0.1}, -infinity, 0.2}, {{0.1, 0.9, -0.3}, 2, 2}},
                  {-infinity, -infinity, 0},
                  {infinity, infinity, 0.1}});
  const auto reference = reference_solve(lp);
  ASSERT_EQ(reference.status, Status::infeasible);
  const auto check = check_infeasibility_ray(lp, reference.ray);
  EXPECT_TRUE(check.proves_infeasible);
  EXPECT_EQ(check.radius, infinity);
}

}  // namespace
}  // namespace planwerk
