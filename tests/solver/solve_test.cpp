#include "host/solver/solve.hpp"

#include <cctype>
#include <cmath>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

std::unique_ptr<Device> cpu() {
  return open_device(DeviceChoice::cpu, 1);
}

// Limits keep a broken solver from running for ever; no test reaches them unless it says so.
SolveSettings with_tolerance(double value) {
  SolveSettings settings;
  settings.tolerance = value;
  settings.iteration_limit = 200'000;
  return settings;
}

class EverySmallLp : public testing::TestWithParam<std::tuple<SmallLp, bool>> {};

TEST_P(EverySmallLp, IsAnsweredAsItsCertificateSays) {
  const auto& [small, with_presolve] = GetParam();
  SolveSettings settings = with_tolerance(1e-8);
  settings.presolve = with_presolve;
  const Solution solution = solve(small.lp, settings, *cpu());
  ASSERT_EQ(solution.status, small.status) << solution.reason;
  if (small.status == Status::infeasible) {
    EXPECT_TRUE(check_infeasibility_ray(small.lp, solution.ray).proves_infeasible);
    return;
  }
  const LpCertificate certificate = certify(small.lp, solution.point.primal, solution.point.dual);
  if (small.status == Status::unbounded) {
    EXPECT_TRUE(check_unboundedness_ray(small.lp, solution.ray).proves_unbounded);
    EXPECT_LE(certificate.primal_residual_2, 1e-8);
    return;
  }
  EXPECT_LE(certificate.kkt_2(), 1e-8);
  EXPECT_NEAR(certificate.primal_objective, small.value, 1e-6 * (1 + std::fabs(small.value)));
  EXPECT_EQ(certificate.column_violation, 0);
}

std::string small_lp_name(const testing::TestParamInfo<std::tuple<SmallLp, bool>>& info) {
  std::string name = std::get<0>(info.param).name + (std::get<1>(info.param) ? "_presolved" : "_as_given");
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Solve, EverySmallLp, testing::Combine(testing::ValuesIn(small_lps()), testing::Bool()),
                         small_lp_name);

}  // namespace
}  // namespace planwerk
