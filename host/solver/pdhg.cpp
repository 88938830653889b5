#include "host/solver/pdhg.hpp"

#include <algorithm>
#include <cmath>

#include "host/solver/device_vectors.hpp"
#include "kernels/scaling_kernels.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

constexpr double step_size = 0.999;               // eta, of at most 1 / ||A||_2; Pock-Chambolle makes ||A||_2 <= 1
constexpr int check_interval = 40;                // iterations
constexpr std::int64_t burst_work = 200'000'000;  // nonzeros visited between two looks at `stop`

// A rescaling is due when the error has fallen to a new low, or when it has stayed above the last low for as long as it
// took to get there: then the point at which the scales were taken misled.
constexpr double first_rescaling_below = 3e-2;
constexpr double rescaling_progress = 0.3;
constexpr int rescalings_limit = 8;
constexpr std::int64_t rescaling_trial = 1500;  // products that a rescaling has at the least to prove itself
constexpr double stale_rescaling_below = 0.3;   // no scales are taken from points with a larger error
constexpr double throughput_power = 0.3;
constexpr double promising_violation = 1e-3;  // of a ray, relative to what it earns in scaled units

HalpernState make_state(std::size_t rows, std::size_t columns, Device& device) {
  const auto primal = [&] { return Vector(device, columns); };
  const auto dual = [&] { return Vector(device, rows); };
  return {primal(), dual(), primal(), dual(), primal(), dual(), primal(), dual(), primal()};
}

Residuals unknown() {
  Residuals r;
  r.primal = r.dual = r.gap = r.base_primal = r.base_dual = r.base_gap = r.score = infinity;
  return r;
}

}  // namespace

Pdhg::Pdhg(ScaledProgram scaled, const ResidualUnits& units, Device& device)
    : device_(device),
      scaled_(std::move(scaled)),
      units_(units),
      state_(make_state(scaled_.row_scale.size(), scaled_.column_scale.size(), device)),
      row_space_(device, scaled_.row_scale.size()),
      column_space_(device, scaled_.column_scale.size()),
      residuals_(unknown()),
      best_residuals_(unknown()),
      best_primal_(device, scaled_.column_scale.size()),
      best_dual_(device, scaled_.row_scale.size()),
      rescale_below_(first_rescaling_below) {
  adopt_scaling();
  device_.vectors().fill(column_space_, 0);
  device_.vectors().fill(row_space_, 0);
  place(column_space_, row_space_);
  best_primal_.assign_from(state_.primal);
  best_dual_.assign_from(state_.dual);
  to_original(scaled_, best_primal_, best_dual_, device_);
}

void Pdhg::start_from(const PrimalDual& point) {
  Vector primal(device_, std::span<const double>(point.primal)), dual(device_, std::span<const double>(point.dual));
  to_scaled(scaled_, primal, dual, device_);
  place(primal, dual);
  const double x = device_.vectors().norm2(state_.primal), y = device_.vectors().norm2(state_.dual);
  if (x > 0 && y > 0) weight_ = PrimalWeight(y / x);
}

bool Pdhg::run_to_check(const std::function<bool()>& stop) {
  int left = check_interval;
  if (!begun_) {
    record_iteration();
    restart_rule_.begin(fixed_point_error());
    begun_ = true;
    --left;
  }
  if (!iterate(left - 1, stop)) return false;
  record_iteration();
  const double error = fixed_point_error();
  measure();
  if (restart_rule_.due(error, run_length_, iterations_) || iterations_ == check_interval) restart();
  return true;
}

PdhgStep Pdhg::step() const {
  return {step_size / weight_.value(), step_size * weight_.value()};
}

bool Pdhg::iterate(int count, const std::function<bool()>& stop) {
  const std::int64_t work = 2 * std::max<std::int64_t>(1, scaled_.program.matrix.by_rows.nonzeros);
  const int burst = static_cast<int>(std::clamp<std::int64_t>(burst_work / work, 1, check_interval));
  while (count > 0) {
    const int now = std::min(count, burst);
    device_.pdhg().iterate(scaled_.program, step(), run_length_, now, state_);
    run_length_ += now;
    iterations_ += now;
    matrix_products_ += 2 * now;
    count -= now;
    if (count > 0 && stop()) return false;
  }
  return true;
}

void Pdhg::record_iteration() {
  device_.pdhg().iterate_recording(scaled_.program, step(), run_length_, state_);
  ++run_length_;
  ++iterations_;
  matrix_products_ += 2;
}

// Size of T(z) - z (here doubled) in the norm in which T is nonexpansive:
// ||dx||^2 / tau + 2 dy'A dx + ||dy||^2 / sigma, times eta.
double Pdhg::fixed_point_error() {
  VectorKernels& vectors = device_.vectors();
  device_.sparse().multiply(scaled_.program.matrix.by_columns, state_.dual_step, column_space_);
  ++matrix_products_;
  const double dx = vectors.norm2(state_.primal_step), dy = vectors.norm2(state_.dual_step);
  const double cross = vectors.dot(column_space_, state_.primal_step);
  const double w = weight_.value();
  return std::sqrt(std::max(0.0, dx * dx * w + dy * dy / w + 2 * step_size * cross));
}

void Pdhg::measure() {
  const DeviceMatrix& a = scaled_.program.matrix;
  device_.sparse().multiply(a.by_rows, state_.candidate_primal, row_space_);
  device_.sparse().multiply(a.by_columns, state_.candidate_dual, column_space_);
  matrix_products_ += 2;
  const ScaledPoint point{state_.candidate_primal, state_.candidate_dual, row_space_, column_space_};
  residuals_ = residuals_of(scaled_, point, base_weights_, target_weights_, device_);
  if (!(residuals_.kkt() < best_residuals_.kkt())) return;
  best_residuals_ = residuals_;
  best_primal_.assign_from(state_.candidate_primal);
  best_dual_.assign_from(state_.candidate_dual);
  to_original(scaled_, best_primal_, best_dual_, device_);
}

void Pdhg::restart() {
  VectorKernels& vectors = device_.vectors();
  weight_.update(vectors.distance2(state_.candidate_primal, state_.anchor_primal),
                 vectors.distance2(state_.candidate_dual, state_.anchor_dual), residuals_.base_primal,
                 residuals_.base_dual);
  if (rescaling_due()) {
    rescale_here();
  } else {
    place(copy_of(state_.candidate_primal, device_), copy_of(state_.candidate_dual, device_));
  }
}

// Begins a run at a scaled point, brought within the column bounds.
void Pdhg::place(const Vector& primal, const Vector& dual) {
  state_.primal.assign_from(primal);
  state_.dual.assign_from(dual);
  device_.vectors().project(scaled_.program.column_lower, scaled_.program.column_upper, state_.primal);
  state_.anchor_primal.assign_from(state_.primal);
  state_.anchor_dual.assign_from(state_.dual);
  run_length_ = 0;
  begun_ = false;
}

bool Pdhg::rescaling_due() const {
  if (scaled_.scaling == Scaling::ruiz) return false;
  const double error = residuals_.base_kkt();
  const bool new_low = rescalings_ < rescalings_limit && error < rescale_below_;
  const std::int64_t trial = matrix_products_ - last_rescaling_at_;
  const bool stale = trial > std::max(rescaling_trial, last_rescaling_at_) && error < stale_rescaling_below;
  return new_low || stale;
}

void Pdhg::rescale_here() {
  VectorKernels& vectors = device_.vectors();
  Vector primal = copy_of(state_.candidate_primal, device_), dual = copy_of(state_.candidate_dual, device_);
  Vector activity = copy_of(primal, device_), price = copy_of(dual, device_);
  vectors.scale(activity, 1 / scaled_.bound_factor);
  vectors.scale(price, 1 / scaled_.objective_factor);
  Vector row_factor(device_, dual.size()), column_factor(device_, primal.size());
  device_.scaling().rescaling_factors(
      scaled_.program.matrix, scaled_.orientation,
      {scaled_.row_base, scaled_.column_base, scaled_.row_scale, scaled_.column_scale, activity, price},
      throughput_power, row_factor, column_factor);
  rescale_below_ = std::min(rescale_below_, residuals_.base_kkt()) * rescaling_progress;
  ++rescalings_;
  last_rescaling_at_ = matrix_products_;

  const double x = vectors.norm2(primal), y = vectors.norm2(dual);
  to_original(scaled_, primal, dual, device_);
  rescale(scaled_, row_factor, column_factor, device_);
  adopt_scaling();
  to_scaled(scaled_, primal, dual, device_);
  place(primal, dual);
  weight_.change_units(vectors.norm2(state_.primal) / x, vectors.norm2(state_.dual) / y);
}

void Pdhg::adopt_scaling() {
  base_weights_ = base_weights(scaled_, device_);
  target_weights_ = target_weights(scaled_, units_, device_);
}

PrimalDual Pdhg::best_point() const {
  return {best_primal_.to_host(), best_dual_.to_host()};
}

PrimalDual Pdhg::point() const {
  Vector primal = copy_of(state_.candidate_primal, device_), dual = copy_of(state_.candidate_dual, device_);
  to_original(scaled_, primal, dual, device_);
  return {primal.to_host(), dual.to_host()};
}

// T(z) - z of the last check: in the limit the direction in which the iterates leave.
PrimalDual Pdhg::drift() const {
  Vector primal = copy_of(state_.primal_step, device_), dual = copy_of(state_.dual_step, device_);
  to_original(scaled_, primal, dual, device_);
  return {primal.to_host(), dual.to_host()};
}

RayPromise Pdhg::ray_promise() {
  const DeviceMatrix& a = scaled_.program.matrix;
  device_.sparse().multiply(a.by_columns, state_.dual_step, column_space_);
  device_.sparse().multiply(a.by_rows, state_.primal_step, row_space_);
  matrix_products_ += 2;
  const auto promises = [](const RaySums& sums) {
    return sums.support > 0 && std::sqrt(sums.violation2) < promising_violation * sums.support;
  };
  return {promises(device_.pdhg().infeasibility_sums(scaled_.program, state_.dual_step, column_space_)),
          promises(device_.pdhg().unboundedness_sums(scaled_.program, state_.primal_step, row_space_))};
}

}  // namespace planwerk
