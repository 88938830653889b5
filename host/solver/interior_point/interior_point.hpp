#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "host/lp/linear_program.hpp"
#include "host/solver/interior_point/kkt_solver.hpp"
#include "host/solver/residuals.hpp"
#include "host/solver/scaled_program.hpp"
#include "kernels/csr_matrix.hpp"

namespace planwerk {

// Primal-dual interior point with Mehrotra's predictor-corrector and Gondzio's centrality correctors, on one scaled
// programme. docs/mathematics.md, "Interior point". One call of iterate() is one iteration: the caller looks at limits
// in between, and by heed() within.
class InteriorPoint {
 public:
  virtual ~InteriorPoint() = default;

  // A point of the programme as given, moved to the neighbourhood of the central path first.
  virtual void start_from(const PrimalDual& point) = 0;

  // Asked within long iterations from now on: true cuts the present one short, which may leave it without a step.
  virtual void heed(const std::function<bool()>& stop) = 0;

  // One factorisation and its steps. False: no further progress is possible (no factorisation, steps of no length).
  virtual bool iterate() = 0;

  virtual const Residuals& residuals() const = 0;       // of the current point
  virtual const Residuals& best_residuals() const = 0;  // of the best so far
  virtual PrimalDual point() const = 0;                 // in the programme's own units
  virtual PrimalDual best_point() const = 0;
  // Directions that may prove infeasibility (dual) or unboundedness (primal), in the programme's own units.
  virtual PrimalDual ray_candidate() const = 0;
  virtual std::int64_t iterations() const = 0;
  virtual std::int64_t work() const = 0;  // of the linear solver, in matrix products
};

// Makes the linear solver for the scaled matrix, which lives as long as the solver does.
using MakeKktSolver = std::function<std::unique_ptr<KktSolver>(const DeviceMatrix& scaled_matrix)>;

// Scales the programme and starts cold, at Mehrotra's point; start_from() may follow. Residuals are measured in
// `units`. The device must outlive the result. Throws DeviceOutOfMemory, and what `make_kkt_solver` throws.
std::unique_ptr<InteriorPoint> make_interior_point(const LinearProgram& lp, const ResidualUnits& units,
                                                   const MakeKktSolver& make_kkt_solver, Device& device,
                                                   Scaling scaling = Scaling::ruiz);

}  // namespace planwerk
