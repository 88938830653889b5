#pragma once

#include <cmath>
#include <cstdint>

#include "kernels/detail/operators.hpp"
#include "kernels/interior_point_kernels.hpp"

// One box at a time: what the kernels of the interior point do to its sides.

namespace planwerk::backend {

inline constexpr double least_share = 0.1;      // of mu, below which a product is an outlier
inline constexpr double largest_multiple = 10;  // of mu, above which it is one, and the most that a correction asks for
inline constexpr double huge = HUGE_VAL;

PLANWERK_FN inline double greater(double a, double b) {
  return a < b ? b : a;
}
PLANWERK_FN inline double lesser(double a, double b) {
  return b < a ? b : a;
}

// One side of a box: distance w, multiplier z, residual; and how the distance follows the value (+1 or -1).
struct Side {
  double distance, multiplier, residual, sign;
  PLANWERK_FN double distance_step(double value_step, bool closes_residuals) const {
    return sign * value_step + (closes_residuals ? residual : 0);
  }
};

// Raw pointers of the boxes, by value as kernels take them.
struct BoxesView {
  explicit BoxesView(const Boxes& b)
      : lower(b.lower.data()),
        upper(b.upper.data()),
        value(b.value.data()),
        lower_distance(b.lower_distance.data()),
        upper_distance(b.upper_distance.data()),
        lower_multiplier(b.lower_multiplier.data()),
        upper_multiplier(b.upper_multiplier.data()),
        lower_residual(b.lower_residual.data()),
        upper_residual(b.upper_residual.data()) {}

  PLANWERK_FN bool is_fixed(std::int64_t i) const { return lower[i] == upper[i]; }
  PLANWERK_FN bool has_lower(std::int64_t i) const { return lower[i] > -huge && !is_fixed(i); }
  PLANWERK_FN bool has_upper(std::int64_t i) const { return upper[i] < huge && !is_fixed(i); }
  PLANWERK_FN Side lower_side(std::int64_t i) const {
    return {lower_distance[i], lower_multiplier[i], lower_residual[i], 1};
  }
  PLANWERK_FN Side upper_side(std::int64_t i) const {
    return {upper_distance[i], upper_multiplier[i], upper_residual[i], -1};
  }

  const double *lower, *upper, *value;
  const double *lower_distance, *upper_distance, *lower_multiplier, *upper_multiplier, *lower_residual, *upper_residual;
};

struct StepView {
  explicit StepView(const BoxStep& s)
      : value(s.value.data()),
        lower_multiplier(s.lower_multiplier.data()),
        upper_multiplier(s.upper_multiplier.data()) {}
  const double *value, *lower_multiplier, *upper_multiplier;
};

// target / w, signed as it enters g: dv = -weight (g + dq) with g = base - target_l / wl + target_u / wu + ...
PLANWERK_FN inline double pull(const Side& side, double target, bool closes_residuals) {
  const double owed = closes_residuals ? target - side.multiplier * side.residual : target;
  return -side.sign * owed / side.distance;
}

PLANWERK_FN inline double second_order_target(const Side& side, double value_step, double multiplier_step, double mu) {
  return mu - side.distance_step(value_step, true) * multiplier_step;
}

PLANWERK_FN inline double outlier_target(const Side& side, double value_step, double multiplier_step,
                                         const StepLengths& trial, double mu) {
  const double product = (side.distance + trial.primal * side.distance_step(value_step, true)) *
                         (side.multiplier + trial.dual * multiplier_step);
  const double wanted = clamp(product, least_share * mu, largest_multiple * mu);
  return greater(wanted - product, -largest_multiple * mu);
}

// The greatest relative decrease per unit of step, for direction + k/8 correction: the inverse of StepLimits.
struct Blocking {
  double primal[StepLimits::weights];
  double dual[StepLimits::weights];
};
PLANWERK_FN inline Blocking no_blocking() {
  Blocking b;
  for (int k = 0; k < StepLimits::weights; ++k) b.primal[k] = b.dual[k] = 0;
  return b;
}
struct WorstBlocking {
  PLANWERK_FN Blocking operator()(const Blocking& a, const Blocking& b) const {
    Blocking worst;
    for (int k = 0; k < StepLimits::weights; ++k) {
      worst.primal[k] = greater(a.primal[k], b.primal[k]);
      worst.dual[k] = greater(a.dual[k], b.dual[k]);
    }
    return worst;
  }
};
struct SideMotion {
  double distance, multiplier;  // steps of w and z
};
PLANWERK_FN inline void block(const Side& side, const SideMotion& direction, const SideMotion& correction,
                              Blocking& b) {
  const double per_w = -1 / side.distance, per_z = -1 / side.multiplier;
  for (int k = 0; k < StepLimits::weights; ++k) {
    const double weight = k / 8.0;
    b.primal[k] = greater(b.primal[k], (direction.distance + weight * correction.distance) * per_w);
    b.dual[k] = greater(b.dual[k], (direction.multiplier + weight * correction.multiplier) * per_z);
  }
}

struct AddComplementarity {
  PLANWERK_FN Complementarity operator()(const Complementarity& a, const Complementarity& b) const {
    return {a.sum + b.sum, lesser(a.smallest, b.smallest), greater(a.largest, b.largest), a.count + b.count};
  }
};

struct AddStartSums {
  PLANWERK_FN StartSums operator()(const StartSums& a, const StartSums& b) const {
    return {greater(a.outside, b.outside), greater(a.wrong_sign, b.wrong_sign),
            a.distances + b.distances,     a.multipliers + b.multipliers,
            a.products + b.products,       a.count + b.count};
  }
};

// The shares of slope q = zl - zu that the sides of a box pay: q itself where there is one side, its positive and
// negative part where there are two.
struct Shares {
  double lower, upper;
};
PLANWERK_FN inline Shares share(double slope, bool has_lower, bool has_upper) {
  if (has_lower && has_upper) return {greater(slope, 0), greater(-slope, 0)};
  return {has_lower ? slope : 0, has_upper ? -slope : 0};
}

struct SidePair {
  double distance, multiplier;
};
// (w, z) with w - ratio z = difference and w z = mu, free of cancellation.
PLANWERK_FN inline SidePair central_pair(double difference, double mu, double ratio) {
  const double root = std::sqrt(difference * difference + 4 * ratio * mu);
  if (difference >= 0) {
    const double w = (difference + root) / 2;
    return {w, mu / w};
  }
  const double z = (root - difference) / (2 * ratio);
  return {mu / z, z};
}

}  // namespace planwerk::backend
