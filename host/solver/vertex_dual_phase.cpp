#include <algorithm>
#include <cmath>

#include "host/solver/vertex_simplex.hpp"

namespace planwerk {
namespace {

constexpr double cost_shift = 1e-7;  // beyond zero, so that few ratios are equal
// A search has gone astray when this many times as many bounds are violated as at first; the first ones count as at
// least a score.
constexpr std::int64_t astray = 8, least_violations = 20;

}  // namespace

// Costs are moved until every reduced cost has the sign that its bound wants: to the one that the starting point lets
// expect, so that the ratio test tells likely columns from unlikely ones, or hardly beyond zero where that has the
// wrong sign too.
void VertexSimplex::shift_costs() {
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (dual_violation(j) == 0) continue;
    double wanted = expected_reduced_costs_[j];
    if (values_[j] == lower_[j]) {
      wanted = std::max(cost_shift * jitter(j), wanted);
    } else if (values_[j] == upper_[j]) {
      wanted = std::min(-cost_shift * jitter(j), wanted);
    } else {
      wanted = 0;
    }
    cost_[j] += wanted - reduced_costs_[j];
    reduced_costs_[j] = wanted;
  }
}

// Dual simplex with Devex-like weights and the bound flipping ratio test (Koberstein 2005, chapters 3 and 8).
VertexSimplex::Outcome VertexSimplex::dual_phase() {
  weight_.assign(values_.size(), 1.0);
  std::vector<double> row, multipliers;
  const std::int64_t too_many = astray * (least_violations + primal_violations());
  while (true) {
    const auto [count, position] = violations();
    if (position < 0) return Outcome::optimal;
    if (limit_reached()) return Outcome::limit;
    if (!limits_.may_stray && count > too_many) return Outcome::astray;
    const std::int32_t leaving = basis_.at(position);
    const double violation = bound_violation(leaving);
    price_row(position, row, multipliers);
    const std::int32_t entering = choose_entering(row, violation);
    if (entering < 0) return Outcome::infeasible;
    const std::vector<double> column = solved_column(entering);
    if (!agree(row[entering], column[position])) {
      if (basis_.product().empty() || !refresh()) return Outcome::inaccurate;
      shift_costs();
      continue;
    }
    ++dual_pivots_;
    move_reduced_costs(row, multipliers, entering, leaving);
    flip_passed_bounds();
    const double bound = violation < 0 ? lower_[leaving] : upper_[leaving];
    update_dual_weights(column, position, entering);
    exchange(position, entering, column, (values_[leaving] - bound) / column[position], bound);
    if (basis_.worth_refactorizing()) {
      if (!refresh()) return Outcome::inaccurate;
    }
    shift_costs();
  }
}

VertexSimplex::Violations VertexSimplex::violations() const {
  Violations found;
  double most = 0;
  for (std::int32_t i = 0; i < form_.rows(); ++i) {
    const double violation = bound_violation(basis_.at(i));
    if (std::fabs(violation) <= tolerance_) continue;
    ++found.count;
    const double priced = violation * violation / weight_[basis_.at(i)];
    if (priced > most) {
      most = priced;
      found.worst = i;
    }
  }
  return found;
}

// Among the variables whose reduced costs reach zero first as the leaving variable's grows. Boxed ones are passed while
// their whole range does not bring the leaving variable to its bound; they are left in flips_.
std::int32_t VertexSimplex::choose_entering(const std::vector<double>& row, double violation) {
  struct Candidate {
    double ratio;
    std::int32_t variable;
  };
  std::vector<Candidate> candidates;
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (basic_[j] || is_fixed(j) || std::fabs(row[j]) <= smallest_pivot) continue;
    const double rise = violation > 0 ? row[j] : -row[j];  // of the leaving variable's move towards its bound
    const bool can_rise = values_[j]<upper_[j], can_fall = values_[j]> lower_[j];
    if (rise > 0 ? can_rise : can_fall) candidates.push_back({std::fabs(reduced_costs_[j] / row[j]), j});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.ratio != b.ratio ? a.ratio < b.ratio : a.variable < b.variable;
  });
  flips_.clear();
  double left = std::fabs(violation);
  std::size_t first = 0;
  for (; first < candidates.size(); ++first) {
    const std::int32_t j = candidates[first].variable;
    const double reach = (upper_[j] - lower_[j]) * std::fabs(row[j]);
    if (!(reach < left)) break;
    left -= reach;
    flips_.push_back(j);
  }
  if (first == candidates.size()) return -1;
  // The largest pivot among those that hardly differ.
  std::size_t best = first;
  const double last_ratio = candidates[first].ratio + tolerance_ / std::fabs(row[candidates[first].variable]);
  for (std::size_t k = first + 1; k < candidates.size() && candidates[k].ratio <= last_ratio; ++k) {
    if (std::fabs(row[candidates[k].variable]) > std::fabs(row[candidates[best].variable])) best = k;
  }
  return candidates[best].variable;
}

void VertexSimplex::flip_passed_bounds() {
  if (flips_.empty()) return;
  std::vector<double> change(static_cast<std::size_t>(form_.rows()), 0.0);
  for (const std::int32_t j : flips_) {
    const double other = values_[j] == lower_[j] ? upper_[j] : lower_[j];
    form_.add_column(j, other - values_[j], change);
    values_[j] = other;
  }
  basis_.solve(change);
  move_basics(change, 1);
}

void VertexSimplex::update_dual_weights(const std::vector<double>& column, std::int32_t position,
                                        std::int32_t entering) {
  const double pivot = column[position], reference = weight_[basis_.at(position)];
  for (std::int32_t i = 0; i < form_.rows(); ++i) {
    if (column[i] == 0 || i == position) continue;
    double& weight = weight_[basis_.at(i)];
    weight = std::max(weight, column[i] * column[i] / (pivot * pivot) * reference);
  }
  weight_[entering] = std::max(reference / (pivot * pivot), 1.0);
}

}  // namespace planwerk
