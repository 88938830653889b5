#include "host/solver/interior_point/interior_point.hpp"

#include <cctype>
#include <cmath>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/solver/interior_point/dense_kkt_solver.hpp"
#include "host/solver/judge.hpp"
#include "kernels/dense_kernels.hpp"
#include "tests/solver/economies.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

constexpr double tolerance = 1e-8;
constexpr int iteration_limit = 60;

// Interior points on one CPU thread with the dense solver.
class InteriorPointTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!device_->dense().can_factorize()) GTEST_SKIP() << "built without LAPACK";
  }

  std::unique_ptr<InteriorPoint> begin(const LinearProgram& lp, const ResidualUnits& units = {}) {
    return make_interior_point(
        lp, units, [&](const DeviceMatrix& matrix) { return make_dense_kkt_solver(matrix, *device_); }, *device_);
  }

  // Iterates to the tolerance, or as far as it goes.
  static void run(InteriorPoint& runner) {
    while (runner.best_residuals().kkt() > tolerance && runner.iterations() < iteration_limit && runner.iterate()) {
    }
  }

  // The certificate of the best point, which may lie outside its bounds by rounding alone.
  static LpCertificate judged(const LinearProgram& lp, const InteriorPoint& runner) {
    PrimalDual point = runner.best_point();
    clamp_to_bounds(lp, point.primal);
    return certify(lp, point.primal, point.dual);
  }

  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 1);
};

class InteriorPointSmallLps : public InteriorPointTest, public testing::WithParamInterface<SmallLp> {};

TEST_P(InteriorPointSmallLps, IsSolvedToItsKnownValue) {
  const SmallLp small = GetParam();
  const auto runner = begin(small.lp);
  run(*runner);
  const LpCertificate certificate = judged(small.lp, *runner);
  EXPECT_LE(certificate.kkt_2(), tolerance);
  EXPECT_NEAR(certificate.primal_objective, small.value, 1e-6 * (1 + std::fabs(small.value)));
  EXPECT_LE(runner->iterations(), 30);
}

std::vector<SmallLp> solvable_lps() {
  std::vector<SmallLp> solvable;
  for (SmallLp& small : small_lps()) {
    if (small.status == Status::optimal) solvable.push_back(std::move(small));
  }
  return solvable;
}

std::string name_of(const testing::TestParamInfo<SmallLp>& info) {
  std::string name = info.param.name;
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(InteriorPoint, InteriorPointSmallLps, testing::ValuesIn(solvable_lps()), name_of);

TEST_F(InteriorPointTest, PlansSmallEconomies) {
  for (const std::int32_t products : {5, 40, 200}) {
    const LinearProgram lp = production_economy(products, 7);
    const auto runner = begin(lp);
    run(*runner);
    EXPECT_LE(judged(lp, *runner).kkt_2(), tolerance) << products << " products";
    EXPECT_LE(runner->iterations(), 30) << products << " products";
  }
}

TEST_F(InteriorPointTest, RepeatsItselfToTheBit) {
  const LinearProgram lp = production_economy(60, 3);
  const auto first = begin(lp), second = begin(lp);
  for (int k = 0; k < 8; ++k) {
    first->iterate();
    second->iterate();
  }
  EXPECT_EQ(first->point().primal, second->point().primal);
  EXPECT_EQ(first->point().dual, second->point().dual);
}

}  // namespace
}  // namespace planwerk
