#include "host/solver/vertex_simplex.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr int passes_of_refinement = 3;
constexpr std::int64_t vectors_per_pivot = 8;     // of all variables that a pivot goes through
constexpr double recomputations_per_pivot = 0.6;  // as measured where solves iterate, with products of 50 matrices
// A pivot too many for each that mends a bound; reduced costs are often mended by bounds' pivots.
constexpr double pivots_per_bound = 2, pivots_per_reduced_cost = 0.3;
constexpr double drift_allowed = 1e-6;  // between a pivot seen from its row and from its column
// Both phases run to each of these in turn; units are scaled to values and costs of about one.
constexpr double tolerances[] = {1e-9, 1e-12, 1e-12};

double nearest_bound(double value, double lower, double upper) {
  if (std::isinf(lower) && std::isinf(upper)) return 0;
  return value - lower <= upper - value ? lower : upper;
}

}  // namespace

VertexSimplex::VertexSimplex(const SlackForm& form, VertexBasis& basis, std::vector<double> values,
                             std::vector<double> expected_reduced_costs, Limits limits)
    : form_(form),
      basis_(basis),
      limits_(limits),
      values_(std::move(values)),
      expected_reduced_costs_(std::move(expected_reduced_costs)),
      lower_(form.lower),
      upper_(form.upper),
      cost_(form.cost),
      basic_(static_cast<std::size_t>(form.variables()), 0) {
  adopt_basis();
}

VertexSimplex::Outcome VertexSimplex::run() {
  const std::int64_t before = work();
  if (!recompute()) return Outcome::inaccurate;
  work_of_pivot_ = recomputations_per_pivot * static_cast<double>(work() - before);
  tolerance_ = tolerances[0];
  first_primal_violations_ = primal_violations();
  first_dual_violations_ = dual_violations();
  if (hopeless(first_primal_violations_, first_dual_violations_)) return Outcome::astray;
  for (const double tolerance : tolerances) {
    tolerance_ = tolerance;
    if (primal_violations() == 0 && dual_violations() == 0) continue;
    shift_costs();
    Outcome outcome = dual_phase();
    if (outcome == Outcome::optimal) outcome = primal_phase();
    restore_bounds();
    if (outcome != Outcome::optimal) return outcome;
    if (!refresh()) return Outcome::inaccurate;
  }
  return primal_violations() == 0 && dual_violations() == 0 ? Outcome::optimal : Outcome::inaccurate;
}

// Basic values, duals and reduced costs from the basis, the non-basic values and the costs. What a solve leaves over is
// solved for again: components far below the largest would keep no correct digit otherwise.
bool VertexSimplex::recompute() {
  for (const std::int32_t j : basis_.variables()) values_[j] = 0;
  duals_.assign(static_cast<std::size_t>(form_.rows()), 0.0);
  for (int pass = 0; pass < passes_of_refinement; ++pass) {
    std::vector<double> x(duals_.size(), 0.0), y(duals_.size());
    for (std::int32_t j = 0; j < form_.variables(); ++j) {
      if (values_[j] != 0) form_.add_column(j, -values_[j], x);
    }
    for (std::int32_t i = 0; i < form_.rows(); ++i) {
      y[i] = cost_[basis_.at(i)] - form_.column_product(basis_.at(i), duals_);
    }
    basis_.solve(x);
    basis_.solve_transposed(y);
    for (std::int32_t i = 0; i < form_.rows(); ++i) values_[basis_.at(i)] += x[i];
    for (std::int32_t i = 0; i < form_.rows(); ++i) duals_[i] += y[i];
  }
  reduced_costs_ = form_.row_combination(duals_);
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    reduced_costs_[j] = basic_[j] ? 0 : cost_[j] - reduced_costs_[j];
  }
  const auto finite = [](double v) { return std::isfinite(v); };
  return std::all_of(values_.begin(), values_.end(), finite) && std::all_of(duals_.begin(), duals_.end(), finite);
}

bool VertexSimplex::limit_reached() const {
  if (limits_.stop && limits_.stop()) return true;
  return dual_pivots_ + primal_pivots_ >= limits_.pivots || work() >= limits_.work;
}

// More to mend than there is work left for: a better point will need less.
bool VertexSimplex::hopeless(std::int64_t bounds, std::int64_t reduced_costs) const {
  const double pivots =
      pivots_per_bound * static_cast<double>(bounds) + pivots_per_reduced_cost * static_cast<double>(reduced_costs);
  return !limits_.may_stray && pivots * work_of_pivot_ > static_cast<double>(limits_.work - work());
}

double VertexSimplex::jitter(std::int32_t variable) {
  std::uint64_t bits = static_cast<std::uint64_t>(variable) * 0x9e3779b97f4a7c15u;  // splitmix64 (Vigna)
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return 0.5 + 0.5 * static_cast<double>((bits ^ (bits >> 31)) >> 11) * 0x1p-53;
}

double VertexSimplex::bound_violation(std::int32_t variable) const {
  const double value = values_[variable];
  if (value < lower_[variable]) return value - lower_[variable];
  return value > upper_[variable] ? value - upper_[variable] : 0;
}

double VertexSimplex::dual_violation(std::int32_t variable, double reduced_cost) const {
  if (basic_[variable] || is_fixed(variable)) return 0;
  if (values_[variable] == lower_[variable]) return std::max(0.0, -reduced_cost);
  if (values_[variable] == upper_[variable]) return std::max(0.0, reduced_cost);
  return std::fabs(reduced_cost);
}

std::int64_t VertexSimplex::primal_violations() const {
  std::int64_t count = 0;
  for (const std::int32_t j : basis_.variables()) count += std::fabs(bound_violation(j)) > tolerance_;
  return count;
}

std::int64_t VertexSimplex::dual_violations() const {
  std::int64_t count = 0;
  for (std::int32_t j = 0; j < form_.variables(); ++j) count += dual_violation(j) > tolerance_;
  return count;
}

// Row `position` of B^-1 [A -I], and the multipliers that make it.
void VertexSimplex::price_row(std::int32_t position, std::vector<double>& row, std::vector<double>& multipliers) {
  multipliers.assign(static_cast<std::size_t>(form_.rows()), 0.0);
  multipliers[position] = 1;
  basis_.solve_transposed(multipliers);
  row = row_of(multipliers);
}

std::vector<double> VertexSimplex::row_of(const std::vector<double>& multipliers) {
  pricing_work_ += form_.by_rows.nonzeros() + vectors_per_pivot * form_.variables();
  return form_.row_combination(multipliers);
}

std::vector<double> VertexSimplex::solved_column(std::int32_t variable) {
  std::vector<double> column(static_cast<std::size_t>(form_.rows()), 0.0);
  form_.add_column(variable, 1, column);
  basis_.solve(column);
  return column;
}

bool VertexSimplex::agree(double from_row, double from_column) const {
  return std::fabs(from_row - from_column) <= drift_allowed * (1 + std::fabs(from_column));
}

// The reduced costs after `entering` takes the place that `row` belongs to.
void VertexSimplex::move_reduced_costs(const std::vector<double>& row, const std::vector<double>& multipliers,
                                       std::int32_t entering, std::int32_t leaving) {
  const double step = reduced_costs_[entering] / row[entering];
  for (std::size_t i = 0; i < duals_.size(); ++i) duals_[i] += step * multipliers[i];
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (!basic_[j]) reduced_costs_[j] -= step * row[j];
  }
  reduced_costs_[leaving] = -step;
  reduced_costs_[entering] = 0;
}

// The entering variable moves by `step`, the one at `position` leaves at `leaving_value`.
void VertexSimplex::exchange(std::int32_t position, std::int32_t entering, const std::vector<double>& column,
                             double step, double leaving_value) {
  const std::int32_t leaving = basis_.at(position);
  move_basics(column, step);
  values_[entering] += step;
  values_[leaving] = leaving_value;
  basic_[leaving] = 0;
  basic_[entering] = 1;
  basis_.replace(position, entering, column);
}

void VertexSimplex::move_basics(const std::vector<double>& column, double step) {
  for (std::int32_t i = 0; i < form_.rows(); ++i) values_[basis_.at(i)] -= step * column[i];
}

bool VertexSimplex::refresh() {
  if (!basis_.refactorize()) return false;
  adopt_basis();
  return recompute();
}

// Whoever is not in the basis stands at a bound.
void VertexSimplex::adopt_basis() {
  std::fill(basic_.begin(), basic_.end(), 0);
  for (const std::int32_t j : basis_.variables()) basic_[j] = 1;
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (!basic_[j]) values_[j] = nearest_bound(values_[j], lower_[j], upper_[j]);
  }
}

std::string VertexSimplex::summary() const {
  return "from " + std::to_string(first_primal_violations_) + " bounds and " + std::to_string(first_dual_violations_) +
         " reduced costs violated, " + std::to_string(dual_pivots_) + " dual and " + std::to_string(primal_pivots_) +
         " primal pivots";
}

const char* to_string(VertexSimplex::Outcome outcome) {
  switch (outcome) {
    case VertexSimplex::Outcome::optimal:
      return "optimal";
    case VertexSimplex::Outcome::limit:
      return "limit reached";
    case VertexSimplex::Outcome::astray:
      return "gone astray";
    case VertexSimplex::Outcome::infeasible:
      return "no feasible vertex found";
    case VertexSimplex::Outcome::unbounded:
      return "unbounded";
    case VertexSimplex::Outcome::inaccurate:
      return "basis too inaccurate";
  }
  return "?";
}

}  // namespace planwerk
