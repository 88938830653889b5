#pragma once

#include "kernels/csr_matrix.hpp"

namespace planwerk {

// A scaled linear programme on a device, signs and infinities as in host/lp/linear_program.hpp.
struct DeviceProgram {
  DeviceMatrix matrix;  // m rows, n columns
  Vector objective, column_lower, column_upper;
  Vector row_lower, row_upper;
};

// The Halpern iteration z <- a (2 T(z) - z) + (1 - a) anchor, a = (k + 1) / (k + 2), of the primal-dual map T:
//   x+ = proj_[l,u](x - tau (c - A'y))
//   t  = y - sigma A (2 x+ - x),   y+ = t + sigma proj_[row_lower,row_upper](-t / sigma)
struct HalpernState {
  Vector primal, dual;                      // z
  Vector anchor_primal, anchor_dual;        // z at the last restart
  Vector candidate_primal, candidate_dual;  // T(z) of the last recorded iteration
  Vector primal_step, dual_step;            // 2 (T(z) - z) of the last recorded iteration
  Vector reflected;                         // 2 x+ - x, between the two halves of an iteration
};

struct PdhgStep {
  double tau = 0;    // primal step
  double sigma = 0;  // dual step
};

// Sums over rows and columns from which residuals follow; see host/solver/residuals.hpp. "base" is measured in the
// units of the value scaling (base_weight), "target" in those of the caller's tolerance (target_weight).
struct RowSums {
  double base_violation2 = 0;  // sum of squared violations
  double target_violation2 = 0;
  double priced_violation = 0;  // sum |y_i| violation_i, in units of the scaled programme
  double dual_objective = 0;    // sum of y_i times the side that its sign names, infinite sides left out
};
struct ColumnSums {
  double base_violation2 = 0;  // of reduced costs that no finite bound can pay for
  double target_violation2 = 0;
  double priced_violation = 0;  // sum |x_j| violation_j
  double dual_objective = 0;    // sum of reduced cost times the bound it names
  double primal_objective = 0;  // c'x
};

// What a candidate ray y of infeasibility is worth: support = sum(y+ row_lower - y- row_upper) - sum over columns of
// the maximum of (A'y)_j x_j over the finite part of the box; violation2 = squares of (A'y)_j that point to an infinite
// bound or of y_i that name an infinite side, in the units of `weight`.
struct RaySums {
  double support = 0;
  double violation2 = 0;
};

class PdhgKernels {
 public:
  virtual ~PdhgKernels() = default;

  // `count` iterations with Halpern counters k, k + 1, ... : two fused passes over the matrix each, no waiting.
  virtual void iterate(const DeviceProgram& lp, const PdhgStep& step, std::int64_t k, int count, HalpernState& z) = 0;
  // One iteration that also records T(z) and 2 (T(z) - z).
  virtual void iterate_recording(const DeviceProgram& lp, const PdhgStep& step, std::int64_t k, HalpernState& z) = 0;

  // activity = A x and reduced_cost = c - A'y belong to the point; weights: per row, per column.
  virtual RowSums row_sums(const DeviceProgram& lp, const Vector& activity, const Vector& dual,
                           const Vector& base_weight, const Vector& target_weight) = 0;
  virtual ColumnSums column_sums(const DeviceProgram& lp, const Vector& primal, const Vector& transposed_product,
                                 const Vector& base_weight, const Vector& target_weight) = 0;

  // transposed_product = A'y of the ray y.
  virtual RaySums infeasibility_sums(const DeviceProgram& lp, const Vector& ray, const Vector& transposed_product) = 0;
  // activity = A r of the ray r; support = -c'r, violation2 = squares of what leaves the recession cone.
  virtual RaySums unboundedness_sums(const DeviceProgram& lp, const Vector& ray, const Vector& activity) = 0;
};

}  // namespace planwerk
