#include "tests/support/random_lps.hpp"

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/solver/solve.hpp"
#include "tests/support/reference_simplex.hpp"

namespace planwerk {
namespace {

// Random programmes against a textbook simplex: same status, same value, every answer with its certificate. A
// first-order method may stop short of a proof; it must never claim the wrong one.
class RandomLps : public testing::TestWithParam<bool> {};

TEST_P(RandomLps, AreAnsweredLikeTheReferenceDoes) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  int answered = 0;
  constexpr int count = 150;
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const LinearProgram lp = random_lp(seed);
    const ReferenceSolution expected = reference_solve(lp);
    SolveSettings settings;
    settings.tolerance = 1e-7;
    settings.iteration_limit = 50'000;
    settings.presolve = GetParam();
    const Solution solution = solve(lp, settings, *device);
    if (solution.status == Status::iteration_limit) continue;
    ++answered;
    ASSERT_EQ(solution.status, expected.status) << solution.reason;
    if (expected.status == Status::infeasible) {
      EXPECT_TRUE(check_infeasibility_ray(lp, solution.ray).proves_infeasible);
    } else if (expected.status == Status::unbounded) {
      EXPECT_TRUE(check_unboundedness_ray(lp, solution.ray).proves_unbounded);
    } else {
      const LpCertificate certificate = certify(lp, solution.point.primal, solution.point.dual);
      EXPECT_LE(certificate.kkt_2(), 1e-7);
      EXPECT_NEAR(certificate.primal_objective, expected.value, 1e-4 * (1 + std::abs(expected.value)));
    }
  }
  EXPECT_GE(answered, count - 5);
}

INSTANTIATE_TEST_SUITE_P(Solve, RandomLps, testing::Bool(),
                         [](const auto& instance) { return instance.param ? "presolved" : "as_given"; });

}  // namespace
}  // namespace planwerk
