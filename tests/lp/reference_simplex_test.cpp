#include "tests/support/reference_simplex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

TEST(ReferenceSimplex, AgreesWithTheAnswersWorkedByHand) {
  for (const auto& small : small_lps()) {
    SCOPED_TRACE(small.name);
    const auto solution = reference_solve(small.lp);
    ASSERT_EQ(solution.status, small.status);
    if (small.status != Status::optimal) continue;
    EXPECT_NEAR(solution.value, small.value, 1e-9);
  }
}

TEST(ReferenceSimplex, ItsAnswersOnRandomProgrammesAreCertified) {
  int optimal = 0, infeasible = 0, unbounded = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    const auto lp = random_lp(seed);
    const auto solution = reference_solve(lp);
    if (solution.status == Status::optimal) {
      ++optimal;
      EXPECT_LT(certify(lp, solution.point.primal, solution.point.dual).kkt_inf(), 1e-9);
    } else if (solution.status == Status::infeasible) {
      ++infeasible;
      EXPECT_TRUE(check_infeasibility_ray(lp, solution.ray).proves_infeasible);
    } else {
      ++unbounded;
      EXPECT_TRUE(check_unboundedness_ray(lp, solution.ray).proves_unbounded);
    }
  }
  EXPECT_GT(optimal, 100);
  EXPECT_GT(infeasible, 20);
  EXPECT_GT(unbounded, 20);
}

}  // namespace
}  // namespace planwerk
