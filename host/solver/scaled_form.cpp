#include "host/solver/scaled_form.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr double fixed_column_penalty = 1e-6;

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

void choose_scales(const LinearProgram& lp, Scaling scaling, Device& device, ScaledForm& result) {
  const ScaledProgram scaled = scale_program(lp, scaling, device);
  const bool by_value = scaling != Scaling::ruiz;
  result.row_scale = (by_value ? scaled.row_base : scaled.row_scale).to_host();
  result.column_scale = (by_value ? scaled.column_base : scaled.column_scale).to_host();
}

}  // namespace

PrimalDual ScaledForm::to_original(const std::vector<double>& values, const std::vector<double>& duals) const {
  PrimalDual point{{values.begin(), values.begin() + form.columns()}, duals};
  for (std::size_t j = 0; j < point.primal.size(); ++j) point.primal[j] *= column_scale[j] * value_unit;
  for (std::size_t i = 0; i < point.dual.size(); ++i) point.dual[i] *= row_scale[i] * cost_unit;
  return point;
}

PrimalDual ScaledForm::to_scaled(PrimalDual point) const {
  for (std::size_t j = 0; j < point.primal.size(); ++j) point.primal[j] /= column_scale[j] * value_unit;
  for (std::size_t i = 0; i < point.dual.size(); ++i) point.dual[i] /= row_scale[i] * cost_unit;
  return point;
}

ScaledForm scaled_form(const LinearProgram& lp, Scaling scaling, Device& device) {
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

ExpectedVertex expected_vertex(const SlackForm& form, const PrimalDual& scaled) {
  ExpectedVertex result{scaled.primal, form.row_combination(scaled.dual)};
  const std::vector<double> activity = multiply(form.by_rows, scaled.primal);
  result.values.insert(result.values.end(), activity.begin(), activity.end());
  for (std::size_t j = 0; j < result.reduced_costs.size(); ++j) {
    result.reduced_costs[j] = form.cost[j] - result.reduced_costs[j];
  }
  return result;
}

MatchingWeights matching_weights(const SlackForm& form, const ExpectedVertex& expected, WeightFloors floors) {
  const auto weight = [&](std::size_t j) {
    const double lower = form.lower[j], upper = form.upper[j], value = expected.values[j];
    double distance = std::max(0.0, std::min(value - lower, upper - value));
    if (std::isinf(distance)) distance = std::max(1.0, std::fabs(value));
    const double penalty = lower == upper ? fixed_column_penalty : 1;
    return 0.5 * std::log(penalty * (distance + floors.distance) /
                          (std::fabs(expected.reduced_costs[j]) + floors.reduced_cost));
  };
  MatchingWeights weights;
  const auto columns = static_cast<std::size_t>(form.columns()), all = static_cast<std::size_t>(form.variables());
  for (std::size_t j = 0; j < columns; ++j) weights.column_logs.push_back(weight(j));
  for (std::size_t j = columns; j < all; ++j) weights.slack_logs.push_back(weight(j));
  return weights;
}

}  // namespace planwerk
