#include "host/answers/need/optimal_basis.hpp"

#include <algorithm>
#include <cmath>

#include "host/lp/certificate.hpp"
#include "host/solver/vertex_simplex.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double no_cost = 1e-10;   // reduced cost that is taken for none, scaled
constexpr double rounding = 1e-11;  // distance from a bound, in scaled units, that is taken for none

// Basic variables of a degenerate vertex stand at bounds up to rounding.
void snap_to_bounds(const SlackForm& form, std::vector<double>& values) {
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (std::fabs(values[j] - form.lower[j]) < rounding) values[j] = form.lower[j];
    if (std::fabs(values[j] - form.upper[j]) < rounding) values[j] = form.upper[j];
  }
}

}  // namespace

OptimalBasis::OptimalBasis(ScaledForm scaled, Device& device)
    : scaled_(std::move(scaled)),
      matrix_(device.sparse().upload(scaled_.form.by_rows.span())),
      basis_(scaled_.form, matrix_.by_rows, device) {}

std::unique_ptr<OptimalBasis> OptimalBasis::near(const LinearProgram& lp, const PrimalDual& point,
                                                 const BasisSettings& settings, Device& device) {
  const TraceRange range("optimal basis");
  std::unique_ptr<OptimalBasis> result(new OptimalBasis(scaled_form(lp, Scaling::log_prices, device), device));
  if (!result->reach(lp, point, settings)) return nullptr;
  return result;
}

void OptimalBasis::stand_at(const PrimalDual& point, double tolerance) {
  const std::vector<double> there = expected_vertex(form(), scaled_.to_scaled(point)).values;
  for (std::size_t j = 0; j < values_.size(); ++j) {
    if (std::fabs(reduced_costs_[j]) > no_cost) continue;
    const double lower = form().lower[j], upper = form().upper[j];
    const double value = std::clamp(there[j], lower, upper), least = tolerance * (1 + std::fabs(value));
    if (std::fabs(value - values_[j]) <= least) continue;
    values_[j] = value - lower <= least ? lower : upper - value <= least ? upper : value;
  }
}

bool OptimalBasis::reach(const LinearProgram& lp, const PrimalDual& point, const BasisSettings& settings) {
  ExpectedVertex expected = expected_vertex(form(), scaled_.to_scaled(point));
  if (!basis_.match(matching_weights(form(), expected))) return false;
  const double product = static_cast<double>(std::max<std::int64_t>(1, form().by_rows.nonzeros()));
  VertexSimplex simplex(form(), basis_, std::move(expected.values), std::move(expected.reduced_costs),
                        {settings.pivot_limit, static_cast<std::int64_t>(settings.work_limit * product), {}});
  if (simplex.run() != VertexSimplex::Outcome::optimal) return false;
  values_ = simplex.values();
  duals_ = simplex.duals();
  snap_to_bounds(form(), values_);
  reduced_costs_ = form().row_combination(duals_);
  for (std::size_t j = 0; j < reduced_costs_.size(); ++j) reduced_costs_[j] = form().cost[j] - reduced_costs_[j];
  for (const std::int32_t j : basis_.variables()) reduced_costs_[j] = 0;
  vertex_ = scaled_.to_original(values_, duals_);
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    vertex_.primal[j] = std::clamp(vertex_.primal[j], lp.column_lower[j], lp.column_upper[j]);
  }
  return certify(lp, vertex_.primal, vertex_.dual).kkt() <= settings.tolerance;
}

}  // namespace planwerk
