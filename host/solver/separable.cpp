#include "host/solver/separable.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

std::vector<double> unit_ray(std::size_t size, std::size_t at, double value) {
  std::vector<double> ray(size, 0.0);
  ray[at] = value;
  return ray;
}

double cheapest_value(double cost, double lower, double upper) {
  if (cost > 0) return lower;
  if (cost < 0) return upper;
  return std::clamp(0.0, lower, upper);
}

}  // namespace

std::optional<Solution> solve_separable(const LinearProgram& lp) {
  if (lp.matrix.nonzeros() > 0) return std::nullopt;
  Solution solution;
  solution.point = {std::vector<double>(lp.objective.size(), 0.0), std::vector<double>(lp.row_lower.size(), 0.0)};
  for (std::size_t i = 0; i < lp.row_lower.size(); ++i) {
    if (lp.row_lower[i] <= 0 && lp.row_upper[i] >= 0) continue;
    solution.status = Status::infeasible;
    solution.ray = unit_ray(lp.row_lower.size(), i, lp.row_lower[i] > 0 ? 1 : -1);
    solution.reason = "an empty row asks for more than zero or less";
    return solution;
  }
  solution.status = Status::optimal;
  for (std::size_t j = 0; j < lp.objective.size(); ++j) {
    const double value = cheapest_value(lp.objective[j], lp.column_lower[j], lp.column_upper[j]);
    if (std::isfinite(value)) {
      solution.point.primal[j] = value;
      continue;
    }
    solution.point.primal[j] = std::clamp(0.0, lp.column_lower[j], lp.column_upper[j]);
    if (solution.status == Status::unbounded) continue;
    solution.status = Status::unbounded;
    solution.ray = unit_ray(lp.objective.size(), j, lp.objective[j] > 0 ? -1 : 1);
    solution.reason = "a column without entries improves the objective for ever";
  }
  return solution;
}

}  // namespace planwerk
