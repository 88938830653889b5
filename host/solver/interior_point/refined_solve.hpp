#pragma once

#include "host/solver/interior_point/kkt_solver.hpp"
#include "kernels/csr_matrix.hpp"
#include "kernels/device.hpp"

namespace planwerk {

// The linear system of one iteration, solved as well as it can be around whatever solver there is: its answer is held
// against the system by device products; what is left is solved for again, and where that gains little, by conjugate
// gradients on the normal equations with the solver as preconditioner.
class RefinedSolve {
 public:
  RefinedSolve(const DeviceMatrix& matrix, KktSolver& solver, Device& device);

  // The weights are kept by reference until the next call.
  bool factorize(const Vector& column_weights, const Vector& row_weights);

  // Returns what is left of the system, relative to its largest terms; NaN where the solver broke down.
  double solve(const Vector& g, const Vector& r, double accuracy, Vector& dx, Vector& dy);

 private:
  double remaining(const Vector& g, const Vector& r, const Vector& dx, const Vector& dy);
  double refine(const Vector& g, const Vector& r, double accuracy, double left, Vector& dx, Vector& dy);
  void conjugate_gradients(double accuracy, double reduction, Vector& dx, Vector& dy);

  const DeviceMatrix& matrix_;
  KktSolver& solver_;
  Device& device_;
  const Vector* column_weights_ = nullptr;
  const Vector* row_weights_ = nullptr;
  Vector left_g_, left_r_;              // what remains of both lines
  Vector correction_x_, correction_y_;  // the solver's answer to it
  Vector search_x_, search_y_;          // conjugate directions, search_x_ = D A' search_y_
  Vector best_x_, best_y_;              // before them, where they end up worse
  Vector image_;                        // (A D A' + E) search_y_
  Vector no_g_;                         // zeros
};

}  // namespace planwerk
