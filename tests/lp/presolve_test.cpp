#include "host/lp/presolve.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/reference_simplex.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

struct Answer {
  Status status;
  PrimalDual point;
  std::vector<double> ray;
};

// Presolves, solves what is left by the reference and restores.
Answer solve_through(const LinearProgram& lp, const Presolved& presolved) {
  if (presolved.status() == Status::infeasible || presolved.status() == Status::unbounded) {
    return {presolved.status(), {}, presolved.ray()};
  }
  const auto reduced = reference_solve(presolved.reduced());
  if (reduced.status == Status::infeasible) {
    return {reduced.status, {}, presolved.restore_infeasibility_ray(reduced.ray)};
  }
  if (reduced.status == Status::unbounded) {
    return {reduced.status, {}, presolved.restore_unboundedness_ray(reduced.ray)};
  }
  EXPECT_EQ(lp.columns() >= presolved.reduced().columns(), true);
  return {reduced.status, presolved.restore(reduced.point), {}};
}

void expect_right_answer(const LinearProgram& lp, Status status, double value) {
  const auto presolved = presolve(lp);
  const auto answer = solve_through(lp, *presolved);
  ASSERT_EQ(answer.status, status);
  if (status == Status::infeasible) {
    EXPECT_TRUE(check_infeasibility_ray(lp, answer.ray).proves_infeasible);
  } else if (status == Status::unbounded) {
    EXPECT_TRUE(check_unboundedness_ray(lp, answer.ray).proves_unbounded);
  } else {
    const auto certificate = certify(lp, answer.point.primal, answer.point.dual);
    EXPECT_LT(certificate.kkt_inf(), 1e-9);
    EXPECT_NEAR(certificate.primal_objective, value, 1e-9 * (1 + std::fabs(value)));
    // A restored optimum is optimal for the reduced programme too.
    const auto again = presolved->reduce(answer.point);
    EXPECT_LT(certify(presolved->reduced(), again.primal, again.dual).kkt_inf(), 1e-9);
  }
}

TEST(Presolve, KeepsTheAnswersWorkedByHand) {
  for (const auto& small : small_lps()) {
    SCOPED_TRACE(small.name);
    expect_right_answer(small.lp, small.status, small.value);
  }
}

TEST(Presolve, KeepsTheAnswersOfRandomProgrammes) {
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    const auto lp = random_lp(seed);
    const auto reference = reference_solve(lp);
    const auto presolved = presolve(lp);
    // Where both rays exist, presolve may find either.
    const auto answer = solve_through(lp, *presolved);
    if (reference.status == Status::infeasible && answer.status == Status::unbounded) {
      EXPECT_TRUE(check_unboundedness_ray(lp, answer.ray).proves_unbounded);
      continue;
    }
    expect_right_answer(lp, reference.status, reference.value);
  }
}

}  // namespace
}  // namespace planwerk
