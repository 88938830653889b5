#include <cmath>
#include <utility>

#include "host/lp/presolve/undo.hpp"

namespace planwerk {

Restoration::Restoration(const LinearProgram& original, Kind kind_of_point, const std::vector<double>& objective,
                         PrimalDual start)
    : kind(kind_of_point), x(std::move(start.primal)), y(std::move(start.dual)), original_(original) {
  if (kind == Kind::unboundedness_ray) return;
  reduced_costs = multiply_transposed(original.matrix, y);
  for (std::size_t j = 0; j < reduced_costs.size(); ++j) {
    reduced_costs[j] = (kind == Kind::point ? objective[j] : 0) - reduced_costs[j];
  }
}

void Restoration::add_dual(std::int32_t row, double change) {
  if (change == 0) return;
  y[row] += change;
  const auto& matrix = original_.matrix;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    reduced_costs[matrix.column_indices[k]] -= matrix.values[k] * change;
  }
}

double Restoration::activity(std::int32_t row) const {
  const auto& matrix = original_.matrix;
  double sum = 0;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    sum += matrix.values[k] * x[matrix.column_indices[k]];
  }
  return sum;
}

double Restoration::side(double value) const {
  return kind == Kind::unboundedness_ray && std::isfinite(value) ? 0 : value;
}

}  // namespace planwerk
