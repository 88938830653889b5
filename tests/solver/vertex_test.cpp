#include "host/solver/vertex.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/solver/pdhg.hpp"
#include "tests/solver/economies.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

PrimalDual first_order_point(const LinearProgram& lp, double tolerance, Device& device) {
  Pdhg pdhg(scale_program(lp, Scaling::log_prices, device), {}, device);
  while (pdhg.residuals().kkt() > tolerance && pdhg.matrix_products() < 200000) pdhg.run_to_check([] { return false; });
  EXPECT_LE(pdhg.residuals().kkt(), tolerance);
  return pdhg.point();
}

class Vertex : public testing::TestWithParam<int> {
 protected:
  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 2);
};

TEST_P(Vertex, IsExactFromARoughPoint) {
  const LinearProgram lp = production_economy(500, static_cast<std::uint64_t>(GetParam()));
  const PrimalDual rough = first_order_point(lp, 1e-3, *device_);
  const VertexResult result = clean_up_vertex(lp, rough, {.tolerance = 1e-12}, *device_);
  ASSERT_TRUE(result.point);
  const LpCertificate certificate = certify(lp, result.point->primal, result.point->dual);
  EXPECT_LE(certificate.kkt_2(), 1e-12);
  EXPECT_LE(certificate.row_violation, 1e-11);
  EXPECT_EQ(certificate.column_violation, 0);
  EXPECT_LE(certificate.safe_gap, 1e-11);
  EXPECT_LT(result.pivots, 300);
}

// Large enough that bases are solved with in steps, so that primal pivots are made by the round.
TEST_P(Vertex, IsExactByRoundsOfPivots) {
  const LinearProgram lp = production_economy(2000, static_cast<std::uint64_t>(GetParam()));
  const PrimalDual rough = first_order_point(lp, 3e-3, *device_);
  const VertexResult result = clean_up_vertex(lp, rough, {.tolerance = 1e-11}, *device_);
  ASSERT_TRUE(result.point);
  const LpCertificate certificate = certify(lp, result.point->primal, result.point->dual);
  EXPECT_LE(certificate.kkt_2(), 1e-11);
  EXPECT_EQ(certificate.column_violation, 0);
  EXPECT_LE(certificate.safe_gap, 1e-10);
}

TEST_P(Vertex, NeedsFewerPivotsFromABetterPoint) {
  const LinearProgram lp = production_economy(500, static_cast<std::uint64_t>(GetParam()));
  const VertexResult rough = clean_up_vertex(lp, first_order_point(lp, 1e-2, *device_), {}, *device_);
  const VertexResult fine = clean_up_vertex(lp, first_order_point(lp, 1e-6, *device_), {}, *device_);
  ASSERT_TRUE(fine.point);
  EXPECT_LE(fine.pivots, rough.pivots);
}

TEST_P(Vertex, RepeatsItselfToTheBit) {
  const LinearProgram lp = production_economy(300, static_cast<std::uint64_t>(GetParam()));
  const PrimalDual rough = first_order_point(lp, 1e-2, *device_);
  const VertexResult first = clean_up_vertex(lp, rough, {}, *device_);
  const VertexResult second = clean_up_vertex(lp, rough, {}, *device_);
  ASSERT_TRUE(first.point && second.point);
  EXPECT_EQ(first.point->primal, second.point->primal);
  EXPECT_EQ(first.point->dual, second.point->dual);
  EXPECT_EQ(first.work, second.work);
}

INSTANTIATE_TEST_SUITE_P(Economies, Vertex, testing::Values(1, 2, 3, 4));

PrimalDual nothing(const LinearProgram& lp) {
  return {std::vector<double>(lp.objective.size(), 0.0), std::vector<double>(lp.row_lower.size(), 0.0)};
}

TEST(VertexLimits, AreKept) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  const LinearProgram lp = production_economy(500, 1);
  const VertexResult few_pivots = clean_up_vertex(lp, nothing(lp), {.pivot_limit = 3}, *device);
  EXPECT_FALSE(few_pivots.point);
  EXPECT_LE(few_pivots.pivots, 3);
  const VertexResult little_work = clean_up_vertex(lp, nothing(lp), {.work_limit = 50}, *device);
  EXPECT_FALSE(little_work.point);
  EXPECT_LE(little_work.work, 500);
  const VertexResult stopped = clean_up_vertex(lp, nothing(lp), {.stop = [] { return true; }}, *device);
  EXPECT_FALSE(stopped.point);
  EXPECT_EQ(stopped.pivots, 0);
}

// From far away pivots violate more and more bounds; who may not stray ends there, and has done little. From near, the
// search is the same.
TEST(VertexLimits, StrayingEndsTheSearch) {
  const auto device = open_device(DeviceChoice::cpu, 2);
  const LinearProgram lp = production_economy(1500, 1);
  const PrimalDual far = first_order_point(lp, 1e-1, *device), near = first_order_point(lp, 1e-5, *device);
  const VertexResult free = clean_up_vertex(lp, far, {.pivot_limit = 500}, *device);
  const VertexResult held = clean_up_vertex(lp, far, {.pivot_limit = 500, .may_stray = false}, *device);
  EXPECT_FALSE(held.point);
  EXPECT_LT(4 * held.pivots, free.pivots);
  const VertexResult one = clean_up_vertex(lp, near, {}, *device);
  const VertexResult other = clean_up_vertex(lp, near, {.may_stray = false}, *device);
  ASSERT_TRUE(one.point && other.point);
  EXPECT_EQ(one.pivots, other.pivots);
  EXPECT_EQ(one.point->primal, other.point->primal);
}

// From a point that is nothing: every small programme's vertex is reached by pivots, and no other one is believed.
TEST(VertexOfSmallPrograms, IsOptimalOrNone) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  for (const SmallLp& small : small_lps()) {
    for (const Scaling scaling : {Scaling::ruiz, Scaling::log_prices}) {
      const VertexResult result = clean_up_vertex(small.lp, nothing(small.lp), {.scaling = scaling}, *device);
      ASSERT_EQ(result.point.has_value(), small.status == Status::optimal) << small.name;
      if (!result.point) continue;
      const LpCertificate certificate = certify(small.lp, result.point->primal, result.point->dual);
      EXPECT_LE(certificate.kkt_2(), 1e-8) << small.name;
      EXPECT_NEAR(certificate.primal_objective, small.value, 1e-9 * (1 + std::fabs(small.value))) << small.name;
    }
  }
}

}  // namespace
}  // namespace planwerk
