#include <algorithm>
#include <cmath>

#include "host/lp/linear_program.hpp"
#include "host/solver/vertex_simplex.hpp"

namespace planwerk {

namespace {

constexpr int stuck = 30;          // pivots in a row that move nothing
constexpr double widening = 1e-7;  // of bounds then

}  // namespace

// Primal simplex with Devex pricing (Harris 1973) from a feasible vertex, on the true costs.
VertexSimplex::Outcome VertexSimplex::primal_phase() {
  cost_ = form_.cost;
  if (!recompute()) return Outcome::inaccurate;
  weight_.assign(values_.size(), 1.0);
  std::vector<double> row, multipliers;
  int still = 0;
  while (true) {
    const std::int32_t entering = choose_priced();
    if (entering < 0) return Outcome::optimal;
    if (limit_reached()) return Outcome::limit;
    const double direction = reduced_costs_[entering] < 0 ? 1 : -1;
    const std::vector<double> column = solved_column(entering);
    const Leaving leaving = choose_leaving(column, direction, upper_[entering] - lower_[entering]);
    if (std::isinf(leaving.step)) return Outcome::unbounded;
    if (leaving.position < 0) {
      move_basics(column, direction * leaving.step);
      values_[entering] = direction > 0 ? upper_[entering] : lower_[entering];
      ++primal_pivots_;
      continue;
    }
    price_row(leaving.position, row, multipliers);
    if (!agree(row[entering], column[leaving.position])) {
      if (!basis_.has_product() || !refresh()) return Outcome::inaccurate;
      continue;
    }
    ++primal_pivots_;
    still = leaving.step > tolerance_ ? 0 : still + 1;
    if (still == stuck) {
      widen_bounds();
      continue;
    }
    const std::int32_t variable = basis_.at(leaving.position);
    update_primal_weights(row, entering, variable);
    move_reduced_costs(row, multipliers, entering, variable);
    exchange(leaving.position, entering, column, direction * leaving.step, leaving.bound);
    if (basis_.worth_refactorizing() && !refresh()) return Outcome::inaccurate;
  }
}

// Basic variables get some room, each another amount, so that no two meet their bounds at the same step (Wolfe 1963).
void VertexSimplex::widen_bounds() {
  for (const std::int32_t j : basis_.variables()) {
    lower_[j] -= widening * jitter(j);
    upper_[j] += widening * jitter(j);
  }
}

// To those of the programme; non-basic variables go with them.
void VertexSimplex::restore_bounds() {
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (!basic_[j] && values_[j] == lower_[j]) {
      values_[j] = form_.lower[j];
    } else if (!basic_[j] && values_[j] == upper_[j]) {
      values_[j] = form_.upper[j];
    }
  }
  lower_ = form_.lower;
  upper_ = form_.upper;
}

std::int32_t VertexSimplex::choose_priced() const {
  std::int32_t best = -1;
  double most = 0;
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    const double violation = dual_violation(j);
    if (violation <= tolerance_) continue;
    const double priced = violation * violation / weight_[j];
    if (priced > most) {
      most = priced;
      best = j;
    }
  }
  return best;
}

// Which basic variable meets a bound first as the entering one moves; in two passes, so that of those that hardly
// differ the one with the largest pivot leaves (Harris 1973). No position: the entering variable's own range is
// shorter.
VertexSimplex::Leaving VertexSimplex::choose_leaving(const std::vector<double>& column, double direction,
                                                     double range) const {
  const auto room = [&](std::int32_t i) {  // before the variable at i meets its bound; infinite where there is none
    const std::int32_t j = basis_.at(i);
    return column[i] * direction > 0 ? values_[j] - lower_[j] : upper_[j] - values_[j];
  };
  double longest = infinity;
  for (std::int32_t i = 0; i < form_.rows(); ++i) {
    const double rate = std::fabs(column[i]);
    if (rate > smallest_pivot) longest = std::min(longest, (std::max(room(i), 0.0) + tolerance_) / rate);
  }
  if (range <= longest) return {-1, range, 0};
  Leaving leaving{-1, longest, 0};
  double largest = 0;
  for (std::int32_t i = 0; i < form_.rows(); ++i) {
    const double rate = std::fabs(column[i]);
    if (rate <= std::max(smallest_pivot, largest) || room(i) > longest * rate) continue;
    const std::int32_t j = basis_.at(i);
    largest = rate;
    leaving = {i, std::max(room(i), 0.0) / rate, column[i] * direction > 0 ? lower_[j] : upper_[j]};
  }
  return leaving;
}

void VertexSimplex::update_primal_weights(const std::vector<double>& row, std::int32_t entering, std::int32_t leaving) {
  const double pivot = row[entering], reference = weight_[entering];
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (basic_[j] || row[j] == 0) continue;
    weight_[j] = std::max(weight_[j], row[j] * row[j] / (pivot * pivot) * reference);
  }
  weight_[leaving] = std::max(reference / (pivot * pivot), 1.0);
}

}  // namespace planwerk
