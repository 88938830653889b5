// The interior point on linear programmes that others use to try out solvers, against their known optima.
// Instances up to a size that takes seconds; PLANWERK_LP_SETS=all takes every one.
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/lp/mps_reader.hpp"
#include "host/solver/solve.hpp"
#include "tests/solver/reaction_networks.hpp"
#include "tests/support/data_folder.hpp"

namespace planwerk {
namespace {

constexpr double required_kkt = 1e-8;
constexpr double objective_tolerance = 1e-6;  // relative, between solvers
constexpr std::int64_t quick_nonzeros = 20'000;

struct Instance {
  std::string set, name;
  double optimum = 0;
};
void PrintTo(const Instance& instance, std::ostream* out) {
  *out << instance.set << "/" << instance.name;
}

bool takes_all() {
  const char* const choice = std::getenv("PLANWERK_LP_SETS");
  return choice != nullptr && std::string(choice) == "all";
}

std::vector<Instance> instances(const std::string& set) {
  std::vector<Instance> found;
  const auto data = data_folder();
  if (!data) return found;
  const auto table = read_plain_csv(*data / set / "optima.csv");
  for (std::size_t line = 1; line < table.size(); ++line) {
    const auto& cells = table[line];
    if (takes_all() || std::stoll(cells.at(3)) <= quick_nonzeros)
      found.push_back({set, cells.at(0), std::stod(cells.at(8))});
  }
  return found;
}

std::vector<Instance> known_optima() {
  std::vector<Instance> all;
  for (const char* const set : {"lp-netlib", "lp-kennington", "lp-meszaros", "lp-pds"})
    for (Instance& instance : instances(set)) all.push_back(std::move(instance));
  return all;
}

LinearProgram read(const std::string& set, const std::string& name) {
  return *read_mps(std::string_view(read_whole_file(*data_folder() / set / (name + ".mps.gz")))).value;
}

Solution solve_by(Method method, const LinearProgram& lp) {
  SolveSettings settings;
  settings.method = method;
  settings.tolerance = required_kkt;
  settings.time_limit_s = takes_all() ? infinity : 120;  // what does not converge says so
  if (method == Method::interior_point) settings.iteration_limit = 1000;
  const auto device = open_device(DeviceChoice::cpu, 2);
  const Solution solution = solve(lp, settings, *device);
  std::cout << solution.method << ": " << solution.iterations << " iterations, " << solution.elapsed_s << " s\n";
  return solution;
}

void expect_optimum(const LinearProgram& lp, const Solution& solution, double optimum) {
  ASSERT_EQ(solution.status, Status::optimal) << solution.reason;
  const LpCertificate certificate = certify(lp, solution.point.primal, solution.point.dual);
  EXPECT_LE(certificate.kkt_2(), required_kkt);
  EXPECT_LE(certificate.kkt_inf(), required_kkt);
  const double allowed = objective_tolerance * (1 + std::fabs(optimum));
  // A rigorous bound above the table's value proves that value to come from a point that is not quite feasible.
  const bool table_is_off = certificate.safe_bound > optimum + allowed;
  EXPECT_NEAR(certificate.primal_objective, table_is_off ? certificate.safe_bound : optimum, allowed);
}

class KnownOptimum : public testing::TestWithParam<Instance> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(KnownOptimum);

TEST_P(KnownOptimum, IsFound) {
  const LinearProgram lp = read(GetParam().set, GetParam().name);
  expect_optimum(lp, solve_by(Method::interior_point, lp), GetParam().optimum);
}

INSTANTIATE_TEST_SUITE_P(LpSets, KnownOptimum, testing::ValuesIn(known_optima()), [](const auto& instance) {
  std::string name = instance.param.set + "_" + instance.param.name;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

class InfeasibleLp : public testing::TestWithParam<const char*> {};

TEST_P(InfeasibleLp, IsProvedByARay) {
  if (!data_folder()) GTEST_SKIP() << "no data folder";
  const LinearProgram lp = read("lp-infeasible", GetParam());
  const Solution solution = solve_by(Method::interior_point, lp);
  ASSERT_EQ(solution.status, Status::infeasible) << solution.reason;
  EXPECT_TRUE(check_infeasibility_ray(lp, solution.ray).proves_infeasible);
}

INSTANTIATE_TEST_SUITE_P(LpSets, InfeasibleLp, testing::Values("bgetam", "box1", "ex72a", "forest6", "galenet"),
                         [](const auto& instance) { return std::string(instance.param); });

struct Metabolism {
  const char* name;
  double growth;
  Method method;
};
class MetabolismLp : public testing::TestWithParam<Metabolism> {};

TEST_P(MetabolismLp, GrowsAsPublished) {
  if (!data_folder()) GTEST_SKIP() << "no data folder";
  const LinearProgram lp = flux_balance(*data_folder() / (std::string("metabolism-") + GetParam().name));
  expect_optimum(lp, solve_by(GetParam().method, lp), -GetParam().growth);
}

// Yeast takes long, and is for a vertex: interior points alone do not get there.
std::vector<Metabolism> metabolisms() {
  std::vector<Metabolism> known = {{"ecoli-core", 0.8739215069684305, Method::interior_point},
                                   {"ecoli-ijo1366", 0.9823718127269491, Method::interior_point}};
  if (takes_all()) known.push_back({"yeast", 0.08584393709067976, Method::automatic});
  return known;
}

INSTANTIATE_TEST_SUITE_P(LpSets, MetabolismLp, testing::ValuesIn(metabolisms()), [](const auto& instance) {
  const std::string name = instance.param.name;
  return name.substr(0, name.find('-')) + (name.size() > 10 ? "_whole" : "");
});

TEST(ModelSeed, MakesWhatCanBeMadeWithTheLeastTotalFlux) {
  if (!data_folder()) GTEST_SKIP() << "no data folder";
  const Biochemistry chemistry = model_seed(*data_folder() / "reactions-modelseed");
  EXPECT_EQ(chemistry.reactions, 17306);
  EXPECT_EQ(chemistry.compounds, 9827);
  EXPECT_EQ(chemistry.coefficients, 72594);

  const LinearProgram choice = what_can_be_made(chemistry);
  const Solution possible = solve_by(Method::interior_point, choice);
  expect_optimum(choice, possible, -3639);
  std::vector<double> demand;
  for (std::int32_t i = 0; i < chemistry.matrix.rows; ++i) {
    const double t = possible.point.primal[static_cast<std::size_t>(chemistry.matrix.columns + i)];
    EXPECT_LE(std::min(t, 1 - t), 1e-3) << "compound in row " << i;
    demand.push_back(t > 0.5 ? 1 : 0);
  }
  const LinearProgram least = least_total_flux(chemistry, demand);
  expect_optimum(least, solve_by(Method::interior_point, least), 201154.67429078);
}

}  // namespace
}  // namespace planwerk
