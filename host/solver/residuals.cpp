#include "host/solver/residuals.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {

double Residuals::kkt() const {
  return std::max({primal, dual, gap});
}

double Residuals::base_kkt() const {
  return std::max({base_primal, base_dual, base_gap});
}

Residuals residuals_of(const ScaledProgram& scaled, const ScaledPoint& point, const ResidualWeights& base,
                       const ResidualWeights& target, Device& device) {
  const RowSums rows = device.pdhg().row_sums(scaled.program, point.activity, point.dual, base.rows, target.rows);
  const ColumnSums columns =
      device.pdhg().column_sums(scaled.program, point.primal, point.transposed_product, base.columns, target.columns);
  // c'x of the scaled programme is bound_factor objective_factor times that of the original.
  const double unit = 1 / (scaled.bound_factor * scaled.objective_factor);
  const double primal = columns.primal_objective * unit;
  const double dual = (rows.dual_objective + columns.dual_objective) * unit;
  const double size = std::fabs(primal) + std::fabs(dual);
  Residuals r;
  r.primal = std::sqrt(rows.target_violation2);
  r.dual = std::sqrt(columns.target_violation2);
  r.base_primal = std::sqrt(rows.base_violation2);
  r.base_dual = std::sqrt(columns.base_violation2);
  r.primal_objective = primal + scaled.objective_offset;
  r.dual_objective = dual + scaled.objective_offset;
  r.gap = std::fabs(primal - dual) / (1 + std::fabs(r.primal_objective) + std::fabs(r.dual_objective));
  r.base_gap = size > 0 ? std::fabs(primal - dual) / size : 0;
  const double priced = (rows.priced_violation + columns.priced_violation) * unit;
  // Where nothing is done and nothing priced, the violations themselves must tell.
  r.score = size > 0 ? (std::fabs(primal - dual) + priced) / size : (r.base_primal + r.base_dual > 0 ? 1 : 0);
  return r;
}

}  // namespace planwerk
