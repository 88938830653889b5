// Optima of generated economies: the mix of full and short needs that docs/generator.md promises.
#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/model/build_lp.hpp"
#include "host/model/generator/generate.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {
namespace {

constexpr double tolerance = 1e-5;

std::vector<double> coverage_of_needs(const Economy& economy, const ProductionLp& production,
                                      const std::vector<double>& primal) {
  std::vector<double> coverage;
  for (std::size_t k = 0; k < economy.needs.size(); ++k) {
    const auto first = primal.begin() + production.coverage_columns[k];
    const auto steps = static_cast<std::ptrdiff_t>(economy.ladder_of(economy.needs[k]).size());
    coverage.push_back(std::accumulate(first, first + steps, 0.0) / economy.asked(economy.needs[k]));
  }
  return coverage;
}

std::vector<double> optimal_coverage(const Economy& economy) {
  const ProductionLp production = build_lp(economy);
  SolveSettings settings;
  settings.tolerance = tolerance;
  settings.time_limit_s = 60;
  const auto device = open_device(DeviceChoice::cpu, 1);
  const Solution solution = solve(production.lp, settings, *device);
  const LpCertificate certificate = certify(production.lp, solution.point.primal, solution.point.dual);
  EXPECT_LE(certificate.kkt_2(), 10 * tolerance) << solution.reason;
  return coverage_of_needs(economy, production, solution.point.primal);
}

double share_between(const std::vector<double>& coverage, double from, double to) {
  const auto within = std::count_if(coverage.begin(), coverage.end(), [=](double c) { return from <= c && c <= to; });
  return static_cast<double>(within) / static_cast<double>(coverage.size());
}

class GeneratedOptima : public testing::TestWithParam<Family> {};

TEST_P(GeneratedOptima, CoverMostOfTheNeedsAndLeaveManyShort) {
  const std::vector<double> coverage = optimal_coverage(generate({GetParam(), 300, 1}));
  EXPECT_GT(share_between(coverage, 0.45, 2), 0.6);  // the first step, worth most
  EXPECT_GT(share_between(coverage, 0.1, 0.99), 0.2);
}

INSTANTIATE_TEST_SUITE_P(Families, GeneratedOptima,
                         testing::Values(Family::longrun, Family::shortrun, Family::joint, Family::degenerate),
                         [](const auto& instance) { return std::string(to_string(instance.param)); });

}  // namespace
}  // namespace planwerk
