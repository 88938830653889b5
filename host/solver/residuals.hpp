#pragma once

#include "host/solver/scaled_program.hpp"

namespace planwerk {

// How far a point is from optimal, as PDLP and the certificate count it (2-norms relative to 1 + norm of sides or
// costs; gap relative to 1 + |primal| + |dual objective|).
struct Residuals {
  double primal = 0;  // in the units of the tolerance
  double dual = 0;
  double gap = 0;
  // In the units of the scaling, relative to the norms alone: these steer restarts, weight and rescaling, and do not
  // depend on the units of costs and amounts.
  double base_primal = 0;
  double base_dual = 0;
  double base_gap = 0;
  double primal_objective = 0;  // in the programme's own units, offset included
  double dual_objective = 0;
  // Free of units, so that scalings can be compared by it:
  // |gap| + sum |y_i| violation_i + sum |x_j| violation_j, each relative to |primal| + |dual objective|.
  double score = 0;

  double kkt() const;
  double base_kkt() const;
};

// Of a point of the scaled programme; activity = A x and transposed_product = A'y of it.
struct ScaledPoint {
  const Vector& primal;
  const Vector& dual;
  const Vector& activity;
  const Vector& transposed_product;
};
Residuals residuals_of(const ScaledProgram& scaled, const ScaledPoint& point, const ResidualWeights& base,
                       const ResidualWeights& target, Device& device);

}  // namespace planwerk
