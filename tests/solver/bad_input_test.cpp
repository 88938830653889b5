// Programmes that trip up solvers: each is answered with the right status, by every method, and its certificate holds.
#include <cctype>
#include <cmath>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/lp/mps_reader.hpp"
#include "host/solver/solve.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

constexpr double reported_tolerance = 1e-8;

struct BadInput {
  std::string name;
  LinearProgram lp;
  Status status = Status::optimal;
  double value = 0;  // of the minimisation, where optimal
};
void PrintTo(const BadInput& input, std::ostream* out) {
  *out << input.name;
}

BadInput optimal(std::string name, const DenseLp& dense, double value) {
  return {std::move(name), from_dense(dense), Status::optimal, value};
}
BadInput without_optimum(std::string name, const DenseLp& dense, Status status) {
  return {std::move(name), from_dense(dense), status, 0};
}

// min sum k_j x_j  s.t.  k_0 x_0 >= 1,  r_j (k_j x_j - k_{j-1} x_{j-1}) >= 0,  k_j = 1e-6 ... 1e6,  r_j = 1e6 or 1e-6:
// coefficients from 1e-12 to 1e12, all k_j x_j = 1.
BadInput chain_over_24_decades() {
  constexpr int n = 13;
  DenseLp dense;
  for (int j = 0; j < n; ++j) {
    const double k = std::pow(10, j - 6), r = j % 2 == 0 ? 1e6 : 1e-6;
    DenseRow row{std::vector<double>(n, 0), 0, infinity};
    row.coefficients[j] = r * k;
    if (j > 0) row.coefficients[j - 1] = -r * k / 10;
    dense.rows.push_back(row);
    dense.objective.push_back(k);
  }
  dense.rows[0] = {std::vector<double>(n, 0), 1, infinity};
  dense.rows[0].coefficients[0] = 1e-6;
  return optimal("coefficients from 1e-12 to 1e12", dense, n);
}

// x = y = 1/2,  z = 1e-6 (1 - 1e-6 / 2)
BadInput tiny_and_huge_in_one_row() {
  return optimal(
      "tiny and huge in one row",
      {.objective = {1, 2, 1}, .rows = {{{1, 1, 0}, 1}, {{1e12, -1e12, 1e-12}, -infinity, 0}, {{0, 1e-6, 1e6}, 1}}},
      1.5 + 1e-6 - 0.5e-12);
}

BadInput rank_deficient() {
  return optimal(
      "rank-deficient equations",
      {.objective = {1, 1, 3}, .rows = {{{1, 1, 1}, 3, 3}, {{1, -1, 0}, 1, 1}, {{2, 0, 1}, 4, 4}, {{3, 1, 2}, 7, 7}}},
      3);
}

BadInput nearly_rank_deficient() {
  return optimal(
      "nearly rank-deficient equations",
      {.objective = {1, 2, 0}, .rows = {{{1, 1, 0}, 2, 2}, {{1, 1 + 1e-9, 0}, 2, infinity}, {{1, 1, 1}, 3, 3}}}, 2);
}

BadInput contradictory_by_a_little() {
  return without_optimum("contradictory equations",
                         {.objective = {1, 1}, .rows = {{{1, 1}, 2, 2}, {{2, 2}, 4.001, 4.001}}}, Status::infeasible);
}

BadInput duplicate_columns() {
  return optimal("duplicate columns",
                 {.objective = {2, 2, 4, 3},
                  .rows = {{{1, 1, 2, 1}, 6}, {{1, 1, 2, 3}, -infinity, 12}},
                  .column_upper = {1, 1, 1, infinity}},
                 14);
}

BadInput free_columns() {
  return optimal("free columns",
                 {.objective = {1, 0, 0},
                  .rows = {{{1, 1, 1}, 2, 2}, {{1, -1, 0}, 3}, {{0, 1, 1}, -infinity, 1}},
                  .column_lower = {-infinity, -infinity, -infinity}},
                 1);
}

BadInput free_duplicate_columns() {
  return optimal("free duplicate columns",
                 {.objective = {0, 0, 1},
                  .rows = {{{1, 1, 1}, 1, 1}, {{1, 1, -1}, 0, 0}},
                  .column_lower = {-infinity, -infinity, -infinity}},
                 0.5);
}

BadInput huge_bounds() {
  return optimal("bounds of 1e15 that never bind",
                 {.objective = {1, 1}, .rows = {{{1, 2}, 4}}, .column_upper = {1e15, 1e15}}, 2);
}

// As a file states it: from 1e20 on, bounds mean infinity.
BadInput bounds_that_mean_infinity() {
  const auto lp =
      read_mps(std::string_view("NAME HUGE\nROWS\n N COST\n L CAP\n G NEED\nCOLUMNS\n"
                                " X COST 1 CAP 1\n X NEED 1\n Y COST 1 NEED 2\n"
                                "RHS\n R CAP 1e30 NEED 4\nRANGES\n R NEED 1e30\n"
                                "BOUNDS\n UP B X 1e30\n LO B Y -1e30\n UP B Y 1e20\nENDATA\n"));
  BadInput input{"bounds that mean infinity", *lp.value, Status::optimal, 2};
  return input;
}

BadInput huge_bounds_below() {
  return optimal("columns between -1e7 and 1e7",
                 {.objective = {0, 0, 1},
                  .rows = {{{1, -1, 1}, 1}, {{-1, 1, 1}, 3}},
                  .column_lower = {-1e7, -1e7, -1e7},
                  .column_upper = {1e7, 1e7, 1e7}},
                 2);
}

BadInput unbounded_but_for_infinity() {
  return without_optimum("unbounded", {.objective = {-1, -1, 0}, .rows = {{{1, -1, 1}, 0, 5}}}, Status::unbounded);
}

BadInput everything_zero() {
  return optimal("zero rows, zero costs", {.objective = {0, 0}, .rows = {{{0, 0}, 0, 0}, {{0, 0}, -1, infinity}}}, 0);
}

BadInput zero_row_that_asks() {
  return without_optimum("a zero row that asks for something",
                         {.objective = {1, 1}, .rows = {{{0, 0}, 1, infinity}, {{1, 1}, 1}}}, Status::infeasible);
}

BadInput all_columns_fixed() {
  return optimal("all columns fixed",
                 {.objective = {1, 2},
                  .rows = {{{1, 1}, 3, infinity}},
                  .column_lower = {1, 2},
                  .column_upper = {1, 2},
                  .offset = 1},
                 6);
}

BadInput all_columns_fixed_wrongly() {
  return without_optimum(
      "all columns fixed where no row allows it",
      {.objective = {1, 2}, .rows = {{{1, 1}, 4, infinity}}, .column_lower = {1, 2}, .column_upper = {1, 2}},
      Status::infeasible);
}

BadInput no_interior() {
  return optimal("a feasible set without interior",
                 {.objective = {1, 1, 1},
                  .rows = {{{1, 1, 0}, -infinity, 2}, {{1, 1, 0}, 2}, {{0, 1, 1}, 1, 1}, {{1, 0, -1}, 1, 1}},
                  .column_upper = {2, 1, 1}},
                 2);
}

BadInput large_right_hand_sides() {
  return optimal("right-hand sides of 1e10 beside 1e-6",
                 {.objective = {1, 1e6}, .rows = {{{1, 0}, 1e10}, {{0, 1}, 1e-6}, {{1, 1}, -infinity, 1e11}}},
                 1e10 + 1);
}

std::vector<BadInput> bad_inputs() {
  std::vector<BadInput> all = {chain_over_24_decades(),
                               tiny_and_huge_in_one_row(),
                               rank_deficient(),
                               nearly_rank_deficient(),
                               contradictory_by_a_little(),
                               duplicate_columns(),
                               free_columns(),
                               free_duplicate_columns(),
                               huge_bounds(),
                               bounds_that_mean_infinity(),
                               huge_bounds_below(),
                               unbounded_but_for_infinity(),
                               everything_zero(),
                               zero_row_that_asks(),
                               all_columns_fixed(),
                               all_columns_fixed_wrongly(),
                               no_interior(),
                               large_right_hand_sides()};
  for (const SmallLp& small : {no_rows(), no_columns(), empty_lp(), all_fixed(), infeasible_without_columns(),
                               unbounded_without_rows(), falls_along_a_free_column()})
    all.push_back({small.name, small.lp, small.status, small.value});
  return all;
}

class BadInputs : public testing::TestWithParam<std::tuple<BadInput, Method, bool>> {};

TEST_P(BadInputs, AreAnsweredRightly) {
  const auto& [input, method, with_presolve] = GetParam();
  SolveSettings settings;
  settings.method = method;
  settings.tolerance = reported_tolerance;
  settings.presolve = with_presolve;
  settings.iteration_limit = 50'000;
  const auto device = open_device(DeviceChoice::cpu, 1);
  const Solution solution = solve(input.lp, settings, *device);
  for (const double x : solution.point.primal) ASSERT_TRUE(std::isfinite(x));
  for (const double y : solution.point.dual) ASSERT_TRUE(std::isfinite(y));
  if (method == Method::pdhg && stopped_short(solution.status)) return;  // slow it may be, wrong it must not
  ASSERT_EQ(solution.status, input.status) << solution.reason;
  if (input.status == Status::infeasible) {
    EXPECT_TRUE(check_infeasibility_ray(input.lp, solution.ray).proves_infeasible);
  } else if (input.status == Status::unbounded) {
    EXPECT_TRUE(check_unboundedness_ray(input.lp, solution.ray).proves_unbounded);
  } else {
    const LpCertificate certificate = certify(input.lp, solution.point.primal, solution.point.dual);
    EXPECT_LE(certificate.kkt_2(), reported_tolerance);
    EXPECT_LE(certificate.kkt_inf(), reported_tolerance);
    EXPECT_NEAR(certificate.primal_objective, input.value, 1e-6 * (1 + std::fabs(input.value)));
  }
}

std::string bad_input_name(const testing::TestParamInfo<std::tuple<BadInput, Method, bool>>& info) {
  const auto& [input, method, with_presolve] = info.param;
  std::string name = std::string(to_string(method)) + (with_presolve ? "_presolved_" : "_as_given_") + input.name;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Solve, BadInputs,
                         testing::Combine(testing::ValuesIn(bad_inputs()),
                                          testing::Values(Method::automatic, Method::interior_point, Method::pdhg),
                                          testing::Bool()),
                         bad_input_name);

}  // namespace
}  // namespace planwerk
