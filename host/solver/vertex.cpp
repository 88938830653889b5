#include "host/solver/vertex.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "host/solver/judge.hpp"
#include "host/solver/vertex_simplex.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double least_distance = 1e-6;      // added to distances from bounds and to reduced costs, so that a weight is
constexpr double least_reduced_cost = 1e-3;  // never ruled out by one of the two alone
constexpr double fixed_column_penalty = 1e-6;
constexpr double rounding = 1e-11;  // distance from a bound that is taken for none

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2g", value);
  return text;
}

// Root mean square of what is finite and not zero; 1 where there is nothing.
double typical_size(const std::vector<double>& values) {
  double squares = 0;
  std::int64_t count = 0;
  for (const double value : values) {
    if (!std::isfinite(value) || value == 0) continue;
    squares += value * value;
    ++count;
  }
  return count > 0 && std::isfinite(squares) && squares > 0 ? std::sqrt(squares / static_cast<double>(count)) : 1;
}

// The programme in the units of clean-up, and the way there and back: z = value_unit column_scale x etc.
struct ScaledForm {
  SlackForm form;
  std::vector<double> row_scale, column_scale;
  double value_unit = 1, cost_unit = 1;

  PrimalDual to_original(const std::vector<double>& values, const std::vector<double>& duals) const {
    PrimalDual point{{values.begin(), values.begin() + form.columns()}, duals};
    for (std::size_t j = 0; j < point.primal.size(); ++j) point.primal[j] *= column_scale[j] * value_unit;
    for (std::size_t i = 0; i < point.dual.size(); ++i) point.dual[i] *= row_scale[i] * cost_unit;
    return point;
  }
  PrimalDual to_scaled(PrimalDual point) const {
    for (std::size_t j = 0; j < point.primal.size(); ++j) point.primal[j] /= column_scale[j] * value_unit;
    for (std::size_t i = 0; i < point.dual.size(); ++i) point.dual[i] /= row_scale[i] * cost_unit;
    return point;
  }
};

void choose_scales(const LinearProgram& lp, Scaling scaling, Device& device, ScaledForm& result) {
  const ScaledProgram scaled = scale_program(lp, scaling, device);
  const bool by_value = scaling != Scaling::ruiz;
  result.row_scale = (by_value ? scaled.row_base : scaled.row_scale).to_host();
  result.column_scale = (by_value ? scaled.column_base : scaled.column_scale).to_host();
}

ScaledForm slack_form(const LinearProgram& lp, Scaling scaling, Device& device) {
  ScaledForm result;
  choose_scales(lp, scaling, device, result);
  SlackForm& form = result.form;
  form.by_rows = lp.matrix;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    for (auto k = lp.matrix.row_offsets[i]; k < lp.matrix.row_offsets[i + 1]; ++k) {
      form.by_rows.values[k] *= result.row_scale[i] * result.column_scale[lp.matrix.column_indices[k]];
    }
  }
  form.by_columns = transposed(form.by_rows);
  std::vector<double> sides;
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    form.cost.push_back(lp.objective[j] * result.column_scale[j]);
    form.lower.push_back(lp.column_lower[j] / result.column_scale[j]);
    form.upper.push_back(lp.column_upper[j] / result.column_scale[j]);
  }
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    form.cost.push_back(0);
    form.lower.push_back(lp.row_lower[i] * result.row_scale[i]);
    form.upper.push_back(lp.row_upper[i] * result.row_scale[i]);
  }
  sides = form.lower;
  sides.insert(sides.end(), form.upper.begin(), form.upper.end());
  result.value_unit = typical_size(sides);
  result.cost_unit = typical_size(form.cost);
  for (double& cost : form.cost) cost /= result.cost_unit;
  for (double& side : form.lower) side /= result.value_unit;
  for (double& side : form.upper) side /= result.value_unit;
  return result;
}

// Of all variables at a point: x and A x; c - A'y and y.
struct ExpectedVertex {
  std::vector<double> values, reduced_costs;
};
ExpectedVertex expected_vertex(const SlackForm& form, const PrimalDual& scaled) {
  ExpectedVertex result{scaled.primal, form.row_combination(scaled.dual)};
  const std::vector<double> activity = multiply(form.by_rows, scaled.primal);
  result.values.insert(result.values.end(), activity.begin(), activity.end());
  for (std::size_t j = 0; j < result.reduced_costs.size(); ++j) {
    result.reduced_costs[j] = form.cost[j] - result.reduced_costs[j];
  }
  return result;
}

// log sqrt((distance to the nearest bound) / |reduced cost|): as an interior point would weigh them, large for what is
// likely to be basic.
MatchingWeights matching_weights(const SlackForm& form, const ExpectedVertex& expected) {
  const auto weight = [&](std::size_t j) {
    const double lower = form.lower[j], upper = form.upper[j], value = expected.values[j];
    double distance = std::max(0.0, std::min(value - lower, upper - value));
    if (std::isinf(distance)) distance = std::max(1.0, std::fabs(value));
    const double penalty = lower == upper ? fixed_column_penalty : 1;
    return 0.5 * std::log(penalty * (distance + least_distance) /
                          (std::fabs(expected.reduced_costs[j]) + least_reduced_cost));
  };
  MatchingWeights weights;
  const auto columns = static_cast<std::size_t>(form.columns()), all = static_cast<std::size_t>(form.variables());
  for (std::size_t j = 0; j < columns; ++j) weights.column_logs.push_back(weight(j));
  for (std::size_t j = columns; j < all; ++j) weights.slack_logs.push_back(weight(j));
  return weights;
}

// Basic variables of a degenerate vertex stand at bounds up to rounding. Left so, an amount of 1e-16 of something that
// nobody makes would look like a shortage.
std::vector<double> without_rounding(const SlackForm& form, std::vector<double> values) {
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (std::fabs(values[j] - form.lower[j]) < rounding) values[j] = form.lower[j];
    if (std::fabs(values[j] - form.upper[j]) < rounding) values[j] = form.upper[j];
  }
  return values;
}

const char* to_string(VertexSimplex::Outcome outcome) {
  switch (outcome) {
    case VertexSimplex::Outcome::optimal:
      return "optimal";
    case VertexSimplex::Outcome::limit:
      return "limit reached";
    case VertexSimplex::Outcome::infeasible:
      return "no feasible vertex found";
    case VertexSimplex::Outcome::unbounded:
      return "unbounded";
    case VertexSimplex::Outcome::inaccurate:
      return "basis too inaccurate";
  }
  return "?";
}

}  // namespace

VertexResult clean_up_vertex(const LinearProgram& lp, const PrimalDual& point, const VertexSettings& settings,
                             Device& device) {
  const TraceRange range("vertex clean-up");
  const auto log = [&](const std::string& line) {
    if (settings.on_log) settings.on_log("vertex: " + line);
  };
  const ScaledForm scaled = slack_form(lp, settings.scaling, device);
  const SlackForm& form = scaled.form;
  const DeviceMatrix matrix = device.sparse().upload(form.by_rows.span());
  ExpectedVertex expected = expected_vertex(form, scaled.to_scaled(point));
  auto matched = match_basis(matrix.by_rows, matching_weights(form, expected), device);
  VertexBasis basis(form, matrix.by_rows, device);
  if (!matched || !basis.adopt(std::move(*matched))) {
    log("no basis to begin with");
    return {};
  }
  const double product = static_cast<double>(std::max<std::int64_t>(1, form.by_rows.nonzeros()));
  VertexSimplex simplex(
      form, basis, std::move(expected.values), std::move(expected.reduced_costs),
      {settings.pivot_limit, static_cast<std::int64_t>(settings.work_limit * product), settings.stop});
  const VertexSimplex::Outcome outcome = simplex.run();
  VertexResult result;
  result.pivots = simplex.dual_pivots() + simplex.primal_pivots();
  result.work = static_cast<double>(simplex.work()) / product;
  PrimalDual vertex = scaled.to_original(without_rounding(form, simplex.values()), simplex.duals());
  clamp_to_bounds(lp, vertex.primal);
  const double error = certify_in(settings.units, lp, vertex).kkt_2();
  log(std::string(to_string(outcome)) + " after " + std::to_string(simplex.dual_pivots()) + " dual and " +
      std::to_string(simplex.primal_pivots()) + " primal pivots, work of " + short_number(result.work) +
      " products, relative error " + short_number(error));
  if (error <= settings.tolerance) result.point = std::move(vertex);
  return result;
}

}  // namespace planwerk
