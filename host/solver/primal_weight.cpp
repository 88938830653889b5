#include "host/solver/primal_weight.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr double proportional_gain = 0.5;
constexpr double integral_gain = 0.01;
constexpr double integral_smoothing = 0.3;
constexpr double residual_power = 0.1;
constexpr double largest_lean = 0.5;  // of log w per restart

// Distances outside this range carry no information.
bool informative(double distance) {
  return distance > 1e-16 && distance < 1e12;
}

}  // namespace

void PrimalWeight::update(double primal_distance, double dual_distance, double primal_residual, double dual_residual) {
  if (informative(primal_distance) && informative(dual_distance)) {
    const double error = std::log(dual_distance) - std::log(primal_distance) - std::log(value_);
    integral_ = integral_smoothing * integral_ + error;
    value_ *= std::exp(proportional_gain * error + integral_gain * integral_);
  } else {
    value_ = best_;
    integral_ = 0;
  }
  // A residual of nothing says nothing: where every column is bounded, no dual is ever infeasible.
  if (primal_residual <= 0 || dual_residual <= 0) return;
  const double log_ratio = std::log(dual_residual) - std::log(primal_residual);
  value_ *= std::exp(-std::clamp(residual_power * log_ratio, -largest_lean, largest_lean));
  if (std::fabs(log_ratio) < best_imbalance_) {
    best_imbalance_ = std::fabs(log_ratio);
    best_ = value_;
  }
}

void PrimalWeight::change_units(double primal_factor, double dual_factor) {
  const double factor = dual_factor / primal_factor;
  if (!(factor > 0) || !std::isfinite(factor)) return;
  value_ *= factor;
  best_ *= factor;
}

}  // namespace planwerk
