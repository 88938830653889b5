#include "host/answers/dossier/programme.hpp"

#include <algorithm>
#include <cmath>

#include "host/lp/accurate_sum.hpp"
#include "host/lp/certificate.hpp"
#include "host/lp/reduced_costs.hpp"
#include "host/solver/vertex.hpp"

namespace planwerk {
namespace {

// What a vertex straight from the neighbour's may cost, in matrix products: no more than a solve from nowhere costs.
constexpr double work_on_a_neighbour = 1500;
// Prices below this part of what they are made of are rounding.
constexpr double rounding_of_prices = 1e-10;

// Per column: the largest of its cost and of what its rows charge.
std::vector<double> charges(const LinearProgram& lp, const std::vector<double>& dual) {
  std::vector<double> largest;
  for (const double cost : lp.objective) largest.push_back(std::fabs(cost));
  const SparseMatrix& a = lp.matrix;
  for (std::int32_t i = 0; i < a.rows; ++i) {
    for (auto k = a.row_offsets[i]; k < a.row_offsets[i + 1]; ++k) {
      double& charge = largest[a.column_indices[k]];
      charge = std::max(charge, std::fabs(dual[i] * a.values[k]));
    }
  }
  return largest;
}

bool has_price(const LinearProgram& lp, std::int32_t row, double dual, const std::vector<double>& scale) {
  const SparseMatrix& a = lp.matrix;
  for (auto k = a.row_offsets[row]; k < a.row_offsets[row + 1]; ++k) {
    if (std::fabs(dual * a.values[k]) > rounding_of_prices * scale[a.column_indices[k]]) return true;
  }
  return false;
}

}  // namespace

double value_of(const LinearProgram& lp, const std::vector<double>& primal) {
  AccurateSum sum;
  sum.add(lp.objective_offset);
  for (std::size_t j = 0; j < primal.size(); ++j) sum.add_product(lp.objective[j], primal[j]);
  return sum.value();
}

Solution solve_near(const LinearProgram& lp, const PrimalDual& start, const SolveSettings& settings, Device& device) {
  SolveSettings solving = settings;
  if (!start.primal.empty()) {
    VertexSettings vertex;
    vertex.tolerance = settings.tolerance;
    vertex.work_limit = work_on_a_neighbour;
    if (auto found = clean_up_vertex(lp, start, vertex, device).point;
        found && certify(lp, found->primal, found->dual).kkt() <= settings.tolerance) {
      Solution solution;
      solution.status = Status::optimal;
      solution.point = std::move(*found);
      solution.method = "vertex";
      return solution;
    }
    solving.warm_start = start;
  }
  return solve(lp, solving, device);
}

LinearProgram optimal_face(const LinearProgram& lp, const PrimalDual& optimum) {
  LinearProgram face = lp;
  const std::vector<double> scale = charges(lp, optimum.dual);
  const ReducedCosts costs = reduced_costs(lp, lp.objective, optimum.dual);
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    const double price = costs.value[j];
    if (std::fabs(price) <= rounding_of_prices * scale[j]) continue;
    const double bound = price > 0 ? lp.column_lower[j] : lp.column_upper[j];
    if (std::isfinite(bound)) face.column_lower[j] = face.column_upper[j] = bound;
  }
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (!has_price(lp, i, optimum.dual[i], scale)) continue;
    const double side = optimum.dual[i] > 0 ? lp.row_lower[i] : lp.row_upper[i];
    if (std::isfinite(side)) face.row_lower[i] = face.row_upper[i] = side;
  }
  return face;
}

}  // namespace planwerk
