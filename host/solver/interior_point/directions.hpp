#pragma once

#include "host/solver/interior_point/interior_state.hpp"
#include "host/solver/interior_point/refined_solve.hpp"

namespace planwerk {

// Proximal regularisation (Friedlander & Orban 2012): the system of a step is that of the programme with
// primal/2 ||x - x_now||^2 + dual/2 ||y - y_now||^2 added, so that it is quasi-definite whatever the rank of A and
// however many columns are free, and steps end where the programme's own do.
struct Regularization {
  double primal = 0;
  double dual = 0;
};

// Steps from linear systems that share one factorisation. Each function below fills a direction and says whether the
// system was solved well enough to be used.
class Directions {
 public:
  Directions(const DeviceProgram& lp, KktSolver& solver, Device& device);

  // For the weights that belong to a state. False: the factorisation broke down.
  bool factorize(const InteriorState& state, const Regularization& regularization);

  bool aim_at_optimum(const InteriorState& state, Direction& direction);
  bool correct_second_order(const InteriorState& state, const Direction& direction, double mu, Direction& correction);
  bool correct_outliers(const InteriorState& state, const Direction& direction, const StepLengths& trial, double mu,
                        Direction& correction);

  // Least squares, with the weights of `state` when nothing is decided (factorize with primal regularisation 1): moves
  // values to A x = s, and finds the duals of smallest slopes.
  bool nearest_feasible(InteriorState& state);
  bool nearest_duals(InteriorState& state);

 private:
  bool solve(const InteriorState& state, bool closes_residuals, Direction& direction);

  const DeviceProgram& lp_;
  Device& device_;
  InteriorPointKernels& kernels_;
  RefinedSolve system_;
  Vector column_weights_, row_weights_;  // of the boxes
  Vector dual_weights_;                  // row weights and dual regularisation: E of the system
  BoxTargets column_targets_, row_targets_;
  Vector column_g_, row_g_, side_;
};

}  // namespace planwerk
