#include "host/solver/judge.hpp"

#include <algorithm>

namespace planwerk {
namespace {

void multiply(std::vector<double>& values, const std::vector<double>& factors) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] *= factors[i];
}

void divide(std::vector<double>& values, const std::vector<double>& divisors) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] /= divisors[i];
}

std::vector<double> units_of(const std::vector<double>& units, const std::vector<std::int32_t>& left) {
  std::vector<double> result;
  if (units.empty()) return result;
  result.reserve(left.size());
  for (const std::int32_t index : left) result.push_back(units[index]);
  return result;
}

}  // namespace

// Residuals in units are the residuals of the programme written in those units:
// rows r_i (A x)_i, columns x_j / s_j, so that c becomes s c and duals y / r.
LpCertificate certify_in(const ResidualUnits& units, const LinearProgram& lp, const PrimalDual& point) {
  if (units.row_units.empty() && units.column_units.empty()) return certify(lp, point.primal, point.dual);
  LinearProgram written = lp;
  PrimalDual there = point;
  const std::vector<double> rows =
      units.row_units.empty() ? std::vector<double>(lp.row_lower.size(), 1.0) : units.row_units;
  const std::vector<double> columns =
      units.column_units.empty() ? std::vector<double>(lp.objective.size(), 1.0) : units.column_units;
  SparseMatrix& a = written.matrix;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (auto k = a.row_offsets[i]; k < a.row_offsets[i + 1]; ++k)
      a.values[k] *= rows[i] * columns[a.column_indices[k]];
  }
  multiply(written.row_lower, rows);
  multiply(written.row_upper, rows);
  divide(there.dual, rows);
  multiply(written.objective, columns);
  divide(written.column_lower, columns);
  divide(written.column_upper, columns);
  divide(there.primal, columns);
  return certify(written, there.primal, there.dual);
}

ResidualUnits units_left(const ResidualUnits& units, const Presolved& presolved) {
  return {units_of(units.row_units, presolved.rows_left()), units_of(units.column_units, presolved.columns_left())};
}

void clamp_to_bounds(const LinearProgram& lp, std::vector<double>& primal) {
  for (std::size_t j = 0; j < primal.size(); ++j) {
    primal[j] = std::clamp(primal[j], lp.column_lower[j], lp.column_upper[j]);
  }
}

}  // namespace planwerk
