#include "host/solver/scaled_program.hpp"

#include <cmath>

#include "host/lp/production_structure.hpp"
#include "host/solver/device_vectors.hpp"
#include "kernels/scaling_kernels.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/trace.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

constexpr int ruiz_sweeps = 10;
constexpr int log_price_sweeps = 30;
constexpr int price_sweeps_limit = 100;
constexpr double price_range = 1e3;            // price iteration stays within this factor of the fitted prices
constexpr double trust_in_iteration = 0.5;     // share of the iterated price in the geometric mean with the fitted one
constexpr double settled_price_change = 1e-3;  // largest change of a logarithm at which price iteration ends

Vector oriented_rows(const LinearProgram& lp, Device& device) {
  const auto orientation = detect_structure(lp).row_orientation;
  return upload(std::vector<double>(orientation.begin(), orientation.end()), device);
}

ScaledProgram unscaled(const LinearProgram& lp, Scaling scaling, Device& device) {
  const auto rows = static_cast<std::size_t>(lp.rows()), columns = static_cast<std::size_t>(lp.columns());
  DeviceProgram program{
      device.sparse().upload(lp.matrix.span()), upload(lp.objective, device), upload(lp.column_lower, device),
      upload(lp.column_upper, device),          upload(lp.row_lower, device), upload(lp.row_upper, device)};
  return {.program = std::move(program),
          .orientation = oriented_rows(lp, device),
          .row_scale = constant(rows, 1, device),
          .column_scale = constant(columns, 1, device),
          .row_base = constant(rows, 1, device),
          .column_base = constant(columns, 1, device),
          .objective_offset = lp.objective_offset,
          .scaling = scaling};
}

// Every row and column of the programme in new units.
void apply(ScaledProgram& scaled, const Vector& row_factor, const Vector& column_factor, Device& device) {
  VectorKernels& vectors = device.vectors();
  DeviceProgram& lp = scaled.program;
  device.sparse().scale(lp.matrix, row_factor, column_factor);
  vectors.multiply(row_factor, lp.row_lower);
  vectors.multiply(row_factor, lp.row_upper);
  vectors.multiply(row_factor, scaled.row_scale);
  vectors.multiply(column_factor, lp.objective);
  vectors.divide(column_factor, lp.column_lower);
  vectors.divide(column_factor, lp.column_upper);
  vectors.multiply(column_factor, scaled.column_scale);
}

void scale_sides(ScaledProgram& scaled, double bounds, double objective, Device& device) {
  VectorKernels& vectors = device.vectors();
  DeviceProgram& lp = scaled.program;
  for (Vector* side : {&lp.row_lower, &lp.row_upper, &lp.column_lower, &lp.column_upper}) vectors.scale(*side, bounds);
  vectors.scale(lp.objective, objective);
  scaled.bound_factor *= bounds;
  scaled.objective_factor *= objective;
}

// Relative to nothing stays as it is. Nothing else is added to norms, so that units of costs and amounts cancel.
double or_one(double norm) {
  return norm > 0 ? norm : 1;
}

void balance_norms(ScaledProgram& scaled, Device& device) {
  const DeviceProgram& lp = scaled.program;
  const double sides = device.scaling().sides_norm2(lp.row_lower, lp.row_upper);
  const double costs = device.vectors().norm2(lp.objective);
  scale_sides(scaled, 1 / or_one(sides), 1 / or_one(costs), device);
}

void pock_chambolle(ScaledProgram& scaled, Device& device) {
  const DeviceMatrix& a = scaled.program.matrix;
  Vector rows(device, scaled.row_scale.size()), columns(device, scaled.column_scale.size());
  device.sparse().row_sum_abs(a.by_rows, rows);
  device.sparse().row_sum_abs(a.by_columns, columns);
  device.scaling().inverse_square_root(rows);
  device.scaling().inverse_square_root(columns);
  apply(scaled, rows, columns, device);
}

void ruiz(ScaledProgram& scaled, Device& device) {
  const DeviceMatrix& a = scaled.program.matrix;
  Vector rows(device, scaled.row_scale.size()), columns(device, scaled.column_scale.size());
  for (int sweep = 0; sweep < ruiz_sweeps; ++sweep) {
    device.sparse().row_max_abs(a.by_rows, rows);
    device.sparse().row_max_abs(a.by_columns, columns);
    device.scaling().inverse_square_root(rows);
    device.scaling().inverse_square_root(columns);
    apply(scaled, rows, columns, device);
  }
}

// x^(1 - share) y^share
Vector geometric_mean(const Vector& x, const Vector& y, double share, Device& device) {
  std::vector<double> mean = x.to_host();
  const std::vector<double> other = y.to_host();
  for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = std::pow(mean[i], 1 - share) * std::pow(other[i], share);
  return upload(mean, device);
}

Vector estimate_prices(const ScaledProgram& scaled, Device& device) {
  const DeviceProgram& lp = scaled.program;
  Vector prices(device, scaled.row_scale.size());
  device.scaling().fit_log_prices(lp.matrix, scaled.orientation, lp.objective, log_price_sweeps, prices);
  device.scaling().exponential(prices);
  if (scaled.scaling == Scaling::log_prices) return prices;
  const Vector fitted = copy_of(prices, device);
  for (int sweep = 0; sweep < price_sweeps_limit; ++sweep) {
    const double change =
        device.scaling().price_sweep(lp.matrix, scaled.orientation, lp.objective, fitted, price_range, prices);
    if (change < settled_price_change) break;
  }
  if (scaled.scaling == Scaling::price_sweeps) return prices;
  return geometric_mean(fitted, prices, trust_in_iteration, device);
}

void value_scale(ScaledProgram& scaled, Device& device) {
  const Vector prices = estimate_prices(scaled, device);
  Vector rows(device, scaled.row_scale.size()), columns(device, scaled.column_scale.size());
  device.scaling().value_scales(scaled.program.matrix, scaled.orientation, prices, rows, columns);
  apply(scaled, rows, columns, device);
  scaled.row_base.assign_from(scaled.row_scale);
  scaled.column_base.assign_from(scaled.column_scale);
}

// Rows that nothing produces (resources) to a largest entry of one.
void balance_resources(ScaledProgram& scaled, Device& device) {
  const DeviceMatrix& a = scaled.program.matrix;
  const Vector columns = constant(scaled.column_scale.size(), 1, device);
  Vector rows(device, scaled.row_scale.size());
  device.scaling().resource_factors(a, scaled.orientation, rows);
  apply(scaled, rows, columns, device);
}

// `units` / `scale` times `factor`.
Vector weights(const Vector& units, const Vector& scale, double factor, Device& device) {
  Vector weight = copy_of(units, device);
  device.vectors().divide(scale, weight);
  device.vectors().scale(weight, factor);
  return weight;
}

// Norms of sides and costs in the given units.
struct Norms {
  double sides, costs;
};
Norms norms_in(const ScaledProgram& scaled, const Vector& row_units, const Vector& column_units, Device& device) {
  const DeviceProgram& lp = scaled.program;
  const Vector rows = weights(row_units, scaled.row_scale, 1 / scaled.bound_factor, device);
  const Vector columns = weights(column_units, scaled.column_scale, 1 / scaled.objective_factor, device);
  Vector lower = copy_of(lp.row_lower, device), upper = copy_of(lp.row_upper, device);
  Vector costs = copy_of(lp.objective, device);
  device.vectors().multiply(rows, lower);
  device.vectors().multiply(rows, upper);
  device.vectors().multiply(columns, costs);
  return {device.scaling().sides_norm2(lower, upper), device.vectors().norm2(costs)};
}

ResidualWeights weights_in(const ScaledProgram& scaled, const Vector& row_units, const Vector& column_units,
                           const Norms& norms, Device& device) {
  return {weights(row_units, scaled.row_scale, 1 / (scaled.bound_factor * norms.sides), device),
          weights(column_units, scaled.column_scale, 1 / (scaled.objective_factor * norms.costs), device)};
}

}  // namespace

std::string_view to_string(Scaling scaling) {
  switch (scaling) {
    case Scaling::ruiz:
      return "equilibration";
    case Scaling::log_prices:
      return "fitted prices";
    case Scaling::price_sweeps:
      return "price iteration";
    case Scaling::mixed_prices:
      return "fitted prices and price iteration";
  }
  return "?";
}

ScaledProgram scale_program(const LinearProgram& lp, Scaling scaling, Device& device) {
  const TraceRange range("scaling");
  ScaledProgram scaled = unscaled(lp, scaling, device);
  if (scaling == Scaling::ruiz) {
    ruiz(scaled, device);
  } else {
    value_scale(scaled, device);
  }
  pock_chambolle(scaled, device);
  balance_norms(scaled, device);
  return scaled;
}

void rescale(ScaledProgram& scaled, const Vector& row_factor, const Vector& column_factor, Device& device) {
  scale_sides(scaled, 1 / scaled.bound_factor, 1 / scaled.objective_factor, device);
  apply(scaled, row_factor, column_factor, device);
  balance_resources(scaled, device);
  pock_chambolle(scaled, device);
  balance_norms(scaled, device);
}

void to_scaled(const ScaledProgram& scaled, Vector& primal, Vector& dual, Device& device) {
  VectorKernels& vectors = device.vectors();
  vectors.divide(scaled.column_scale, primal);
  vectors.scale(primal, scaled.bound_factor);
  vectors.divide(scaled.row_scale, dual);
  vectors.scale(dual, scaled.objective_factor);
}

void to_original(const ScaledProgram& scaled, Vector& primal, Vector& dual, Device& device) {
  VectorKernels& vectors = device.vectors();
  vectors.multiply(scaled.column_scale, primal);
  vectors.scale(primal, 1 / scaled.bound_factor);
  vectors.multiply(scaled.row_scale, dual);
  vectors.scale(dual, 1 / scaled.objective_factor);
}

ResidualWeights base_weights(const ScaledProgram& scaled, Device& device) {
  const Norms norms = norms_in(scaled, scaled.row_base, scaled.column_base, device);
  return weights_in(scaled, scaled.row_base, scaled.column_base, {or_one(norms.sides), or_one(norms.costs)}, device);
}

ResidualWeights target_weights(const ScaledProgram& scaled, const ResidualUnits& units, Device& device) {
  const auto units_or_one = [&](const std::vector<double>& given, std::size_t size) {
    return given.empty() ? constant(size, 1, device) : upload(given, device);
  };
  const Vector rows = units_or_one(units.row_units, scaled.row_scale.size());
  const Vector columns = units_or_one(units.column_units, scaled.column_scale.size());
  const Norms norms = norms_in(scaled, rows, columns, device);
  return weights_in(scaled, rows, columns, {1 + norms.sides, 1 + norms.costs}, device);
}

}  // namespace planwerk
