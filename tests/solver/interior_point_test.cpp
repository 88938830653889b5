#include "host/solver/interior_point/interior_point.hpp"

#include <cctype>
#include <cmath>
#include <optional>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/solver/interior_point/dense_kkt_solver.hpp"
#include "host/solver/judge.hpp"
#include "host/solver/ray_search.hpp"
#include "kernels/dense_kernels.hpp"
#include "tests/solver/economies.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/reference_simplex.hpp"
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

// Every coefficient of the programme in units of its own, twelve decades up and down.
LinearProgram in_wild_units(LinearProgram lp) {
  const auto decades = [](std::size_t i) { return std::pow(10.0, static_cast<double>(i * 7 % 25) - 12); };
  for (std::size_t i = 0; i < lp.row_lower.size(); ++i) {
    for (auto k = lp.matrix.row_offsets[i]; k < lp.matrix.row_offsets[i + 1]; ++k) {
      auto& value = lp.matrix.values[static_cast<std::size_t>(k)];
      value *= decades(i) * decades(static_cast<std::size_t>(lp.matrix.column_indices[static_cast<std::size_t>(k)]));
    }
    lp.row_lower[i] *= decades(i);
    lp.row_upper[i] *= decades(i);
  }
  for (std::size_t j = 0; j < lp.objective.size(); ++j) {
    lp.objective[j] *= decades(j);
    lp.column_lower[j] /= decades(j);
    lp.column_upper[j] /= decades(j);
  }
  return lp;
}

TEST_F(InteriorPointTest, ReachesTheSameValueInWildUnits) {
  for (const SmallLp& small : {bakery_lp(), supply_chain(), cheapest_first(), ranges()}) {
    SCOPED_TRACE(small.name);
    const LinearProgram lp = in_wild_units(small.lp);
    const auto runner = begin(lp);
    run(*runner);
    const LpCertificate certificate = judged(lp, *runner);
    EXPECT_LE(certificate.kkt_2(), tolerance);
    EXPECT_NEAR(certificate.primal_objective, small.value, 1e-5 * (1 + std::fabs(small.value)));
  }
}

TEST_F(InteriorPointTest, MeasuresResidualsAsTheCertificateDoes) {
  const LinearProgram lp = production_economy(30, 5);
  ResidualUnits units;
  for (std::size_t i = 0; i < lp.row_lower.size(); ++i) units.row_units.push_back(1 + static_cast<double>(i % 7));
  for (std::size_t j = 0; j < lp.objective.size(); ++j)
    units.column_units.push_back(1.0 / (1 + static_cast<double>(j % 5)));
  const auto runner = begin(lp, units);
  for (int k = 0; k < 4; ++k) ASSERT_TRUE(runner->iterate());
  const LpCertificate certificate = certify_in(units, lp, runner->point());
  const Residuals& residuals = runner->residuals();
  EXPECT_NEAR(residuals.primal, certificate.primal_residual_2, 1e-10);
  EXPECT_NEAR(residuals.dual, certificate.dual_residual_2, 1e-10);
  EXPECT_NEAR(residuals.gap, certificate.relative_gap, 1e-10);
  EXPECT_GT(residuals.kkt(), tolerance) << "too far to compare";
}

TEST_F(InteriorPointTest, AgreesWithTheReferenceOnRandomProgrammes) {
  int solved = 0, proved = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const LinearProgram lp = random_lp(seed);
    const ReferenceSolution expected = reference_solve(lp);
    const auto runner = begin(lp);
    const auto presolved = presolve(lp, {.enabled = false});
    std::optional<Ray> ray;
    while (!ray && runner->best_residuals().kkt() > tolerance && runner->iterations() < iteration_limit) {
      const bool more = runner->iterate();
      PrimalDual candidate = runner->ray_candidate();
      ray = find_ray({std::move(candidate.dual), std::move(candidate.primal)}, lp, *presolved);
      if (!more) break;
    }
    if (expected.status == Status::optimal) {
      const LpCertificate certificate = judged(lp, *runner);
      EXPECT_LE(certificate.kkt_2(), tolerance);
      EXPECT_NEAR(certificate.primal_objective, expected.value, 1e-6 * (1 + std::fabs(expected.value)));
      EXPECT_FALSE(ray);
      ++solved;
    } else {
      ASSERT_TRUE(ray);
      // An infeasible programme may have a ray along which the objective falls as well.
      EXPECT_TRUE(ray->status == expected.status || expected.status == Status::infeasible);
      ++proved;
    }
  }
  EXPECT_GT(solved, 50);
  EXPECT_GT(proved, 50);
}

TEST_F(InteriorPointTest, ProvesThatThereIsNoOptimum) {
  for (const SmallLp& small : small_lps()) {
    if (small.status == Status::optimal) continue;
    SCOPED_TRACE(small.name);
    const auto runner = begin(small.lp);
    const auto presolved = presolve(small.lp, {.enabled = false});
    std::optional<Ray> ray;
    while (!ray && runner->iterations() < iteration_limit && runner->iterate()) {
      PrimalDual candidate = runner->ray_candidate();
      ray = find_ray({std::move(candidate.dual), std::move(candidate.primal)}, small.lp, *presolved);
    }
    ASSERT_TRUE(ray);
    EXPECT_EQ(ray->status, small.status);
  }
}

TEST_F(InteriorPointTest, AWarmStartSavesIterations) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const LinearProgram lp = production_economy(150, seed);
    const auto cold = begin(lp);
    PrimalDual rough;
    while (cold->best_residuals().kkt() > tolerance && cold->iterate()) {
      if (rough.primal.empty() && cold->best_residuals().kkt() < 1e-3) rough = cold->best_point();
    }
    const auto warm = begin(lp);
    warm->start_from(rough);
    run(*warm);
    EXPECT_LE(judged(lp, *warm).kkt_2(), tolerance);
    EXPECT_LT(warm->iterations(), cold->iterations());
  }
}

TEST_F(InteriorPointTest, StartsFromAnyPoint) {
  const LinearProgram lp = production_economy(40, 9);
  const std::size_t n = lp.objective.size(), m = lp.row_lower.size();
  for (const double value : {0.0, 1.0, -1e6}) {
    const auto runner = begin(lp);
    runner->start_from({std::vector<double>(n, value), std::vector<double>(m, value)});
    run(*runner);
    EXPECT_LE(judged(lp, *runner).kkt_2(), tolerance) << "from " << value;
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
