#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "kernels/interior_point_kernels.hpp"
#include "kernels/pdhg_kernels.hpp"

namespace planwerk::tests {

// Every finite side of every box in turn, lower before upper; the formulas as their declarations read.
class ReferenceInteriorPointKernels final : public InteriorPointKernels {
 public:
  void weights(const Boxes& boxes, double regularization, double fixed_weight, Vector& weight) override {
    for (std::size_t i = 0; i < weight.size(); ++i) {
      double stiffness = regularization;
      for (const Side& s : sides(boxes, i)) stiffness += s.z / s.w;
      weight.data()[i] = fixed(boxes, i) ? fixed_weight : 1 / stiffness;
    }
  }

  void aim_at_optimum(const Boxes& boxes, const Vector& slope, BoxTargets& targets, Vector& g) override {
    for (std::size_t i = 0; i < g.size(); ++i) {
      clear(targets, i);
      g.data()[i] = slope.data()[i];
      for (const Side& s : sides(boxes, i)) {
        target(targets, s, i) = -s.w * s.z;
        g.data()[i] -= s.sign * (s.z + (-s.w * s.z - s.z * s.residual) / s.w);
      }
    }
  }

  void correct_second_order(const Boxes& boxes, const BoxStep& direction, double mu, BoxTargets& targets,
                            Vector& g) override {
    correct(boxes, direction, targets, g, [&](const Side&, double dw, double dz) { return mu - dw * dz; });
  }

  void correct_outliers(const Boxes& boxes, const BoxStep& direction, const StepLengths& trial, double mu,
                        BoxTargets& targets, Vector& g) override {
    correct(boxes, direction, targets, g, [&](const Side& s, double dw, double dz) {
      const double product = (s.w + trial.primal * dw) * (s.z + trial.dual * dz);
      if (product < mu / 10) return mu / 10 - product;
      return product > 10 * mu ? std::max(10 * mu - product, -10 * mu) : 0.0;
    });
  }

  void recover(const Boxes& boxes, const BoxTargets& targets, bool closes_residuals, BoxStep& step) override {
    for (std::size_t i = 0; i < step.value.size(); ++i) {
      if (fixed(boxes, i)) step.value.data()[i] = 0;
      step.lower_multiplier.data()[i] = step.upper_multiplier.data()[i] = 0;
      for (const Side& s : sides(boxes, i)) {
        const double dw = s.sign * step.value.data()[i] + (closes_residuals ? s.residual : 0);
        const double wanted = s.sign > 0 ? targets.lower.data()[i] : targets.upper.data()[i];
        (s.sign > 0 ? step.lower_multiplier : step.upper_multiplier).data()[i] = (wanted - s.z * dw) / s.w;
      }
    }
  }

  StepLimits step_limits(const Boxes& boxes, const BoxStep& direction, const BoxStep& correction) override {
    StepLimits limits;
    limits.primal.fill(infinity_);
    limits.dual.fill(infinity_);
    for (std::size_t i = 0; i < boxes.value.size(); ++i) {
      for (const Side& s : sides(boxes, i)) {
        for (int k = 0; k < StepLimits::weights; ++k) {
          const double weight = StepLimits::weight(k);
          const double dw = s.sign * (direction.value.data()[i] + weight * correction.value.data()[i]) + s.residual;
          const double dz = multiplier_step(direction, s, i) + weight * multiplier_step(correction, s, i);
          const auto at = static_cast<std::size_t>(k);
          if (dw < 0) limits.primal[at] = std::min(limits.primal[at], -s.w / dw);
          if (dz < 0) limits.dual[at] = std::min(limits.dual[at], -s.z / dz);
        }
      }
    }
    return limits;
  }

  void combine(const BoxStep& correction, const StepLengths& weights, BoxStep& direction) override {
    for (std::size_t i = 0; i < direction.value.size(); ++i) {
      direction.value.data()[i] += weights.primal * correction.value.data()[i];
      direction.lower_multiplier.data()[i] += weights.dual * correction.lower_multiplier.data()[i];
      direction.upper_multiplier.data()[i] += weights.dual * correction.upper_multiplier.data()[i];
    }
  }

  Complementarity complementarity(const Boxes& boxes, const BoxStep& direction, const StepLengths& length) override {
    Complementarity total{0, infinity_, 0, 0};
    for (std::size_t i = 0; i < boxes.value.size(); ++i) {
      for (const Side& s : sides(boxes, i)) {
        const double dw = s.sign * direction.value.data()[i] + s.residual;
        const double product = (s.w + length.primal * dw) * (s.z + length.dual * multiplier_step(direction, s, i));
        total.sum += product;
        total.smallest = std::min(total.smallest, product);
        total.largest = std::max(total.largest, product);
        total.count += 1;
      }
    }
    return total;
  }

  void advance(Boxes& boxes, const BoxStep& direction, const StepLengths& length) override {
    for (std::size_t i = 0; i < boxes.value.size(); ++i) {
      const double dv = direction.value.data()[i];
      for (const Side& s : sides(boxes, i)) {
        const bool lower = s.sign > 0;
        (lower ? boxes.lower_distance : boxes.upper_distance).data()[i] += length.primal * (s.sign * dv + s.residual);
        (lower ? boxes.lower_multiplier : boxes.upper_multiplier).data()[i] +=
            length.dual * multiplier_step(direction, s, i);
        (lower ? boxes.lower_residual : boxes.upper_residual).data()[i] *= 1 - length.primal;
      }
      boxes.value.data()[i] += length.primal * dv;
    }
  }

  void row_side(const Vector& weight, const Vector& g, double residual_share, const Vector& primal_residual,
                Vector& side) override {
    for (std::size_t i = 0; i < g.size(); ++i) {
      side.data()[i] = residual_share * primal_residual.data()[i] - weight.data()[i] * g.data()[i];
    }
  }
  void row_step(const Vector& weight, const Vector& g, const Vector& dual_step, Vector& value_step) override {
    for (std::size_t i = 0; i < g.size(); ++i) {
      value_step.data()[i] = -weight.data()[i] * (g.data()[i] + dual_step.data()[i]);
    }
  }

  void residuals(const DeviceProgram& lp, const Vector& x, const Vector& s, const Vector& y, Vector& primal,
                 Vector& slope) override {
    const std::vector<double> ax = product(lp.matrix.by_rows, x), aty = product(lp.matrix.by_columns, y);
    for (std::size_t i = 0; i < ax.size(); ++i) primal.data()[i] = s.data()[i] - ax[i];
    for (std::size_t j = 0; j < aty.size(); ++j) slope.data()[j] = lp.objective.data()[j] - aty[j];
  }
  void kkt_residual(const KktSystemView& system, const Vector& dx, const Vector& dy, Vector& left_g,
                    Vector& left_r) override {
    const std::vector<double> adx = product(system.matrix.by_rows, dx), atdy = product(system.matrix.by_columns, dy);
    for (std::size_t j = 0; j < atdy.size(); ++j) {
      left_g.data()[j] = system.g.data()[j] + dx.data()[j] / system.column_weights.data()[j] - atdy[j];
    }
    for (std::size_t i = 0; i < adx.size(); ++i) {
      left_r.data()[i] = system.r.data()[i] - adx[i] - system.row_weights.data()[i] * dy.data()[i];
    }
  }

  StartSums start_sums(const Boxes& boxes, const Vector& slope) override {
    StartSums sums;
    for (std::size_t i = 0; i < slope.size(); ++i) {
      for (const Side& s : sides(boxes, i)) {
        const double w = distance(boxes, s, i), z = paid_by(boxes, slope, s, i);
        sums.outside = std::max(sums.outside, -w);
        sums.wrong_sign = std::max(sums.wrong_sign, -z);
        sums.distances += std::max(w, 0.0);
        sums.multipliers += std::max(z, 0.0);
        sums.products += std::max(w, 0.0) * std::max(z, 0.0);
        sums.count += 1;
      }
    }
    return sums;
  }

  void shift(Boxes& boxes, const Vector& slope, double distance_shift, double multiplier_shift) override {
    place(boxes, slope, [=](double w0, double z0) {
      return std::pair<double, double>{std::max(w0, -distance_shift / 2) + distance_shift,
                                       std::max(z0, -multiplier_shift / 2) + multiplier_shift};
    });
  }
  void centre(Boxes& boxes, const Vector& slope, double mu, double ratio) override {
    place(boxes, slope, [=](double w0, double z0) {
      const long double d = w0 - static_cast<long double>(ratio) * z0;
      const long double root = std::sqrt(d * d + 4 * static_cast<long double>(ratio) * mu);
      const long double w = d >= 0 ? (d + root) / 2 : 2 * static_cast<long double>(ratio) * mu / (root - d);
      return std::pair<double, double>{static_cast<double>(w), static_cast<double>(mu / w)};
    });
  }

 private:
  static constexpr double infinity_ = std::numeric_limits<double>::infinity();

  struct Side {
    double sign, w, z, residual;
  };
  static bool fixed(const Boxes& boxes, std::size_t i) { return boxes.lower.data()[i] == boxes.upper.data()[i]; }
  struct Sides {
    Side all[2];
    std::size_t count = 0;
    void add(const Side& side) { all[count++] = side; }
    std::size_t size() const { return count; }
    const Side* begin() const { return all; }
    const Side* end() const { return all + count; }
  };
  static Sides sides(const Boxes& boxes, std::size_t i) {
    Sides found;
    if (fixed(boxes, i)) return found;
    if (std::isfinite(boxes.lower.data()[i])) {
      found.add({1, boxes.lower_distance.data()[i], boxes.lower_multiplier.data()[i], boxes.lower_residual.data()[i]});
    }
    if (std::isfinite(boxes.upper.data()[i])) {
      found.add({-1, boxes.upper_distance.data()[i], boxes.upper_multiplier.data()[i], boxes.upper_residual.data()[i]});
    }
    return found;
  }
  static double multiplier_step(const BoxStep& step, const Side& s, std::size_t i) {
    return (s.sign > 0 ? step.lower_multiplier : step.upper_multiplier).data()[i];
  }
  static double& target(BoxTargets& targets, const Side& s, std::size_t i) {
    return (s.sign > 0 ? targets.lower : targets.upper).data()[i];
  }
  static void clear(BoxTargets& targets, std::size_t i) { targets.lower.data()[i] = targets.upper.data()[i] = 0; }
  static double distance(const Boxes& boxes, const Side& s, std::size_t i) {
    return s.sign > 0 ? boxes.value.data()[i] - boxes.lower.data()[i] : boxes.upper.data()[i] - boxes.value.data()[i];
  }
  static double paid_by(const Boxes& boxes, const Vector& slope, const Side& s, std::size_t i) {
    const double owed = s.sign * slope.data()[i];
    return sides(boxes, i).size() == 2 ? std::max(owed, 0.0) : owed;
  }

  template <class Wanted>
  void correct(const Boxes& boxes, const BoxStep& direction, BoxTargets& targets, Vector& g, Wanted wanted) {
    for (std::size_t i = 0; i < g.size(); ++i) {
      clear(targets, i);
      g.data()[i] = 0;
      for (const Side& s : sides(boxes, i)) {
        const double dw = s.sign * direction.value.data()[i] + s.residual;
        target(targets, s, i) = wanted(s, dw, multiplier_step(direction, s, i));
        g.data()[i] -= s.sign * target(targets, s, i) / s.w;
      }
    }
  }

  template <class Pair>
  void place(Boxes& boxes, const Vector& slope, Pair pair_of) {
    for (std::size_t i = 0; i < slope.size(); ++i) {
      boxes.lower_distance.data()[i] = boxes.upper_distance.data()[i] = 1;
      boxes.lower_multiplier.data()[i] = boxes.upper_multiplier.data()[i] = 0;
      boxes.lower_residual.data()[i] = boxes.upper_residual.data()[i] = 0;
      for (const Side& s : sides(boxes, i)) {
        const bool lower = s.sign > 0;
        const double w0 = distance(boxes, s, i);
        const auto [w, z] = pair_of(w0, paid_by(boxes, slope, s, i));
        (lower ? boxes.lower_distance : boxes.upper_distance).data()[i] = w;
        (lower ? boxes.lower_multiplier : boxes.upper_multiplier).data()[i] = z;
        (lower ? boxes.lower_residual : boxes.upper_residual).data()[i] = w0 - w;
      }
    }
  }

  static std::vector<double> product(const DeviceCsr& a, const Vector& x) {
    std::vector<double> y(static_cast<std::size_t>(a.rows));
    for (std::size_t i = 0; i < y.size(); ++i) {
      long double sum = 0;
      for (std::int64_t k = a.row_offsets.data()[i]; k < a.row_offsets.data()[i + 1]; ++k) {
        sum += static_cast<long double>(a.values.data()[k]) * x.data()[a.column_indices.data()[k]];
      }
      y[i] = static_cast<double>(sum);
    }
    return y;
  }
};

}  // namespace planwerk::tests
