#pragma once

#include "host/solver/interior_point/kkt_solver.hpp"
#include "kernels/csr_matrix.hpp"
#include "kernels/device.hpp"

namespace planwerk {

// The linear system of one iteration with iterative refinement around whatever solver there is: its answer is held
// against the system by device products, and what is left is solved for again while that helps.
class RefinedSolve {
 public:
  RefinedSolve(const DeviceMatrix& matrix, KktSolver& solver, Device& device);

  // The weights are kept by reference until the next call.
  bool factorize(const Vector& column_weights, const Vector& row_weights);

  // Returns what is left of the system, relative to its largest terms; NaN where the solver broke down.
  double solve(const Vector& g, const Vector& r, double accuracy, Vector& dx, Vector& dy);

 private:
  double remaining(const Vector& g, const Vector& r, const Vector& dx, const Vector& dy);

  const DeviceMatrix& matrix_;
  KktSolver& solver_;
  Device& device_;
  const Vector* column_weights_ = nullptr;
  const Vector* row_weights_ = nullptr;
  Vector left_g_, left_r_;
  Vector correction_x_, correction_y_;
};

}  // namespace planwerk
