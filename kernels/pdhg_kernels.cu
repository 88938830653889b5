#include <cmath>

#include "kernels/detail/backend.hpp"
#include "kernels/detail/kernel_range.hpp"
#include "kernels/detail/row_products.hpp"
#include "kernels/pdhg_kernels.hpp"

namespace planwerk::backend {
namespace {

PLANWERK_FN inline double positive(double value) {
  return value > 0 ? value : 0;
}

PLANWERK_FN inline bool finite(double bound) {
  return bound > -HUGE_VAL && bound < HUGE_VAL;
}

PLANWERK_FN inline double distance_to(double value, double lower, double upper) {
  return positive(lower - value) + positive(value - upper);
}

// One coordinate of x+ = proj_[l,u](x - tau (c - A'y)), the reflection, and the Halpern step that follows it.
struct PrimalHalf {
  double tau, weight;
  const double *c, *lower, *upper, *anchor;
  double *x, *reflected;

  PLANWERK_FN double candidate(std::int32_t j, double aty) const {
    return clamp(x[j] - tau * (c[j] - aty), lower[j], upper[j]);
  }
  PLANWERK_FN void move(std::int32_t j, double to) const {
    const double mirrored = 2 * to - x[j];
    reflected[j] = mirrored;
    x[j] = weight * mirrored + (1 - weight) * anchor[j];
  }
  PLANWERK_FN void operator()(std::int32_t j, double aty) const { move(j, candidate(j, aty)); }
};

// One coordinate of y+ = t + sigma proj_[lo,hi](-t / sigma) with t = y - sigma A (2 x+ - x); the form below needs no
// division and is exactly zero where neither side is active.
struct DualHalf {
  double sigma, weight;
  const double *lower, *upper, *anchor;
  double* y;

  PLANWERK_FN double candidate(std::int32_t i, double ax) const {
    const double t = y[i] - sigma * ax;
    return positive(t + sigma * lower[i]) - positive(-(t + sigma * upper[i]));
  }
  PLANWERK_FN void move(std::int32_t i, double to) const { y[i] = weight * (2 * to - y[i]) + (1 - weight) * anchor[i]; }
  PLANWERK_FN void operator()(std::int32_t i, double ax) const { move(i, candidate(i, ax)); }
};

// The same halves, keeping T(z) and 2 (T(z) - z).
template <class Half>
struct Recording {
  Half half;
  const double* before;
  double *candidate, *step;

  PLANWERK_FN void operator()(std::int32_t i, double product) const {
    const double to = half.candidate(i, product);
    candidate[i] = to;
    step[i] = 2 * (to - before[i]);
    half.move(i, to);
  }
};

PrimalHalf primal_half(const DeviceProgram& lp, double tau, double weight, HalpernState& z) {
  return {tau,
          weight,
          lp.objective.data(),
          lp.column_lower.data(),
          lp.column_upper.data(),
          z.anchor_primal.data(),
          z.primal.data(),
          z.reflected.data()};
}

DualHalf dual_half(const DeviceProgram& lp, double sigma, double weight, HalpernState& z) {
  return {sigma, weight, lp.row_lower.data(), lp.row_upper.data(), z.anchor_dual.data(), z.dual.data()};
}

// Besides the matrix: y; x, c, the bounds and the anchor; x and its reflection written.
double primal_bytes(const DeviceProgram& lp, const HalpernState& z) {
  return bytes_of(lp.matrix.by_columns) + bytes_of(z.dual) + 7 * bytes_of(z.primal);
}

// Besides the matrix: the reflection; y, the sides and the anchor; y written.
double dual_bytes(const DeviceProgram& lp, const HalpernState& z) {
  return bytes_of(lp.matrix.by_rows) + bytes_of(z.reflected) + 5 * bytes_of(z.dual);
}

double halpern_weight(std::int64_t k) {
  return static_cast<double>(k + 1) / static_cast<double>(k + 2);
}

struct AddRows {
  PLANWERK_FN RowSums operator()(const RowSums& a, const RowSums& b) const {
    return {a.base_violation2 + b.base_violation2, a.target_violation2 + b.target_violation2,
            a.priced_violation + b.priced_violation, a.dual_objective + b.dual_objective};
  }
};

struct AddColumns {
  PLANWERK_FN ColumnSums operator()(const ColumnSums& a, const ColumnSums& b) const {
    return {a.base_violation2 + b.base_violation2, a.target_violation2 + b.target_violation2,
            a.priced_violation + b.priced_violation, a.dual_objective + b.dual_objective,
            a.primal_objective + b.primal_objective};
  }
};

struct AddRays {
  PLANWERK_FN RaySums operator()(const RaySums& a, const RaySums& b) const {
    return {a.support + b.support, a.violation2 + b.violation2};
  }
};

// value * lower for a positive value, value * upper for a negative one: the least of value * [lower, upper].
// `unpaid` is what points to an infinite bound and earns nothing. Free of branches, whose outcome nobody can foretell.
struct Earning {
  double amount, unpaid;
};
PLANWERK_FN inline Earning earn(double value, double lower, double upper) {
  const double bound = value > 0 ? lower : upper;
  const bool pays = finite(bound);
  return {value * (pays ? bound : 0), pays ? 0 : std::fabs(value)};
}

class ThrustPdhgKernels final : public PdhgKernels {
 public:
  explicit ThrustPdhgKernels(Execution& execution) : execution_(execution) {}

  void iterate(const DeviceProgram& lp, const PdhgStep& step, std::int64_t k, int count, HalpernState& z) override {
    for (int i = 0; i < count; ++i) {
      const double weight = halpern_weight(k + i);
      {
        const KernelRange range(execution_, "primal half", primal_bytes(lp, z));
        row_products(execution_, lp.matrix.by_columns, z.dual.data(), primal_half(lp, step.tau, weight, z));
      }
      const KernelRange range(execution_, "dual half", dual_bytes(lp, z));
      row_products(execution_, lp.matrix.by_rows, z.reflected.data(), dual_half(lp, step.sigma, weight, z));
    }
  }

  void iterate_recording(const DeviceProgram& lp, const PdhgStep& step, std::int64_t k, HalpernState& z) override {
    const KernelRange range(execution_, "recorded iteration",
                            primal_bytes(lp, z) + dual_bytes(lp, z) + 2 * (bytes_of(z.primal) + bytes_of(z.dual)));
    const double weight = halpern_weight(k);
    const Recording<PrimalHalf> primal{primal_half(lp, step.tau, weight, z), z.primal.data(), z.candidate_primal.data(),
                                       z.primal_step.data()};
    row_products(execution_, lp.matrix.by_columns, z.dual.data(), primal);
    const Recording<DualHalf> dual{dual_half(lp, step.sigma, weight, z), z.dual.data(), z.candidate_dual.data(),
                                   z.dual_step.data()};
    row_products(execution_, lp.matrix.by_rows, z.reflected.data(), dual);
  }

  RowSums row_sums(const DeviceProgram& lp, const Vector& activity, const Vector& dual, const Vector& base_weight,
                   const Vector& target_weight) override {
    const KernelRange range(execution_, "row sums", 6 * bytes_of(dual));
    const double *ax = activity.data(), *y = dual.data(), *base = base_weight.data(), *target = target_weight.data();
    const double *lower = lp.row_lower.data(), *upper = lp.row_upper.data();
    const auto at_row = [=] PLANWERK_FN(std::int64_t i) {
      const double violation = distance_to(ax[i], lower[i], upper[i]);
      const double in_base = violation * base[i], in_target = violation * target[i];
      return RowSums{in_base * in_base, in_target * in_target, violation * std::fabs(y[i]),
                     earn(y[i], lower[i], upper[i]).amount};
    };
    return reduce_index(execution_, lp.matrix.by_rows.rows, RowSums{}, at_row, AddRows{});
  }

  ColumnSums column_sums(const DeviceProgram& lp, const Vector& primal, const Vector& transposed_product,
                         const Vector& base_weight, const Vector& target_weight) override {
    const KernelRange range(execution_, "column sums", 7 * bytes_of(primal));
    const double *x = primal.data(), *aty = transposed_product.data(), *c = lp.objective.data();
    const double *base = base_weight.data(), *target = target_weight.data();
    const double *lower = lp.column_lower.data(), *upper = lp.column_upper.data();
    const auto at_column = [=] PLANWERK_FN(std::int64_t j) {
      const Earning earning = earn(c[j] - aty[j], lower[j], upper[j]);
      const double in_base = earning.unpaid * base[j], in_target = earning.unpaid * target[j];
      return ColumnSums{in_base * in_base, in_target * in_target, earning.unpaid * std::fabs(x[j]), earning.amount,
                        c[j] * x[j]};
    };
    return reduce_index(execution_, lp.matrix.by_rows.columns, ColumnSums{}, at_column, AddColumns{});
  }

  RaySums infeasibility_sums(const DeviceProgram& lp, const Vector& ray, const Vector& transposed_product) override {
    const KernelRange range(execution_, "infeasibility sums", 3 * (bytes_of(ray) + bytes_of(transposed_product)));
    const double *y = ray.data(), *aty = transposed_product.data();
    const double *row_lower = lp.row_lower.data(), *row_upper = lp.row_upper.data();
    const double *lower = lp.column_lower.data(), *upper = lp.column_upper.data();
    const auto at_row = [=] PLANWERK_FN(std::int64_t i) {
      const Earning earning = earn(y[i], row_lower[i], row_upper[i]);
      return RaySums{earning.amount, earning.unpaid * earning.unpaid};
    };
    const auto at_column = [=] PLANWERK_FN(std::int64_t j) {
      const Earning earning = earn(-aty[j], lower[j], upper[j]);
      return RaySums{earning.amount, earning.unpaid * earning.unpaid};
    };
    return AddRays{}(reduce_index(execution_, lp.matrix.by_rows.rows, RaySums{}, at_row, AddRays{}),
                     reduce_index(execution_, lp.matrix.by_rows.columns, RaySums{}, at_column, AddRays{}));
  }

  RaySums unboundedness_sums(const DeviceProgram& lp, const Vector& ray, const Vector& activity) override {
    const KernelRange range(execution_, "unboundedness sums", 4 * bytes_of(ray) + 3 * bytes_of(activity));
    const double *r = ray.data(), *ar = activity.data(), *c = lp.objective.data();
    const double *row_lower = lp.row_lower.data(), *row_upper = lp.row_upper.data();
    const double *lower = lp.column_lower.data(), *upper = lp.column_upper.data();
    // The recession cone of [lower, upper] is bounded by 0 wherever the interval is.
    const auto leaving = [] PLANWERK_FN(double value, double below, double above) {
      return (finite(below) ? positive(-value) : 0) + (finite(above) ? positive(value) : 0);
    };
    const auto at_row = [=] PLANWERK_FN(std::int64_t i) {
      const double out = leaving(ar[i], row_lower[i], row_upper[i]);
      return RaySums{0, out * out};
    };
    const auto at_column = [=] PLANWERK_FN(std::int64_t j) {
      const double out = leaving(r[j], lower[j], upper[j]);
      return RaySums{-c[j] * r[j], out * out};
    };
    return AddRays{}(reduce_index(execution_, lp.matrix.by_rows.rows, RaySums{}, at_row, AddRays{}),
                     reduce_index(execution_, lp.matrix.by_rows.columns, RaySums{}, at_column, AddRays{}));
  }

 private:
  Execution& execution_;
};

}  // namespace

std::unique_ptr<PdhgKernels> make_pdhg_kernels(Device&, Execution& execution) {
  return std::make_unique<ThrustPdhgKernels>(execution);
}

}  // namespace planwerk::backend
