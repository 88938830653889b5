#pragma once

#include <string>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// What is true of (x, y) for a linear programme, recomputed on the host from the programme alone with compensated sums.
// Knows nothing of the solver; every solve in the tests is judged by it.
struct LpCertificate {
  double primal_objective = 0;  // c'x + offset, of the minimisation
  double dual_objective = 0;    // sum of active sides, ignoring reduced costs of the wrong sign (as PDLP counts it)
  // Norm-wise, relative, as PDLP and Mittelmann's benchmarks define them:
  double primal_residual_2 = 0;    // ||violation of rows and bounds||_2 / (1 + ||finite sides b||_2)
  double primal_residual_inf = 0;  // the same in the inf-norm
  double dual_residual_2 = 0;      // ||reduced costs no bound can pay for||_2 / (1 + ||c||_2)
  double dual_residual_inf = 0;
  double relative_gap = 0;  // |primal - dual objective| / (1 + |primal| + |dual|)
  // Row by row and rigorous:
  double row_violation = 0;  // max over rows of violation_i / max(|side_i|, sum_j |a_ij x_j|), 0/0 = 0
  std::int32_t worst_row = -1;
  double column_violation = 0;  // max over columns of bound violation / max(1, |bound|)
  double safe_bound = 0;  // Neumaier & Shcherbina (2004): no feasible point is better; -infinity where none follows
  double safe_gap = 0;    // (primal_objective - safe_bound) / max(1, |primal_objective|)

  // The largest of the relative residuals and the gap, in one norm, and in both: what a tolerance is compared with.
  double kkt_2() const;
  double kkt_inf() const;
  double kkt() const;
};

// primal: columns; dual: rows, any signs (a dual with an infinite side is counted as violation and clipped for the
// bound).
LpCertificate certify(const LinearProgram& lp, const std::vector<double>& primal, const std::vector<double>& dual);

// A Farkas ray: y with  sum(y+ row_lower - y- row_upper) > max over the column box of (A'y)'x,  checked with rounding
// accounted for. Its existence proves that no x satisfies the programme. Where (A'y)_j is not exactly zero although
// nothing bounds column j, the proof holds for the points with |x_j| <= radius; a radius of 1e9 times the largest
// finite side or bound of the programme is taken for a proof, as every finite arithmetic must.
struct FarkasCheck {
  bool proves_infeasible = false;
  double margin = 0;  // left minus right side, relative to the size of the terms
  double radius = 0;  // no feasible point within; infinity: none at all
};
FarkasCheck check_infeasibility_ray(const LinearProgram& lp, const std::vector<double>& dual_ray);

// A ray of unboundedness: c'r < 0, A r and r within the recession cone of rows and bounds. Together with any feasible
// point it proves the objective unbounded. Violations are relative to ||r||_inf, for rows to ||r||_inf max_j |a_ij|, so
// that the units of rows do not matter; 1e-9 is allowed.
struct RayCheck {
  bool proves_unbounded = false;
  double objective_slope = 0;  // c'r / ||r||_inf
  double violation = 0;        // worst relative violation of the recession cone
};
RayCheck check_unboundedness_ray(const LinearProgram& lp, const std::vector<double>& primal_ray);

}  // namespace planwerk
