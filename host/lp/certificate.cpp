#include "host/lp/certificate.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/lp/accurate_sum.hpp"
#include "host/lp/safe_bound.hpp"

namespace planwerk {
namespace {

// 2-norm and inf-norm of a vector that is seen once. Scaled like LAPACK's dnrm2, so that squares do not overflow.
class Norms {
 public:
  void add(double value) {
    const double size = std::fabs(value);
    if (size == 0) return;
    if (size > largest_) {
      squares_ = 1 + squares_ * (largest_ / size) * (largest_ / size);
      largest_ = size;
    } else {
      squares_ += (size / largest_) * (size / largest_);
    }
  }
  double norm_2() const { return largest_ * std::sqrt(squares_); }
  double norm_inf() const { return largest_; }

 private:
  double largest_ = 0;
  double squares_ = 0;
};

// NaN, which sums that overflow leave behind, stays NaN.
double outside(double value, double lower, double upper) {
  if (value >= lower && value <= upper) return 0;
  return value < lower ? lower - value : value - upper;
}

double largest_finite_side(double lower, double upper) {
  return std::max(std::isinf(lower) ? 0 : std::fabs(lower), std::isinf(upper) ? 0 : std::fabs(upper));
}

double ratio(double violation, double scale) {
  if (violation == 0) return 0;
  return scale > 0 ? violation / scale : infinity;
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

AccurateSum activity(const SparseMatrix& matrix, std::int32_t row, const std::vector<double>& x) {
  AccurateSum sum;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    sum.add_product(matrix.values[k], x[matrix.column_indices[k]]);
  }
  return sum;
}

void judge_primal(const LinearProgram& lp, const std::vector<double>& x, LpCertificate& certificate) {
  Norms violations, sides;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    const auto sum = activity(lp.matrix, i, x);
    const double violation = outside(sum.value(), lp.row_lower[i], lp.row_upper[i]);
    const double side = violation == 0 ? 0 : sum.value() < lp.row_lower[i] ? lp.row_lower[i] : lp.row_upper[i];
    const double relative = ratio(violation, std::max(std::fabs(side), sum.magnitude()));
    if (relative > certificate.row_violation || certificate.worst_row < 0) {
      certificate.row_violation = relative;
      certificate.worst_row = i;
    }
    violations.add(violation);
    sides.add(largest_finite_side(lp.row_lower[i], lp.row_upper[i]));
  }
  AccurateSum objective;
  objective.add(lp.objective_offset);
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    const double violation = outside(x[j], lp.column_lower[j], lp.column_upper[j]);
    const double bound = x[j] < lp.column_lower[j] ? lp.column_lower[j] : lp.column_upper[j];
    if (violation > 0) {
      certificate.column_violation =
          std::max(certificate.column_violation, violation / std::max(1.0, std::fabs(bound)));
    }
    violations.add(violation);
    objective.add_product(lp.objective[j], x[j]);
  }
  certificate.primal_objective = objective.value();
  certificate.primal_residual_2 = violations.norm_2() / (1 + sides.norm_2());
  certificate.primal_residual_inf = violations.norm_inf() / (1 + sides.norm_inf());
}

void judge_dual(const LinearProgram& lp, const std::vector<double>& y, LpCertificate& certificate) {
  Norms violations, costs;
  AccurateSum objective;
  objective.add(lp.objective_offset);
  // A multiplier earns its active side; where that side is infinite, nothing pays for it.
  const auto count = [&](double multiplier, double lower, double upper) {
    if (multiplier == 0) return;
    const double side = multiplier > 0 ? lower : upper;
    if (std::isinf(side)) {
      violations.add(multiplier);
    } else {
      objective.add_product(multiplier, side);
    }
  };
  std::vector<AccurateSum> reduced_costs(lp.columns());
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    count(y[i], lp.row_lower[i], lp.row_upper[i]);
    for (auto k = lp.matrix.row_offsets[i]; k < lp.matrix.row_offsets[i + 1]; ++k) {
      reduced_costs[lp.matrix.column_indices[k]].add_product(-lp.matrix.values[k], y[i]);
    }
  }
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    reduced_costs[j].add(lp.objective[j]);
    count(reduced_costs[j].value(), lp.column_lower[j], lp.column_upper[j]);
    costs.add(lp.objective[j]);
  }
  certificate.dual_objective = objective.value();
  certificate.dual_residual_2 = violations.norm_2() / (1 + costs.norm_2());
  certificate.dual_residual_inf = violations.norm_inf() / (1 + costs.norm_inf());
}

void require_sizes(bool fit) {
  if (!fit) throw std::invalid_argument("a vector does not have the size of its linear programme");
}

// The unit in which a radius of infeasibility is counted: multiplying all bounds multiplies both.
double largest_side(const LinearProgram& lp) {
  double largest = 0;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    largest = std::max(largest, largest_finite_side(lp.row_lower[i], lp.row_upper[i]));
  }
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    largest = std::max(largest, largest_finite_side(lp.column_lower[j], lp.column_upper[j]));
  }
  return largest;
}

// What holds of a point with a NaN or an infinity in it, or one so large that sums overflow: nothing.
LpCertificate worthless() {
  LpCertificate certificate;
  certificate.primal_objective = certificate.dual_objective = std::numeric_limits<double>::quiet_NaN();
  certificate.primal_residual_2 = certificate.primal_residual_inf = infinity;
  certificate.dual_residual_2 = certificate.dual_residual_inf = infinity;
  certificate.relative_gap = certificate.row_violation = certificate.column_violation = infinity;
  certificate.safe_bound = -infinity;
  certificate.safe_gap = infinity;
  return certificate;
}

}  // namespace

double LpCertificate::kkt_2() const {
  return std::max({primal_residual_2, dual_residual_2, relative_gap});
}

double LpCertificate::kkt_inf() const {
  return std::max({primal_residual_inf, dual_residual_inf, relative_gap});
}

double LpCertificate::kkt() const {
  return std::max(kkt_2(), kkt_inf());
}

LpCertificate certify(const LinearProgram& lp, const std::vector<double>& primal, const std::vector<double>& dual) {
  require_sizes(primal.size() == lp.column_lower.size() && dual.size() == lp.row_lower.size());
  if (!all_finite(primal) || !all_finite(dual)) return worthless();
  LpCertificate certificate;
  judge_primal(lp, primal, certificate);
  judge_dual(lp, dual, certificate);
  const double p = certificate.primal_objective, d = certificate.dual_objective;
  certificate.relative_gap = std::fabs(p - d) / (1 + std::fabs(p) + std::fabs(d));
  if (!std::isfinite(certificate.primal_residual_2 + certificate.dual_residual_2 + certificate.relative_gap)) {
    return worthless();
  }

  const double cutoff = p - lp.objective_offset;  // any value would do
  const double bound = safe_bound(lp, lp.objective, dual, cutoff).unconditional() + lp.objective_offset;
  certificate.safe_bound = std::isinf(bound) ? bound : std::nextafter(bound, -infinity);
  certificate.safe_gap = (p - certificate.safe_bound) / std::max(1.0, std::fabs(p));
  return certificate;
}

FarkasCheck check_infeasibility_ray(const LinearProgram& lp, const std::vector<double>& dual_ray) {
  constexpr double radius_required = 1e9;
  require_sizes(dual_ray.size() == lp.row_lower.size());
  if (!all_finite(dual_ray)) return {};
  // With a zero objective every feasible point has the value zero; a safe bound above zero leaves none.
  const auto bound = safe_bound(lp, std::vector<double>(lp.columns(), 0.0), dual_ray);
  if (!(bound.value > 0)) return {false, bound.magnitude > 0 ? bound.value / bound.magnitude : bound.value, 0};
  const double radius = bound.escape_rate > 0 ? bound.value / bound.escape_rate : infinity;
  return {radius >= radius_required * largest_side(lp), bound.value / bound.magnitude, radius};
}

RayCheck check_unboundedness_ray(const LinearProgram& lp, const std::vector<double>& primal_ray) {
  constexpr double violation_allowed = 1e-9;
  require_sizes(primal_ray.size() == lp.column_lower.size());
  Norms size;
  for (const double r : primal_ray) size.add(r);
  if (!all_finite(primal_ray) || size.norm_inf() == 0) return {false, 0, infinity};

  AccurateSum slope;
  RayCheck check;
  // Along the ray a finite lower side allows no fall and a finite upper side no rise.
  const auto count = [&](double rise, double lower, double upper, double scale) {
    const double violation = std::max(std::isinf(lower) ? 0 : -rise, std::isinf(upper) ? 0 : rise);
    check.violation = std::max(check.violation, ratio(std::max(0.0, violation), scale));
  };
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    double largest = 0;
    for (auto k = lp.matrix.row_offsets[i]; k < lp.matrix.row_offsets[i + 1]; ++k) {
      largest = std::max(largest, std::fabs(lp.matrix.values[k]));
    }
    count(activity(lp.matrix, i, primal_ray).value(), lp.row_lower[i], lp.row_upper[i], largest * size.norm_inf());
  }
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    count(primal_ray[j], lp.column_lower[j], lp.column_upper[j], size.norm_inf());
    slope.add_product(lp.objective[j], primal_ray[j]);
  }
  check.objective_slope = slope.value() / size.norm_inf();
  const bool falls = slope.value() < -violation_allowed * slope.magnitude();
  check.proves_unbounded = falls && check.violation <= violation_allowed;
  return check;
}

}  // namespace planwerk
