#include <algorithm>
#include <cmath>
#include <string>

#include "host/lp/lp_names.hpp"
#include "host/lp/number_text.hpp"
#include "host/lp/solution_file.hpp"

namespace planwerk {
namespace {

// Sums of the same terms in another order differ by no more than this, relative to the terms' absolute values.
constexpr double summation_rounding = 1e-12;

std::string number(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

std::vector<double> absolute(std::vector<double> values) {
  for (auto& value : values) value = std::fabs(value);
  return values;
}

SparseMatrix absolute(SparseMatrix matrix) {
  matrix.values = absolute(std::move(matrix.values));
  return matrix;
}

bool agree(double stated, double found, double scale) {
  return std::fabs(stated - found) <= summation_rounding * std::max(scale, std::fabs(found));
}

// Compares what is stated beside the point with what follows from it.
void compare_numbers(const LinearProgram& lp, const StatedSolution& stated, Problems& problems) {
  const auto found = stated_solution(lp, stated.status, stated.point, {});
  const auto matrix = absolute(lp.matrix);
  const auto row_scale = multiply(matrix, absolute(stated.point.primal));
  const auto column_scale = multiply_transposed(matrix, absolute(stated.point.dual));
  double objective_scale = std::fabs(lp.objective_offset);
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    objective_scale += std::fabs(lp.objective[j] * stated.point.primal[j]);
    if (agree(stated.reduced_costs[j], found.reduced_costs[j], column_scale[j] + std::fabs(lp.objective[j]))) continue;
    problems.error("column \"" + column_name(lp, j) + "\"", number(stated.reduced_costs[j]),
                   "the reduced cost that follows from the duals is " + number(found.reduced_costs[j]));
  }
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (agree(stated.activities[i], found.activities[i], row_scale[i])) continue;
    problems.error("row \"" + row_name(lp, i) + "\"", number(stated.activities[i]),
                   "the activity that follows from the columns is " + number(found.activities[i]));
  }
  if (!agree(stated.objective, found.objective, objective_scale)) {
    problems.error("objective", number(stated.objective),
                   "what follows from the columns is " + number(found.objective) + " (as a minimisation)");
  }
}

void require_status(const LinearProgram& lp, const StatedSolution& stated, bool has_point, double tolerance,
                    SolutionVerdict& verdict) {
  const auto refuse = [&](const std::string& why) {
    verdict.problems.error("status", std::string(to_string(stated.status)), why);
  };
  switch (stated.status) {
    case Status::optimal:
      if (!has_point) return refuse("there is no point to bear it out");
      if (!(verdict.certificate.kkt() <= tolerance)) {
        refuse("the largest relative residual is " + number(verdict.certificate.kkt()));
      }
      return;
    case Status::feasible:
      if (!has_point) return refuse("there is no point to bear it out");
      if (!(verdict.certificate.primal_residual_2 <= tolerance)) {
        refuse("the relative primal residual is " + number(verdict.certificate.primal_residual_2));
      }
      return;
    case Status::infeasible:
      if (stated.ray.empty()) return refuse("there is no ray to prove it");
      verdict.farkas = check_infeasibility_ray(lp, stated.ray);
      if (!verdict.farkas.proves_infeasible) refuse("the ray does not prove it");
      return;
    case Status::unbounded:
      if (stated.ray.empty()) return refuse("there is no ray to prove it");
      verdict.ray = check_unboundedness_ray(lp, stated.ray);
      if (!verdict.ray.proves_unbounded) refuse("the ray does not prove it");
      return;
    default:
      return;  // stopped short: nothing is claimed
  }
}

}  // namespace

SolutionVerdict verify_solution(const LinearProgram& lp, const StatedSolution& solution, double tolerance) {
  SolutionVerdict verdict;
  const bool has_point =
      solution.point.primal.size() == lp.objective.size() && solution.point.dual.size() == lp.row_lower.size() &&
      solution.activities.size() == lp.row_lower.size() && solution.reduced_costs.size() == lp.objective.size();
  if (has_point) {
    verdict.certificate = certify(lp, solution.point.primal, solution.point.dual);
    compare_numbers(lp, solution, verdict.problems);
  }
  require_status(lp, solution, has_point, tolerance, verdict);
  return verdict;
}

}  // namespace planwerk
