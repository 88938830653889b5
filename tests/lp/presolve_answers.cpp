#include "tests/lp/presolve_answers.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "tests/support/reference_simplex.hpp"

namespace planwerk {
namespace {

struct Answer {
  Status status;
  PrimalDual point;
  std::vector<double> ray;
};

Answer solve_through(const Presolved& presolved) {
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
  return {reduced.status, presolved.restore(reduced.point), {}};
}

}  // namespace

void expect_right_answer(const LinearProgram& lp, Status status, double value, PresolveDepth depth) {
  const auto presolved = presolve(lp, {.depth = depth});
  const auto answer = solve_through(*presolved);
  if (status == Status::infeasible && answer.status == Status::unbounded) {
    EXPECT_TRUE(check_unboundedness_ray(lp, answer.ray).proves_unbounded);
    return;
  }
  ASSERT_EQ(answer.status, status);
  if (status == Status::infeasible) {
    EXPECT_TRUE(check_infeasibility_ray(lp, answer.ray).proves_infeasible);
  } else if (status == Status::unbounded) {
    EXPECT_TRUE(check_unboundedness_ray(lp, answer.ray).proves_unbounded);
  } else {
    const auto certificate = certify(lp, answer.point.primal, answer.point.dual);
    EXPECT_LT(certificate.kkt_inf(), 1e-9);
    EXPECT_NEAR(certificate.primal_objective, value, 1e-9 * (1 + std::fabs(value)));
    const auto again = presolved->reduce(answer.point);
    const auto reduced = certify(presolved->reduced(), again.primal, again.dual);
    EXPECT_LT(reduced.kkt_inf(), 1e-9);
    EXPECT_NEAR(reduced.primal_objective, value, 1e-9 * (1 + std::fabs(value)));
  }
}

void expect_the_references_answer(const LinearProgram& lp, PresolveDepth depth) {
  const auto reference = reference_solve(lp);
  expect_right_answer(lp, reference.status, reference.value, depth);
}

}  // namespace planwerk
