#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/pdhg_kernels.hpp"
#include "tests/kernels/reference_sparse_kernels.hpp"

namespace planwerk::tests {

// The formulas of pdhg_kernels.hpp, one plain loop each.
class ReferencePdhgKernels final : public PdhgKernels {
 public:
  void iterate(const DeviceProgram& lp, const PdhgStep& step, std::int64_t k, int count, HalpernState& z) override {
    for (int i = 0; i < count; ++i) iterate_recording(lp, step, k + i, z);
  }

  void iterate_recording(const DeviceProgram& lp, const PdhgStep& step, std::int64_t k, HalpernState& z) override {
    const double weight = (k + 1.0) / (k + 2.0);
    const std::vector<double> aty = product(lp.matrix.by_columns, z.dual);
    for (std::size_t j = 0; j < z.primal.size(); ++j) {
      double& x = z.primal.data()[j];
      const double moved = x - step.tau * (lp.objective.data()[j] - aty[j]);
      const double next = std::min(std::max(moved, lp.column_lower.data()[j]), lp.column_upper.data()[j]);
      z.reflected.data()[j] = 2 * next - x;
      record(next, weight, z.anchor_primal.data()[j], x, z.candidate_primal.data()[j], z.primal_step.data()[j]);
    }
    const std::vector<double> ax = product(lp.matrix.by_rows, z.reflected);
    for (std::size_t i = 0; i < z.dual.size(); ++i) {
      double& y = z.dual.data()[i];
      const double t = y - step.sigma * ax[i];
      const double side = std::min(std::max(-t / step.sigma, lp.row_lower.data()[i]), lp.row_upper.data()[i]);
      record(t + step.sigma * side, weight, z.anchor_dual.data()[i], y, z.candidate_dual.data()[i],
             z.dual_step.data()[i]);
    }
  }

  RowSums row_sums(const DeviceProgram& lp, const Vector& activity, const Vector& dual, const Vector& base_weight,
                   const Vector& target_weight) override {
    RowSums sums;
    for (std::size_t i = 0; i < dual.size(); ++i) {
      const double lower = lp.row_lower.data()[i], upper = lp.row_upper.data()[i], y = dual.data()[i];
      const double violation = std::max({0.0, lower - activity.data()[i], activity.data()[i] - upper});
      sums.base_violation2 += std::pow(violation * base_weight.data()[i], 2);
      sums.target_violation2 += std::pow(violation * target_weight.data()[i], 2);
      sums.priced_violation += std::fabs(y) * violation;
      if (y != 0 && std::isfinite(y > 0 ? lower : upper)) sums.dual_objective += y * (y > 0 ? lower : upper);
    }
    return sums;
  }

  ColumnSums column_sums(const DeviceProgram& lp, const Vector& primal, const Vector& transposed_product,
                         const Vector& base_weight, const Vector& target_weight) override {
    ColumnSums sums;
    for (std::size_t j = 0; j < primal.size(); ++j) {
      const double reduced_cost = lp.objective.data()[j] - transposed_product.data()[j];
      const double bound = reduced_cost > 0 ? lp.column_lower.data()[j] : lp.column_upper.data()[j];
      const double violation = std::isfinite(bound) ? 0 : std::fabs(reduced_cost);
      sums.base_violation2 += std::pow(violation * base_weight.data()[j], 2);
      sums.target_violation2 += std::pow(violation * target_weight.data()[j], 2);
      sums.priced_violation += std::fabs(primal.data()[j]) * violation;
      if (reduced_cost != 0 && std::isfinite(bound)) sums.dual_objective += reduced_cost * bound;
      sums.primal_objective += lp.objective.data()[j] * primal.data()[j];
    }
    return sums;
  }

  RaySums infeasibility_sums(const DeviceProgram& lp, const Vector& ray, const Vector& transposed_product) override {
    RaySums sums;
    for (std::size_t i = 0; i < ray.size(); ++i) {
      add_least(ray.data()[i], lp.row_lower.data()[i], lp.row_upper.data()[i], sums);
    }
    for (std::size_t j = 0; j < transposed_product.size(); ++j) {
      add_least(-transposed_product.data()[j], lp.column_lower.data()[j], lp.column_upper.data()[j], sums);
    }
    return sums;
  }

  RaySums unboundedness_sums(const DeviceProgram& lp, const Vector& ray, const Vector& activity) override {
    RaySums sums;
    for (std::size_t j = 0; j < ray.size(); ++j) {
      sums.support -= lp.objective.data()[j] * ray.data()[j];
      sums.violation2 += leaving2(ray.data()[j], lp.column_lower.data()[j], lp.column_upper.data()[j]);
    }
    for (std::size_t i = 0; i < activity.size(); ++i) {
      sums.violation2 += leaving2(activity.data()[i], lp.row_lower.data()[i], lp.row_upper.data()[i]);
    }
    return sums;
  }

 private:
  static std::vector<double> product(const DeviceCsr& a, const Vector& x) {
    std::vector<double> y(static_cast<std::size_t>(a.rows));
    for_each_entry(a, [&](std::int32_t row, std::int32_t column, double value) {
      y[static_cast<std::size_t>(row)] += value * x.data()[column];
    });
    return y;
  }
  // T(z), 2 (T(z) - z) and the Halpern step of one coordinate.
  static void record(double next, double weight, double anchor, double& z, double& candidate, double& step) {
    candidate = next;
    step = 2 * (next - z);
    z = weight * (2 * next - z) + (1 - weight) * anchor;
  }
  // The least of value * [lower, upper] where that is finite, else a violation.
  static void add_least(double value, double lower, double upper, RaySums& sums) {
    if (value == 0) return;
    const double bound = value > 0 ? lower : upper;
    if (std::isfinite(bound)) {
      sums.support += value * bound;
    } else {
      sums.violation2 += value * value;
    }
  }
  // What of a direction leaves the recession cone of [lower, upper], squared.
  static double leaving2(double value, double lower, double upper) {
    const bool blocked = value < 0 ? std::isfinite(lower) : std::isfinite(upper);
    return blocked ? value * value : 0;
  }
};

}  // namespace planwerk::tests
