#include "host/solver/interior_point/directions.hpp"

#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

constexpr double accuracy = 1e-10;      // asked of iterative solvers before refinement
constexpr double usable = 1e-3;         // relative residual of a system whose solution is still a direction
constexpr double fixed_weight = 1e-20;  // D of fixed columns, which the system wants positive

}  // namespace

Directions::Directions(const DeviceProgram& lp, KktSolver& solver, Device& device)
    : lp_(lp),
      device_(device),
      kernels_(device.interior_point()),
      system_(lp.matrix, solver, device),
      column_weights_(device, lp.objective.size()),
      row_weights_(device, lp.row_lower.size()),
      dual_weights_(device, lp.row_lower.size()),
      column_targets_{Vector(device, lp.objective.size()), Vector(device, lp.objective.size())},
      row_targets_{Vector(device, lp.row_lower.size()), Vector(device, lp.row_lower.size())},
      column_g_(device, lp.objective.size()),
      row_g_(device, lp.row_lower.size()),
      side_(device, lp.row_lower.size()) {}

bool Directions::factorize(const InteriorState& state, const Regularization& regularization) {
  kernels_.weights(state.columns, regularization.primal, fixed_weight, column_weights_);
  kernels_.weights(state.rows, regularization.primal, 0, row_weights_);
  device_.vectors().fill(dual_weights_, regularization.dual);
  device_.vectors().axpby(1, row_weights_, 1, dual_weights_);
  return system_.factorize(column_weights_, dual_weights_);
}

bool Directions::aim_at_optimum(const InteriorState& state, Direction& direction) {
  kernels_.aim_at_optimum(state.columns, state.slope, column_targets_, column_g_);
  kernels_.aim_at_optimum(state.rows, state.dual, row_targets_, row_g_);
  return solve(state, true, direction);
}

bool Directions::correct_second_order(const InteriorState& state, const Direction& direction, double mu,
                                      Direction& correction) {
  kernels_.correct_second_order(state.columns, direction.columns, mu, column_targets_, column_g_);
  kernels_.correct_second_order(state.rows, direction.rows, mu, row_targets_, row_g_);
  return solve(state, false, correction);
}

bool Directions::correct_outliers(const InteriorState& state, const Direction& direction, const StepLengths& trial,
                                  double mu, Direction& correction) {
  kernels_.correct_outliers(state.columns, direction.columns, trial, mu, column_targets_, column_g_);
  kernels_.correct_outliers(state.rows, direction.rows, trial, mu, row_targets_, row_g_);
  return solve(state, false, correction);
}

// Row activities are eliminated first: ds = -weight (g + dy) turns A dx - ds = s - A x into the system's second line.
bool Directions::solve(const InteriorState& state, bool closes_residuals, Direction& direction) {
  kernels_.row_side(row_weights_, row_g_, closes_residuals ? 1 : 0, state.primal_residual, side_);
  const double left = system_.solve(column_g_, side_, accuracy, direction.columns.value, direction.dual);
  kernels_.row_step(row_weights_, row_g_, direction.dual, direction.rows.value);
  kernels_.recover(state.columns, column_targets_, closes_residuals, direction.columns);
  kernels_.recover(state.rows, row_targets_, closes_residuals, direction.rows);
  return left <= usable;
}

bool Directions::nearest_feasible(InteriorState& state) {
  VectorKernels& vectors = device_.vectors();
  Direction step(lp_, device_);
  vectors.fill(column_g_, 0);
  vectors.fill(row_g_, 0);
  const double left = system_.solve(column_g_, state.primal_residual, accuracy, step.columns.value, step.dual);
  if (!(left <= usable)) return false;
  kernels_.row_step(row_weights_, row_g_, step.dual, step.rows.value);
  vectors.axpby(1, step.columns.value, 1, state.columns.value);
  vectors.axpby(1, step.rows.value, 1, state.rows.value);
  return true;
}

bool Directions::nearest_duals(InteriorState& state) {
  VectorKernels& vectors = device_.vectors();
  Vector unused(device_, lp_.objective.size());
  vectors.fill(side_, 0);
  return system_.solve(lp_.objective, side_, accuracy, unused, state.dual) <= usable;
}

}  // namespace planwerk
