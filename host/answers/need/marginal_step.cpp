#include "host/answers/need/marginal_step.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr std::size_t pivot_limit = 100;
constexpr double solve_accuracy = 1e-12;
constexpr double residual_allowed = 1e-9;  // relative
constexpr double negligible = 1e-11;       // rate, relative to the largest, that counts as none
constexpr double smallest_pivot = 1e-8;    // relative to the largest entry of its row
constexpr double drift_allowed = 1e-6;     // between a pivot seen from its row and from its column
constexpr double same_ratio = 1e-10;       // of dual ratios: which of them goes first is the larger pivot's choice

double largest_of(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

}  // namespace

MarginalStepper::MarginalStepper(OptimalBasis& optimum)
    : optimum_(optimum), form_(optimum.form()), basic_(static_cast<std::size_t>(optimum.form().variables()), 0) {}

void MarginalStepper::reset() {
  variable_at_ = optimum_.basis().variables();
  std::fill(basic_.begin(), basic_.end(), 0);
  for (const std::int32_t j : variable_at_) basic_[j] = 1;
  duals_ = optimum_.duals();
  reduced_costs_ = optimum_.reduced_costs();
  etas_.clear();
}

std::optional<MarginalStep> MarginalStepper::step(const Delivery& delivering) {
  reset();
  held_ = delivering;
  if (!find_direction(delivering)) return std::nullopt;
  while (true) {
    const std::int32_t position = most_blocked();
    if (position < 0) break;
    if (etas_.size() == pivot_limit) return std::nullopt;
    multipliers_.assign(static_cast<std::size_t>(form_.rows()), 0.0);
    multipliers_[position] = 1;
    if (!solve_transposed(multipliers_)) return std::nullopt;
    row_ = form_.row_combination(multipliers_);
    const std::int32_t entering = choose_entering(rates_[position]);
    if (entering < 0) return proof(delivering, rates_[position]);
    if (!pivot(position, entering)) return std::nullopt;
  }
  if (!verified(delivering)) return std::nullopt;
  return result(delivering);
}

// B^-1 of what one more unit takes, negative. Where a delivering column that takes the same is basic, it is that column
// alone.
bool MarginalStepper::find_direction(const Delivery& delivering) {
  rates_.assign(static_cast<std::size_t>(form_.rows()), 0.0);
  const auto first_entry = [&](std::int32_t column) {
    return form_.by_columns.values[form_.by_columns.row_offsets[column]];
  };
  for (std::size_t i = 0; i < variable_at_.size(); ++i) {
    if (!delivering.contains(variable_at_[i]) || !take_alike(delivering.next, variable_at_[i])) continue;
    rates_[i] = -first_entry(delivering.next) / first_entry(variable_at_[i]);
    return true;
  }
  form_.add_column(delivering.next, -1, rates_);
  return solve(rates_);
}

// Whether two columns are multiples of each other.
bool MarginalStepper::take_alike(std::int32_t a, std::int32_t b) const {
  const SparseMatrix& columns = form_.by_columns;
  const auto first_a = columns.row_offsets[a], first_b = columns.row_offsets[b];
  const auto count = columns.row_offsets[a + 1] - first_a;
  if (columns.row_offsets[b + 1] - first_b != count) return false;
  for (std::int64_t k = 0; k < count; ++k) {
    if (columns.column_indices[first_a + k] != columns.column_indices[first_b + k]) return false;
    const double one = columns.values[first_a + k] * columns.values[first_b];
    const double other = columns.values[first_b + k] * columns.values[first_a];
    if (std::fabs(one - other) > 1e-14 * std::fabs(one)) return false;
  }
  return true;
}

bool MarginalStepper::solve(std::vector<double>& x) {
  const bool reached = optimum_.basis().solve(x, solve_accuracy);
  for (const Eta& eta : etas_) {
    const double value = x[eta.position] / eta.pivot;
    x[eta.position] = value;
    if (value == 0) continue;
    for (const auto& [position, entry] : eta.others) x[position] -= entry * value;
  }
  return reached;
}

bool MarginalStepper::solve_transposed(std::vector<double>& y) {
  for (auto eta = etas_.rbegin(); eta != etas_.rend(); ++eta) {
    double sum = y[eta->position];
    for (const auto& [position, entry] : eta->others) sum -= entry * y[position];
    y[eta->position] = sum / eta->pivot;
  }
  return optimum_.basis().solve_transposed(y, solve_accuracy);
}

bool MarginalStepper::is_held(std::int32_t variable) const {
  return held_.contains(variable) || form_.lower[variable] == form_.upper[variable];
}

// Distance from a bound that counts as none.
double MarginalStepper::at_bound(std::int32_t variable) const {
  const double range = form_.upper[variable] - form_.lower[variable];
  return 1e-11 + (std::isfinite(range) ? 1e-10 * range : 0);
}

bool MarginalStepper::blocked(std::int32_t variable, double rate) const {
  if (is_held(variable)) return true;
  const double value = optimum_.values()[variable];
  return rate < 0 ? value - form_.lower[variable] <= at_bound(variable)
                  : form_.upper[variable] - value <= at_bound(variable);
}

std::int32_t MarginalStepper::most_blocked() const {
  const double least = negligible * largest_of(rates_);
  std::int32_t worst = -1;
  double most = least;
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    if (std::fabs(rates_[i]) <= most || !blocked(variable_at_[i], rates_[i])) continue;
    most = std::fabs(rates_[i]);
    worst = static_cast<std::int32_t>(i);
  }
  return worst;
}

// What may leave its bound so that the blocked variable, which moves at `rate`, need not move: whichever costs least.
std::int32_t MarginalStepper::choose_entering(double rate) const {
  const double least_pivot = smallest_pivot * largest_of(row_);
  const auto& values = optimum_.values();
  std::int32_t best = -1;
  double best_ratio = infinity;
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (basic_[j] || is_held(j) || std::fabs(row_[j]) <= least_pivot) continue;
    const bool may_rise = values[j]<form_.upper[j], may_fall = values[j]> form_.lower[j];
    if (!(rate * row_[j] > 0 ? may_rise : may_fall)) continue;
    const double ratio = std::fabs(reduced_costs_[j] / row_[j]);
    const double tie = same_ratio * (1 + best_ratio);
    if (best >= 0 && ratio > best_ratio + tie) continue;
    if (best >= 0 && ratio > best_ratio - tie && std::fabs(row_[j]) <= std::fabs(row_[best])) continue;
    best = j;
    best_ratio = std::min(best_ratio, ratio);
  }
  return best;
}

bool MarginalStepper::pivot(std::int32_t position, std::int32_t entering) {
  std::vector<double> column(rates_.size(), 0.0);
  form_.add_column(entering, 1, column);
  if (!solve(column)) return false;
  const double pivot = column[position];
  if (std::fabs(pivot - row_[entering]) > drift_allowed * (1 + std::fabs(pivot))) return false;
  const double move = rates_[position] / pivot, price = reduced_costs_[entering] / pivot;
  Eta eta{position, pivot, {}};
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (column[i] == 0) continue;
    rates_[i] -= column[i] * move;
    if (static_cast<std::int32_t>(i) != position) eta.others.emplace_back(static_cast<std::int32_t>(i), column[i]);
  }
  rates_[position] = move;
  for (std::size_t i = 0; i < duals_.size(); ++i) duals_[i] += price * multipliers_[i];
  for (std::int32_t j = 0; j < form_.variables(); ++j) reduced_costs_[j] -= price * row_[j];
  const std::int32_t leaving = variable_at_[position];
  reduced_costs_[leaving] = -price;
  reduced_costs_[entering] = 0;
  basic_[leaving] = 0;
  basic_[entering] = 1;
  variable_at_[position] = entering;
  etas_.push_back(std::move(eta));
  return true;
}

// The rows keep their balance, and what the moves cost is what the prices say: with prices of the right signs, that no
// other moves cost less.
bool MarginalStepper::verified(const Delivery& delivering) const {
  std::vector<double> balance(rates_.size(), 0.0), size(rates_.size(), 0.0);
  form_.add_column(delivering.next, 1, balance);
  double cost = 0, cost_size = 0, largest = largest_of(balance);
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    if (rates_[i] == 0) continue;
    form_.add_column(variable_at_[i], rates_[i], balance);
    cost += rates_[i] * (delivering.contains(variable_at_[i]) ? 0 : form_.cost[variable_at_[i]]);
    cost_size += std::fabs(rates_[i] * form_.cost[variable_at_[i]]);
    largest = std::max(largest, std::fabs(rates_[i]));
  }
  const double priced = -form_.column_product(delivering.next, duals_);
  if (largest_of(balance) > residual_allowed * largest) return false;
  if (std::fabs(cost - priced) > residual_allowed * (cost_size + std::fabs(priced))) return false;
  const double allowed = residual_allowed * std::max(1.0, largest_of(duals_));
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (basic_[j] || is_held(j)) continue;
    const double value = optimum_.values()[j];
    if (value < form_.upper[j] && reduced_costs_[j] < -allowed) return false;
    if (value > form_.lower[j] && reduced_costs_[j] > allowed) return false;
  }
  return true;
}

MarginalStep MarginalStepper::result(const Delivery& delivering) const {
  const ScaledForm& scaled = optimum_.scaled();
  const double unit = scaled.column_scale[delivering.next];  // of the delivery, per scaled unit but for value_unit
  const double least = negligible * largest_of(rates_);
  MarginalStep step;
  step.possible = true;
  step.cost = -form_.column_product(delivering.next, duals_) * scaled.cost_unit / unit;
  double length = infinity;
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    if (std::fabs(rates_[i]) <= least) continue;
    const std::int32_t j = variable_at_[i];
    const double value = optimum_.values()[j];
    const double room = rates_[i] < 0 ? value - form_.lower[j] : form_.upper[j] - value;
    length = std::min(length, std::max(0.0, room) / std::fabs(rates_[i]));
    if (j < form_.columns()) step.moves.push_back({j, rates_[i] * scaled.column_scale[j] / unit});
  }
  step.holds_for = length * unit * scaled.value_unit;
  step.unique = true;
  for (std::int32_t j = 0; j < form_.variables() && step.unique; ++j) {
    step.unique = basic_[j] || is_held(j) || std::fabs(reduced_costs_[j]) > residual_allowed;
  }
  step.prices = duals_;
  for (std::size_t i = 0; i < duals_.size(); ++i) step.prices[i] *= scaled.row_scale[i] * scaled.cost_unit;
  return step;
}

// No direction keeps the blocked variable where it is: its row of the tableau prices the unit at more than nothing, and
// whatever could give way at nothing.
MarginalStep MarginalStepper::proof(const Delivery& delivering, double rate) const {
  const ScaledForm& scaled = optimum_.scaled();
  MarginalStep step;
  step.cost = infinity;
  step.prices = multipliers_;
  for (std::size_t i = 0; i < step.prices.size(); ++i) step.prices[i] *= (rate < 0 ? -1 : 1) * scaled.row_scale[i];
  const double unit = scaled.column_scale[delivering.next];
  const double price = -form_.column_product(delivering.next, multipliers_) * (rate < 0 ? -1 : 1) / unit;
  for (double& y : step.prices) y /= price;
  return step;
}

}  // namespace planwerk
