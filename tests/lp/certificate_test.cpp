#include "host/lp/certificate.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "host/lp/safe_bound.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/reference_simplex.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

TEST(Certificate, AcceptsTheAnswersWorkedByHand) {
  for (const auto& small : small_lps()) {
    SCOPED_TRACE(small.name);
    if (small.status == Status::infeasible) {
      EXPECT_TRUE(check_infeasibility_ray(small.lp, small.ray).proves_infeasible);
      continue;
    }
    if (small.status == Status::unbounded) {
      EXPECT_TRUE(check_unboundedness_ray(small.lp, small.ray).proves_unbounded);
      continue;
    }
    const auto certificate = certify(small.lp, small.primal, small.dual);
    EXPECT_LT(certificate.kkt_2(), 1e-14);
    EXPECT_LT(certificate.kkt_inf(), 1e-14);
    EXPECT_NEAR(certificate.primal_objective, small.value, 1e-13 * (1 + std::fabs(small.value)));
    EXPECT_LT(certificate.row_violation, 1e-14);
    EXPECT_EQ(certificate.column_violation, 0);
    EXPECT_LE(certificate.safe_bound, small.value);
    if (std::isfinite(certificate.safe_bound)) {
      EXPECT_LT(certificate.safe_gap, 1e-12);
    }
  }
}

TEST(Certificate, ResidualsOfAWrongPointWorkedByHand) {
  // flour: 2 + 2 * 2 = 6 <= 4 violated by 2; oven: 4 <= 3 by 1; y: flour +1 has no lower side to pay for it.
  const auto lp = bakery_lp().lp;
  const auto certificate = certify(lp, {2, 2}, {1, -3});
  EXPECT_DOUBLE_EQ(certificate.primal_objective, -10);
  EXPECT_DOUBLE_EQ(certificate.primal_residual_2, std::sqrt(5.0) / (1 + 5));
  EXPECT_DOUBLE_EQ(certificate.primal_residual_inf, 2.0 / (1 + 4));
  // d = (-3 - 1 + 3, -2 - 2 + 3) = (-1, -1): both point to the infinite upper bounds.
  EXPECT_DOUBLE_EQ(certificate.dual_residual_2, std::sqrt(3.0) / (1 + std::sqrt(13.0)));
  EXPECT_DOUBLE_EQ(certificate.dual_residual_inf, 1.0 / (1 + 3));
  EXPECT_DOUBLE_EQ(certificate.dual_objective, -9);
  EXPECT_DOUBLE_EQ(certificate.relative_gap, 1.0 / (1 + 10 + 9));
  EXPECT_DOUBLE_EQ(certificate.row_violation, 2.0 / 6);
  EXPECT_EQ(certificate.worst_row, 0);
  EXPECT_EQ(certificate.kkt_2(), certificate.dual_residual_2);
  EXPECT_EQ(certificate.kkt_inf(), certificate.primal_residual_inf);
  // Flour's multiplier is clipped, so that d = (0, 1): a true bound.
  EXPECT_NEAR(certificate.safe_bound, -9, 1e-12);
}

TEST(Certificate, CountsViolatedBoundsOfColumns) {
  const auto certificate = certify(cheapest_first().lp, {4.5, 5, 0.5}, {3});
  EXPECT_DOUBLE_EQ(certificate.column_violation, 0.5 / 4);
  EXPECT_DOUBLE_EQ(certificate.primal_residual_inf, 0.5 / (1 + 10));
}

TEST(Certificate, NothingHoldsOfAPointThatIsNotFinite) {
  const auto small = bakery_lp();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& primal : {std::vector<double>{nan, 0}, {infinity, 0}, {1e308, 1e308}}) {
    const auto certificate = certify(small.lp, primal, small.dual);
    EXPECT_EQ(certificate.kkt_2(), infinity);
    EXPECT_EQ(certificate.safe_bound, -infinity);
  }
  EXPECT_EQ(certify(small.lp, small.primal, {nan, 0}).kkt_inf(), infinity);
  EXPECT_FALSE(check_infeasibility_ray(small.lp, {nan, 0}).proves_infeasible);
  EXPECT_FALSE(check_unboundedness_ray(small.lp, {nan, 0}).proves_unbounded);
}

TEST(Certificate, AnyChangedNumberIsNoticed) {
  for (const auto& small : {bakery_lp(), supply_chain(), cheapest_first(), ranges(), free_variables()}) {
    SCOPED_TRACE(small.name);
    for (std::size_t j = 0; j < small.primal.size(); ++j) {
      for (const double change : {-1e-3, 1e-3}) {
        auto primal = small.primal;
        primal[j] += change;
        EXPECT_GT(certify(small.lp, primal, small.dual).kkt_inf(), 1e-6) << "column " << j;
      }
    }
    for (std::size_t i = 0; i < small.dual.size(); ++i) {
      for (const double change : {-1e-3, 1e-3}) {
        auto dual = small.dual;
        dual[i] += change;
        EXPECT_GT(certify(small.lp, small.primal, dual).kkt_inf(), 1e-6) << "row " << i;
      }
    }
  }
}

TEST(Certificate, WrongSizesBreakAnInvariant) {
  EXPECT_THROW(certify(bakery_lp().lp, {1}, {0, 0}), std::invalid_argument);
  EXPECT_THROW(check_infeasibility_ray(bakery_lp().lp, {1}), std::invalid_argument);
  EXPECT_THROW(check_unboundedness_ray(bakery_lp().lp, {1, 2, 3}), std::invalid_argument);
}

TEST(SafeBound, NeverExceedsTheOptimumWhateverTheDual) {
  int finite = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto lp = random_lp(seed);
    const auto solution = reference_solve(lp);
    if (solution.status != Status::optimal) continue;
    auto dual = solution.point.dual;
    for (const double distortion : {0.0, 1e-9, 0.1, -3.0}) {
      for (std::size_t i = 0; i < dual.size(); ++i) dual[i] = solution.point.dual[i] + distortion * (i % 2 ? 1 : -1);
      const auto certificate = certify(lp, solution.point.primal, dual);
      EXPECT_LE(certificate.safe_bound, solution.value + 1e-12 * (1 + std::fabs(solution.value))) << seed;
      finite += std::isfinite(certificate.safe_bound);
    }
  }
  EXPECT_GT(finite, 100);
}

TEST(SafeBound, ImpliedBoundsStepInForInfiniteOnes) {
  // min -x  s.t.  x + y <= 4,  x, y >= 0: the dual -0.9 leaves d = (-0.1, 0.9), and the row implies x <= 4.
  const auto lp = from_dense({{-1, 0}, {{{1, 1}, -infinity, 4}}, {}, {}});
  const auto certificate = certify(lp, {4, 0}, {-0.9});
  EXPECT_NEAR(certificate.safe_bound, -4, 1e-12);
  EXPECT_LE(certificate.safe_bound, -4);
  const auto box = implied_box(lp);
  EXPECT_GE(box.upper[0], 4);
  EXPECT_NEAR(box.upper[0], 4, 1e-12);
}

TEST(SafeBound, PropagatesThroughAChainOfRows) {
  // a <= 2;  b <= 3 a;  c - b = 1, c free
  const auto lp = from_dense({{0, 0, 0},
                              {{{0, 1, -1}, -1, -1}, {{-3, 1, 0}, -infinity, 0}, {{1, 0, 0}, -infinity, 2}},
                              {0, 0, -infinity},
                              {}});
  const auto box = implied_box(lp);
  EXPECT_NEAR(box.upper[0], 2, 1e-12);
  EXPECT_NEAR(box.upper[1], 6, 1e-12);
  EXPECT_NEAR(box.upper[2], 7, 1e-12);
  EXPECT_NEAR(box.lower[2], 1, 1e-12);
  EXPECT_LE(box.lower[2], 1);
}

// min x  s.t.  x + y >= 1,  x, y >= 0 with the dual 1e-3 too large for x: nothing bounds x but its own cost.
TEST(SafeBound, TheObjectiveItselfBoundsWhatCostsSomething) {
  const auto lp = from_dense({{1, 3}, {{{1, 1}, 1, infinity}}, {}, {}});
  const auto certificate = certify(lp, {1, 0}, {1.001});
  EXPECT_LE(certificate.safe_bound, 1);
  EXPECT_NEAR(certificate.safe_bound, 1, 1e-9);
  // Far from the optimum the bound is weaker, but still one: x <= 10, so 1.001 - 0.001 * 10.
  EXPECT_NEAR(certify(lp, {10, 0}, {1.001}).safe_bound, 0.991, 1e-9);
  // A point better than the optimum (1), hence infeasible, must not lift the bound above it by what its value cuts off.
  EXPECT_NEAR(certify(lp, {0.1, 0}, {1.001}).safe_bound, 0.1, 1e-9);
}

TEST(SafeBound, IsInfiniteWhereNoBoundFollows) {
  EXPECT_EQ(certify(bakery_without_oven().lp, {0, 0}, {-0.5}).safe_bound, -infinity);
}

TEST(RayChecks, RejectWhatProvesNothing) {
  const auto order = bakery_lp_with_too_large_an_order();
  EXPECT_FALSE(check_infeasibility_ray(order.lp, {-1, 0, 0.5}).proves_infeasible);
  EXPECT_FALSE(check_infeasibility_ray(order.lp, {0, 0, 0}).proves_infeasible);
  EXPECT_FALSE(check_infeasibility_ray(bakery_lp().lp, {1, 1}).proves_infeasible);
  const auto falls = bakery_without_oven();
  EXPECT_FALSE(check_unboundedness_ray(falls.lp, {2, 1}).proves_unbounded);
  EXPECT_FALSE(check_unboundedness_ray(falls.lp, {-1, -1}).proves_unbounded);
  EXPECT_FALSE(check_unboundedness_ray(falls.lp, {0, 0}).proves_unbounded);
  EXPECT_NEAR(check_unboundedness_ray(falls.lp, {2, 1}).violation, 0.5, 1e-15);
}

// A tiny coefficient makes a bounded programme look unbounded to a test with absolute tolerances.
TEST(RayChecks, AreNotFooledByUnits) {
  const auto lp = from_dense({{-1e-9}, {{{1e-9}, -infinity, 1}}, {}, {}});
  EXPECT_FALSE(check_unboundedness_ray(lp, {1}).proves_unbounded);
}

}  // namespace
}  // namespace planwerk
