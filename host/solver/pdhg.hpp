#pragma once

#include <functional>

#include "host/solver/primal_weight.hpp"
#include "host/solver/residuals.hpp"
#include "host/solver/restart.hpp"
#include "host/solver/scaled_program.hpp"

namespace planwerk {

// Whether the way of the iterates looks like a ray of infeasibility or of unboundedness, well enough to look closer.
struct RayPromise {
  bool infeasible = false;
  bool unbounded = false;
};

// Restarted Halpern PDHG with reflection on one scaled programme, rescaled as it learns activities and prices.
// docs/mathematics.md, "First-order method". Works in bursts: between two checks nothing of the size of the
// programme leaves the device, and the host only hears numbers.
class Pdhg {
 public:
  // `units`: of the residuals that the tolerance is measured in. Starts at zero, brought within the column bounds.
  Pdhg(ScaledProgram scaled, const ResidualUnits& units, Device& device);

  // Starts elsewhere: a point of the programme as scaled by nobody.
  void start_from(const PrimalDual& point);

  // Iterations up to and including the next check, at which residuals are measured and restart and rescaling decided.
  // `stop` is asked every fraction of a second and ends the burst early, without a check; false is returned then.
  bool run_to_check(const std::function<bool()>& stop);

  // Of the best point checked so far; infinite before the first check.
  const Residuals& best_residuals() const { return best_residuals_; }
  const Residuals& residuals() const { return residuals_; }  // of the last check
  PrimalDual best_point() const;                             // in the programme's own units
  PrimalDual point() const;                                  // of the last check

  // The way from the last anchor to the last checked point: where the programme has no optimum it tends to a ray that
  // proves so. In the programme's own units.
  PrimalDual drift() const;
  RayPromise ray_promise();

  std::int64_t iterations() const { return iterations_; }
  std::int64_t matrix_products() const { return matrix_products_; }
  int rescalings() const { return rescalings_; }
  Scaling scaling() const { return scaled_.scaling; }

 private:
  bool iterate(int count, const std::function<bool()>& stop);
  void record_iteration();
  double fixed_point_error();
  void measure();
  void restart();
  bool rescaling_due() const;
  void rescale_here();
  void adopt_scaling();
  void place(const Vector& primal, const Vector& dual);
  PdhgStep step() const;

  Device& device_;
  ScaledProgram scaled_;
  ResidualUnits units_;
  ResidualWeights base_weights_, target_weights_;
  HalpernState state_;
  Vector row_space_, column_space_;  // room for one product with A and one with A'
  PrimalWeight weight_;
  RestartRule restart_rule_;
  Residuals residuals_, best_residuals_;
  Vector best_primal_, best_dual_;  // in the programme's own units
  std::int64_t iterations_ = 0;
  std::int64_t matrix_products_ = 0;
  std::int64_t run_length_ = 0;  // iterations since the last restart
  bool begun_ = false;           // the run's initial error is known

  double rescale_below_;
  int rescalings_ = 0;
  std::int64_t last_rescaling_at_ = 0;  // in matrix products
};

}  // namespace planwerk
