#include "host/lp/safe_bound.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

#include "host/lp/accurate_sum.hpp"
#include "host/lp/dual_correction.hpp"
#include "host/lp/reduced_costs.hpp"

namespace planwerk {
namespace {

constexpr double rounding_unit = 0x1p-52;  // twice the unit roundoff: covers the rounding of the bounds on rounding

// The least activity sum_j min(a_j x_j) of a row over the box; terms without a finite minimum are counted apart.
struct LeastActivity {
  double finite = 0;
  double magnitude = 0;
  std::int64_t terms = 0;
  std::int64_t infinite_terms = 0;

  void add(double term) {
    ++terms;
    if (std::isinf(term)) {
      ++infinite_terms;
    } else {
      finite += term;
      magnitude += std::fabs(term);
    }
  }

  // An upper bound on  side - (least activity of all columns but one, whose own least term is `own`), or infinity.
  double room_without(double own, double side) const {
    const bool own_infinite = std::isinf(own);
    if (infinite_terms > (own_infinite ? 1 : 0)) return infinity;
    const double room = side - (own_infinite ? finite : finite - own);
    return room + rounding_unit * static_cast<double>(terms + 4) * (std::fabs(side) + magnitude);
  }
};

// sum_k values[k] x[columns[k]]
struct LinearForm {
  std::span<const std::int32_t> columns;
  std::span<const double> values;
};

// Propagates rows onto the columns of a box; remembers whether a sweep turned an infinite bound finite.
class BoundPropagation {
 public:
  explicit BoundPropagation(const LinearProgram& lp) : lp_(lp), box_{lp.column_lower, lp.column_upper} {}

  bool sweep() {
    found_ = false;
    for (std::int32_t i = 0; i < lp_.rows(); ++i) {
      const auto begin = lp_.matrix.row_offsets[i];
      const auto length = static_cast<std::size_t>(lp_.matrix.row_offsets[i + 1] - begin);
      const LinearForm row{{lp_.matrix.column_indices.data() + begin, length},
                           {lp_.matrix.values.data() + begin, length}};
      // a'x <= row_upper, and  -a'x <= -row_lower.
      if (lp_.row_upper[i] < infinity) propagate(row, 1, lp_.row_upper[i]);
      if (lp_.row_lower[i] > -infinity) propagate(row, -1, -lp_.row_lower[i]);
    }
    return found_;
  }

  void sweep_until_nothing_new() {
    constexpr int passes_at_most = 10;
    for (int pass = 0; pass < passes_at_most && sweep(); ++pass) {
    }
  }

  // One more row: objective'x <= cutoff.
  void cut_off(const std::vector<double>& objective, double cutoff) {
    std::vector<std::int32_t> columns;
    std::vector<double> values;
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      if (objective[j] == 0) continue;
      columns.push_back(j);
      values.push_back(objective[j]);
    }
    propagate({columns, values}, 1, cutoff);
  }

  const Box& box() const { return box_; }

 private:
  double least_term(double a, std::int32_t j) const { return a > 0 ? a * box_.lower[j] : a * box_.upper[j]; }

  // sign form(x) <= side: each column has at most the room that the least activity of the others leaves.
  void propagate(const LinearForm& form, double sign, double side) {
    LeastActivity activity;
    for (std::size_t k = 0; k < form.values.size(); ++k) {
      activity.add(least_term(sign * form.values[k], form.columns[k]));
    }
    if (activity.infinite_terms > 1) return;
    for (std::size_t k = 0; k < form.values.size(); ++k) {
      const auto j = form.columns[k];
      const double a = sign * form.values[k];
      const bool wanted = a > 0 ? lp_.column_upper[j] == infinity : lp_.column_lower[j] == -infinity;
      // A column's least term and the bound tightened here are opposite sides of its box, so the term is still the
      // one that entered the activity.
      if (wanted) tighten(j, a, activity.room_without(least_term(a, j), side));
    }
  }

  void tighten(std::int32_t j, double a, double room) {
    if (room == infinity) return;
    const double bound = room / a;
    const double outwards = std::fabs(bound) * 2 * rounding_unit + 0x1p-1020;
    if (a > 0 && bound + outwards < box_.upper[j]) {
      found_ |= box_.upper[j] == infinity;
      box_.upper[j] = bound + outwards;
    } else if (a < 0 && bound - outwards > box_.lower[j]) {
      found_ |= box_.lower[j] == -infinity;
      box_.lower[j] = bound - outwards;
    }
  }

  const LinearProgram& lp_;
  Box box_;
  bool found_ = false;
};

std::vector<double> clipped_to_finite_sides(const LinearProgram& lp, std::vector<double> dual) {
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (dual[i] > 0 ? lp.row_lower[i] == -infinity : lp.row_upper[i] == infinity) dual[i] = 0;
  }
  return dual;
}

bool points_to_infinity(const ReducedCosts& d, const Box& box, std::int32_t j) {
  return (d.value[j] + d.error[j] > 0 && box.lower[j] == -infinity) ||
         (d.value[j] - d.error[j] < 0 && box.upper[j] == infinity);
}

bool any_points_to_infinity(const ReducedCosts& d, const Box& box) {
  for (std::size_t j = 0; j < box.lower.size(); ++j) {
    if (points_to_infinity(d, box, static_cast<std::int32_t>(j))) return true;
  }
  return false;
}

// What the columns add to the bound.
struct ColumnSums {
  AccurateSum bound;   // min d x over the boxes, with d at the middle of its interval
  AccurateSum doubt;   // what the width of the intervals can take away
  AccurateSum escape;  // slopes towards infinite bounds

  void add(const ReducedCosts& d, const Box& box, std::int32_t j) {
    const double value = d.value[j], error = d.error[j], lower = box.lower[j], upper = box.upper[j];
    if (points_to_infinity(d, box, j)) {
      // For d' in the interval and |x| <= R on the open sides:  d'x >= -(|d| + error) (R + |finite bound|).
      escape.add(std::fabs(value) + error);
      doubt.add_product(std::fabs(value) + error, largest_finite(lower, upper));
      return;
    }
    if (value != 0) bound.add_product(value, value > 0 ? lower : upper);
    // An interval that does not hold zero stays at the one bound, whose neighbour may be infinite.
    const double at_lower = value + error > 0 ? std::fabs(lower) : 0;
    const double at_upper = value - error < 0 ? std::fabs(upper) : 0;
    if (error > 0) doubt.add_product(error, std::max(at_lower, at_upper));
  }

  static double largest_finite(double lower, double upper) {
    return std::max(std::isinf(lower) ? 0 : std::fabs(lower), std::isinf(upper) ? 0 : std::fabs(upper));
  }
};

// `radius`: of the multipliers, empty where they are exact.
SafeBound bound_over(const LinearProgram& lp, const std::vector<double>& y, const ReducedCosts& d, const Box& box,
                     const std::vector<double>& radius = {}) {
  ColumnSums sums;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (y[i] != 0) sums.bound.add_product(y[i], y[i] > 0 ? lp.row_lower[i] : lp.row_upper[i]);
    if (!radius.empty() && radius[i] > 0) {
      sums.doubt.add_product(radius[i], ColumnSums::largest_finite(lp.row_lower[i], lp.row_upper[i]));
    }
  }
  for (std::int32_t j = 0; j < lp.columns(); ++j) sums.add(d, box, j);
  const double off = sums.doubt.value() + sums.doubt.error() + sums.bound.error();
  const double value = sums.bound.value() - off;
  return {value - std::fabs(value) * rounding_unit, (sums.escape.value() + sums.escape.error()) * (1 + rounding_unit),
          sums.bound.magnitude()};
}

// The bound of multipliers near y that leave nothing to escape, where such are found.
std::optional<SafeBound> bound_of_corrected_dual(const LinearProgram& lp, const std::vector<double>& objective,
                                                 const std::vector<double>& y, ReducedCosts d, const Box& box) {
  const auto corrected = corrected_dual(lp, objective, y, d, box);
  if (!corrected) return std::nullopt;
  d = reduced_costs(lp, objective, corrected->value);
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (corrected->radius[i] == 0) continue;
    for (auto k = lp.matrix.row_offsets[i]; k < lp.matrix.row_offsets[i + 1]; ++k) {
      auto& error = d.error[lp.matrix.column_indices[k]];
      error = (error + std::fabs(lp.matrix.values[k]) * corrected->radius[i]) * (1 + 4 * rounding_unit);
    }
  }
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    if (corrected->is_exact[j]) d.value[j] = d.error[j] = 0;
  }
  return bound_over(lp, corrected->value, d, box, corrected->radius);
}

}  // namespace

Box implied_box(const LinearProgram& lp) {
  BoundPropagation propagation(lp);
  propagation.sweep_until_nothing_new();
  return propagation.box();
}

SafeBound safe_bound(const LinearProgram& lp, const std::vector<double>& objective, const std::vector<double>& dual,
                     double cutoff) {
  const auto y = clipped_to_finite_sides(lp, dual);
  const auto d = reduced_costs(lp, objective, y);
  if (!any_points_to_infinity(d, {lp.column_lower, lp.column_upper})) {
    return bound_over(lp, y, d, {lp.column_lower, lp.column_upper});
  }
  BoundPropagation propagation(lp);
  propagation.sweep_until_nothing_new();
  const bool cut = cutoff < infinity && any_points_to_infinity(d, propagation.box());
  if (cut) {
    propagation.cut_off(objective, cutoff);
    propagation.sweep_until_nothing_new();
  }
  auto bound = bound_over(lp, y, d, propagation.box());
  if (bound.escape_rate > 0) {
    const auto corrected = bound_of_corrected_dual(lp, objective, y, d, propagation.box());
    // A bound above zero for the objective zero proves infeasibility up to its radius; that is not given away.
    if (corrected && corrected->escape_rate == 0 && (corrected->value > 0 || bound.value <= 0)) bound = *corrected;
  }
  if (cut) bound.value = std::min(bound.value, cutoff);
  return bound;
}

}  // namespace planwerk
