#pragma once

#include <array>

#include "kernels/csr_matrix.hpp"

namespace planwerk {

struct DeviceProgram;

// Variables between bounds: the columns x of a programme, or its row activities s = A x. Each finite side has a
// distance w > 0 and a multiplier z > 0 of its own, kept apart from the value, so that what is tiny stays exact:
//   residual = distance that follows from the value minus w,   (v - lower) - w   or   (upper - v) - w.
// An infinite side has distance 1, multiplier 0 and residual 0; so have both sides of a fixed variable (lower = upper),
// which never moves. Sizes all agree. docs/mathematics.md, "Interior point".
struct Boxes {
  const Vector& lower;
  const Vector& upper;
  Vector value;
  Vector lower_distance, upper_distance;
  Vector lower_multiplier, upper_multiplier;
  Vector lower_residual, upper_residual;
};

// Steps of values and multipliers. Distances follow the values: dv + lower_residual and -dv + upper_residual in a
// direction that closes the residuals, dv and -dv in a correction of one.
struct BoxStep {
  Vector value;
  Vector lower_multiplier, upper_multiplier;
};

// What w dz + z dw is asked to come to, side by side.
struct BoxTargets {
  Vector lower, upper;
};

struct StepLengths {
  double primal = 0;
  double dual = 0;
};

// The longest steps that keep every distance and multiplier nonnegative, for direction + k/8 correction, k = 0 ... 8.
// Not cut off at 1; a step that nothing blocks is infinite.
struct StepLimits {
  static constexpr int weights = 9;
  static constexpr double weight(int k) { return k / 8.0; }
  std::array<double, weights> primal;
  std::array<double, weights> dual;
};

// Over the products w z of all finite sides.
struct Complementarity {
  double sum = 0;
  double smallest = 0;  // infinity where there are no sides
  double largest = 0;
  double count = 0;
};

// How a point lies to its box, with slope q: what the multipliers should add up to, zl - zu = q.
struct StartSums {
  double outside = 0;      // largest distance of a value to its box
  double wrong_sign = 0;   // largest |q| that no finite side can pay for, where there is one side at least
  double distances = 0;    // sum over finite sides of the distance within the box
  double multipliers = 0;  // sum over finite sides of the share of q that is theirs
  double products = 0;     // sum of distance times multiplier
  double count = 0;        // finite sides
};

class InteriorPointKernels {
 public:
  virtual ~InteriorPointKernels() = default;

  // weight = 1 / (zl/wl + zu/wu + regularization); `fixed_weight` for fixed variables.
  virtual void weights(const Boxes& boxes, double regularization, double fixed_weight, Vector& weight) = 0;

  // Each fills `targets` and g such that the step of a value is dv = -weight (g + dq), where dq is the step of the
  // slope q, and recover() gives the multipliers' steps. Towards the solution itself: targets -w z, residuals closed.
  virtual void aim_at_optimum(const Boxes& boxes, const Vector& slope, BoxTargets& targets, Vector& g) = 0;
  // Mehrotra's corrector: targets mu - dw dz of the direction so far.
  virtual void correct_second_order(const Boxes& boxes, const BoxStep& direction, double mu, BoxTargets& targets,
                                    Vector& g) = 0;
  // Gondzio's corrector: products at the trial step (w + primal dw)(z + dual dz) that lie outside [mu/10, 10 mu] are to
  // come back to it, by no more than 10 mu.
  virtual void correct_outliers(const Boxes& boxes, const BoxStep& direction, const StepLengths& trial, double mu,
                                BoxTargets& targets, Vector& g) = 0;

  // Multipliers' steps from the values' steps: dz = (target - z dw) / w. Steps of fixed variables become 0.
  virtual void recover(const Boxes& boxes, const BoxTargets& targets, bool closes_residuals, BoxStep& step) = 0;

  virtual StepLimits step_limits(const Boxes& boxes, const BoxStep& direction, const BoxStep& correction) = 0;
  // direction += primal_weight (or dual_weight) times correction, values and multipliers.
  virtual void combine(const BoxStep& correction, const StepLengths& weights, BoxStep& direction) = 0;
  virtual Complementarity complementarity(const Boxes& boxes, const BoxStep& direction, const StepLengths& length) = 0;
  virtual void advance(Boxes& boxes, const BoxStep& direction, const StepLengths& length) = 0;

  // Row activities: side = residual_share primal_residual - weight g, what A dx + E dy is asked to come to, and
  // ds = -weight (g + dy).
  virtual void row_side(const Vector& weight, const Vector& g, double residual_share, const Vector& primal_residual,
                        Vector& side) = 0;
  virtual void row_step(const Vector& weight, const Vector& g, const Vector& dual_step, Vector& value_step) = 0;

  // primal = s - A x,  slope = c - A'y.
  virtual void residuals(const DeviceProgram& lp, const Vector& x, const Vector& s, const Vector& y, Vector& primal,
                         Vector& slope) = 0;
  // What is left of the linear system: left_g = g + dx / D - A'dy,  left_r = r - A dx - E dy.
  struct KktSystemView {
    const DeviceMatrix& matrix;
    const Vector& column_weights;  // D
    const Vector& row_weights;     // E
    const Vector& g;
    const Vector& r;
  };
  virtual void kkt_residual(const KktSystemView& system, const Vector& dx, const Vector& dy, Vector& left_g,
                            Vector& left_r) = 0;

  virtual StartSums start_sums(const Boxes& boxes, const Vector& slope) = 0;
  // Both give every side a distance and a multiplier from what value and slope say of them, w0 and z0; residuals become
  // w0 - w. `shift` adds to both (cf. Mehrotra 1992), but first cuts what is negative beyond half a shift. `centre`
  // puts them on the central path: w - ratio z = w0 - ratio z0 and w z = mu (the smoothing of Chen, Harker, Kanzow and
  // Smale).
  virtual void shift(Boxes& boxes, const Vector& slope, double distance_shift, double multiplier_shift) = 0;
  virtual void centre(Boxes& boxes, const Vector& slope, double mu, double ratio) = 0;
};

}  // namespace planwerk
