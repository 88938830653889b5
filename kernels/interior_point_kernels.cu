#include "kernels/detail/backend.hpp"
#include "kernels/detail/boxes.hpp"
#include "kernels/detail/kernel_range.hpp"
#include "kernels/detail/row_products.hpp"
#include "kernels/interior_point_kernels.hpp"
#include "kernels/pdhg_kernels.hpp"

namespace planwerk::backend {
namespace {

std::int64_t size(const Boxes& boxes) {
  return static_cast<std::int64_t>(boxes.value.size());
}

StepLimits lengths_of(const Blocking& worst) {
  StepLimits limits;
  for (int k = 0; k < StepLimits::weights; ++k) {
    limits.primal[static_cast<std::size_t>(k)] = 1 / worst.primal[k];
    limits.dual[static_cast<std::size_t>(k)] = 1 / worst.dual[k];
  }
  return limits;
}

}  // namespace

class ThrustInteriorPointKernels final : public InteriorPointKernels {
 public:
  explicit ThrustInteriorPointKernels(Execution& execution) : execution_(execution) {}

  void weights(const Boxes& boxes, double regularization, double fixed_weight, Vector& weight) override {
    const KernelRange range(execution_, "box weights", 7 * bytes_of(weight));
    const BoxesView b(boxes);
    double* out = weight.data();
    for_each_index(execution_, size(boxes), [=] PLANWERK_FN(std::int64_t i) {
      const double stiffness =
          b.lower_multiplier[i] / b.lower_distance[i] + b.upper_multiplier[i] / b.upper_distance[i];
      out[i] = b.is_fixed(i) ? fixed_weight : 1 / (stiffness + regularization);
    });
  }

  void aim_at_optimum(const Boxes& boxes, const Vector& slope, BoxTargets& targets, Vector& g) override {
    const KernelRange range(execution_, "aim at optimum", 12 * bytes_of(g));
    const double* q = slope.data();
    const auto target = [] PLANWERK_FN(const Side& side, std::int64_t, bool) {
      return -side.distance * side.multiplier;
    };
    const BoxesView b(boxes);
    // The slope's own residual is q - zl + zu.
    const auto base = [=] PLANWERK_FN(std::int64_t i) { return q[i] - b.lower_multiplier[i] + b.upper_multiplier[i]; };
    aim(boxes, true, base, target, targets, g);
  }

  void correct_second_order(const Boxes& boxes, const BoxStep& direction, double mu, BoxTargets& targets,
                            Vector& g) override {
    const KernelRange range(execution_, "second-order correction", 14 * bytes_of(g));
    const StepView d(direction);
    const auto target = [=] PLANWERK_FN(const Side& side, std::int64_t i, bool is_lower) {
      return second_order_target(side, d.value[i], is_lower ? d.lower_multiplier[i] : d.upper_multiplier[i], mu);
    };
    aim(boxes, false, Zero{}, target, targets, g);
  }

  void correct_outliers(const Boxes& boxes, const BoxStep& direction, const StepLengths& trial, double mu,
                        BoxTargets& targets, Vector& g) override {
    const KernelRange range(execution_, "centrality correction", 14 * bytes_of(g));
    const StepView d(direction);
    const auto target = [=] PLANWERK_FN(const Side& side, std::int64_t i, bool is_lower) {
      return outlier_target(side, d.value[i], is_lower ? d.lower_multiplier[i] : d.upper_multiplier[i], trial, mu);
    };
    aim(boxes, false, Zero{}, target, targets, g);
  }

  void recover(const Boxes& boxes, const BoxTargets& targets, bool closes_residuals, BoxStep& step) override {
    const KernelRange range(execution_, "recover steps", 13 * bytes_of(step.value));
    const BoxesView b(boxes);
    const double *lower_target = targets.lower.data(), *upper_target = targets.upper.data();
    double *dv = step.value.data(), *dl = step.lower_multiplier.data(), *du = step.upper_multiplier.data();
    for_each_index(execution_, size(boxes), [=] PLANWERK_FN(std::int64_t i) {
      if (b.is_fixed(i)) dv[i] = 0;
      const auto multiplier_step = [&](const Side& side, double target) {
        return (target - side.multiplier * side.distance_step(dv[i], closes_residuals)) / side.distance;
      };
      dl[i] = b.has_lower(i) ? multiplier_step(b.lower_side(i), lower_target[i]) : 0;
      du[i] = b.has_upper(i) ? multiplier_step(b.upper_side(i), upper_target[i]) : 0;
    });
  }

  StepLimits step_limits(const Boxes& boxes, const BoxStep& direction, const BoxStep& correction) override {
    const KernelRange range(execution_, "step to boundary", 14 * bytes_of(boxes.value));
    const BoxesView b(boxes);
    const StepView d(direction), c(correction);
    const auto at_box = [=] PLANWERK_FN(std::int64_t i) {
      Blocking blocking = no_blocking();
      const auto consider = [&](const Side& side, double dz, double correction_dz) {
        const SideMotion main{side.distance_step(d.value[i], true), dz};
        block(side, main, {side.distance_step(c.value[i], false), correction_dz}, blocking);
      };
      if (b.has_lower(i)) consider(b.lower_side(i), d.lower_multiplier[i], c.lower_multiplier[i]);
      if (b.has_upper(i)) consider(b.upper_side(i), d.upper_multiplier[i], c.upper_multiplier[i]);
      return blocking;
    };
    return lengths_of(reduce_index(execution_, size(boxes), no_blocking(), at_box, WorstBlocking{}));
  }

  void combine(const BoxStep& correction, const StepLengths& weights, BoxStep& direction) override {
    const KernelRange range(execution_, "combine steps", 9 * bytes_of(direction.value));
    const StepView c(correction);
    double *dv = direction.value.data(), *dl = direction.lower_multiplier.data(),
           *du = direction.upper_multiplier.data();
    for_each_index(execution_, static_cast<std::int64_t>(direction.value.size()), [=] PLANWERK_FN(std::int64_t i) {
      dv[i] += weights.primal * c.value[i];
      dl[i] += weights.dual * c.lower_multiplier[i];
      du[i] += weights.dual * c.upper_multiplier[i];
    });
  }

  Complementarity complementarity(const Boxes& boxes, const BoxStep& direction, const StepLengths& length) override {
    const KernelRange range(execution_, "complementarity", 11 * bytes_of(boxes.value));
    const BoxesView b(boxes);
    const StepView d(direction);
    const auto at_box = [=] PLANWERK_FN(std::int64_t i) {
      const auto product = [&](const Side& side, double dz) {
        const double p = (side.distance + length.primal * side.distance_step(d.value[i], true)) *
                         (side.multiplier + length.dual * dz);
        return Complementarity{p, p, p, 1};
      };
      Complementarity total{0, huge, 0, 0};
      if (b.has_lower(i)) total = AddComplementarity{}(total, product(b.lower_side(i), d.lower_multiplier[i]));
      if (b.has_upper(i)) total = AddComplementarity{}(total, product(b.upper_side(i), d.upper_multiplier[i]));
      return total;
    };
    return reduce_index(execution_, size(boxes), Complementarity{0, huge, 0, 0}, at_box, AddComplementarity{});
  }

  void advance(Boxes& boxes, const BoxStep& direction, const StepLengths& length) override {
    const KernelRange range(execution_, "advance", 19 * bytes_of(boxes.value));
    const BoxesView b(boxes);
    const StepView d(direction);
    double* v = boxes.value.data();
    double *wl = boxes.lower_distance.data(), *zl = boxes.lower_multiplier.data(), *rl = boxes.lower_residual.data();
    double *wu = boxes.upper_distance.data(), *zu = boxes.upper_multiplier.data(), *ru = boxes.upper_residual.data();
    const double rest = 1 - length.primal;
    for_each_index(execution_, size(boxes), [=] PLANWERK_FN(std::int64_t i) {
      const double dv = d.value[i];
      if (b.has_lower(i)) {
        wl[i] += length.primal * (dv + rl[i]);
        zl[i] += length.dual * d.lower_multiplier[i];
        rl[i] *= rest;
      }
      if (b.has_upper(i)) {
        wu[i] += length.primal * (ru[i] - dv);
        zu[i] += length.dual * d.upper_multiplier[i];
        ru[i] *= rest;
      }
      v[i] += length.primal * dv;
    });
  }

  void row_side(const Vector& weight, const Vector& g, double residual_share, const Vector& primal_residual,
                Vector& side) override {
    const KernelRange range(execution_, "row side", 4 * bytes_of(g));
    const double *w = weight.data(), *pg = g.data(), *residual = primal_residual.data();
    double* out = side.data();
    for_each_index(execution_, static_cast<std::int64_t>(g.size()),
                   [=] PLANWERK_FN(std::int64_t i) { out[i] = residual_share * residual[i] - w[i] * pg[i]; });
  }

  void row_step(const Vector& weight, const Vector& g, const Vector& dual_step, Vector& value_step) override {
    const KernelRange range(execution_, "row step", 4 * bytes_of(g));
    const double *w = weight.data(), *pg = g.data(), *dy = dual_step.data();
    double* out = value_step.data();
    for_each_index(execution_, static_cast<std::int64_t>(g.size()),
                   [=] PLANWERK_FN(std::int64_t i) { out[i] = -w[i] * (pg[i] + dy[i]); });
  }

  void residuals(const DeviceProgram& lp, const Vector& x, const Vector& s, const Vector& y, Vector& primal,
                 Vector& slope) override {
    const KernelRange range(
        execution_, "interior-point residuals",
        bytes_of(lp.matrix.by_rows) + bytes_of(lp.matrix.by_columns) + 3 * bytes_of(slope) + 3 * bytes_of(primal));
    const double *activity = s.data(), *c = lp.objective.data();
    double *left = primal.data(), *q = slope.data();
    row_products(execution_, lp.matrix.by_rows, x.data(),
                 [=] PLANWERK_FN(std::int32_t i, double ax) { left[i] = activity[i] - ax; });
    row_products(execution_, lp.matrix.by_columns, y.data(),
                 [=] PLANWERK_FN(std::int32_t j, double aty) { q[j] = c[j] - aty; });
  }

  void kkt_residual(const KktSystemView& system, const Vector& dx, const Vector& dy, Vector& left_g,
                    Vector& left_r) override {
    const DeviceMatrix& a = system.matrix;
    const KernelRange range(execution_, "residual of the linear system",
                            bytes_of(a.by_rows) + bytes_of(a.by_columns) + 5 * (bytes_of(dx) + bytes_of(dy)));
    const double *px = dx.data(), *py = dy.data();
    const double *g = system.g.data(), *d = system.column_weights.data();
    const double *r = system.r.data(), *e = system.row_weights.data();
    double *out_g = left_g.data(), *out_r = left_r.data();
    row_products(execution_, a.by_columns, py,
                 [=] PLANWERK_FN(std::int32_t j, double atdy) { out_g[j] = g[j] + px[j] / d[j] - atdy; });
    row_products(execution_, a.by_rows, px,
                 [=] PLANWERK_FN(std::int32_t i, double adx) { out_r[i] = r[i] - adx - e[i] * py[i]; });
  }

  StartSums start_sums(const Boxes& boxes, const Vector& slope) override {
    const KernelRange range(execution_, "start sums", 4 * bytes_of(slope));
    const BoxesView b(boxes);
    const double* q = slope.data();
    const auto at_box = [=] PLANWERK_FN(std::int64_t i) {
      const bool has_lower = b.has_lower(i), has_upper = b.has_upper(i);
      StartSums sums;
      const auto add_side = [&](double distance, double multiplier) {
        sums.outside = greater(sums.outside, -distance);
        sums.wrong_sign = greater(sums.wrong_sign, -multiplier);
        const double w = greater(distance, 0), z = greater(multiplier, 0);
        sums.distances += w;
        sums.multipliers += z;
        sums.products += w * z;
        sums.count += 1;
      };
      const Shares shares = share(q[i], has_lower, has_upper);
      if (has_lower) add_side(b.value[i] - b.lower[i], shares.lower);
      if (has_upper) add_side(b.upper[i] - b.value[i], shares.upper);
      return sums;
    };
    return reduce_index(execution_, size(boxes), StartSums{}, at_box, AddStartSums{});
  }

  void shift(Boxes& boxes, const Vector& slope, double distance_shift, double multiplier_shift) override {
    const KernelRange range(execution_, "shift", 10 * bytes_of(slope));
    place(boxes, slope, [=] PLANWERK_FN(double distance, double multiplier) {
      return SidePair{greater(distance, -distance_shift / 2) + distance_shift,
                      greater(multiplier, -multiplier_shift / 2) + multiplier_shift};
    });
  }

  void centre(Boxes& boxes, const Vector& slope, double mu, double ratio) override {
    const KernelRange range(execution_, "centre", 10 * bytes_of(slope));
    place(boxes, slope, [=] PLANWERK_FN(double distance, double multiplier) {
      return central_pair(distance - ratio * multiplier, mu, ratio);
    });
  }

  // Below: public because nvcc wants it so of functions that hold device lambdas.

  struct Zero {
    PLANWERK_FN double operator()(std::int64_t) const { return 0; }
  };

  // g = base + the pulls of both sides towards their targets; target(side, i, is_lower).
  template <class Base, class Target>
  void aim(const Boxes& boxes, bool closes_residuals, Base base, Target target, BoxTargets& targets, Vector& g) {
    const BoxesView b(boxes);
    double *lower_target = targets.lower.data(), *upper_target = targets.upper.data(), *out = g.data();
    for_each_index(execution_, size(boxes), [=] PLANWERK_FN(std::int64_t i) {
      double sum = base(i);
      lower_target[i] = upper_target[i] = 0;
      if (b.has_lower(i)) {
        lower_target[i] = target(b.lower_side(i), i, true);
        sum += pull(b.lower_side(i), lower_target[i], closes_residuals);
      }
      if (b.has_upper(i)) {
        upper_target[i] = target(b.upper_side(i), i, false);
        sum += pull(b.upper_side(i), upper_target[i], closes_residuals);
      }
      out[i] = sum;
    });
  }

  // Distances and multipliers of every side from what value and slope say of them; residuals follow.
  template <class Pair>
  void place(Boxes& boxes, const Vector& slope, Pair pair_of) {
    const BoxesView b(boxes);
    const double* q = slope.data();
    double *wl = boxes.lower_distance.data(), *zl = boxes.lower_multiplier.data(), *rl = boxes.lower_residual.data();
    double *wu = boxes.upper_distance.data(), *zu = boxes.upper_multiplier.data(), *ru = boxes.upper_residual.data();
    for_each_index(execution_, size(boxes), [=] PLANWERK_FN(std::int64_t i) {
      const bool has_lower = b.has_lower(i), has_upper = b.has_upper(i);
      const Shares shares = share(q[i], has_lower, has_upper);
      const auto set = [&](bool present, double distance, double multiplier, double* w, double* z, double* residual) {
        const SidePair pair = present ? pair_of(distance, multiplier) : SidePair{1, 0};
        *w = pair.distance;
        *z = pair.multiplier;
        *residual = present ? distance - pair.distance : 0;
      };
      set(has_lower, b.value[i] - b.lower[i], shares.lower, wl + i, zl + i, rl + i);
      set(has_upper, b.upper[i] - b.value[i], shares.upper, wu + i, zu + i, ru + i);
    });
  }

 private:
  Execution& execution_;
};

std::unique_ptr<InteriorPointKernels> make_interior_point_kernels(Device&, Execution& execution) {
  return std::make_unique<ThrustInteriorPointKernels>(execution);
}

}  // namespace planwerk::backend
