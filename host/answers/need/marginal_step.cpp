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
    : optimum_(optimum), form_(optimum.form()), basic_(static_cast<std::size_t>(optimum.form().variables()), 0) {
  reset();
  optimum_prices_ = std::make_shared<std::vector<double>>(in_own_units(duals_, optimum.scaled().cost_unit));
  optimum_prices_hold_ = prices_hold();
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (costs_nothing(j)) idle_at_no_cost_.push_back(j);
    room_.push_back(room_of(j));
  }
}

void MarginalStepper::reset() {
  variable_at_ = optimum_.basis().variables();
  std::fill(basic_.begin(), basic_.end(), 0);
  for (const std::int32_t j : variable_at_) basic_[j] = 1;
  duals_ = optimum_.duals();
  reduced_costs_ = optimum_.reduced_costs();
  etas_.clear();
}

std::vector<std::optional<MarginalStep>> MarginalStepper::steps(std::span<const Delivery> deliveries) {
  std::vector<std::optional<MarginalStep>> steps;
  for (std::size_t begin = 0; begin < deliveries.size(); begin += block_lanes) {
    const auto block = deliveries.subspan(begin, std::min<std::size_t>(block_lanes, deliveries.size() - begin));
    Directions rates = find_directions(block);
    for (std::size_t l = 0; l < block.size(); ++l) steps.push_back(step(block[l], std::move(rates[l])));
  }
  return steps;
}

std::optional<MarginalStep> MarginalStepper::step(const Delivery& delivering, std::vector<double> rates) {
  if (rates.empty()) return std::nullopt;
  if (!etas_.empty()) reset();
  held_ = delivering;
  rates_ = std::move(rates);
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

// B^-1 of what one more unit takes, negative, for at most block_lanes deliveries.
MarginalStepper::Directions MarginalStepper::find_directions(std::span<const Delivery> deliveries) {
  Directions directions;
  std::vector<double> block(static_cast<std::size_t>(form_.rows()) * block_lanes, 0.0), column;
  bool any = false;
  for (std::size_t l = 0; l < deliveries.size(); ++l) {
    directions[l] = direction_of_own_column(deliveries[l]);
    if (!directions[l].empty()) continue;
    column.assign(static_cast<std::size_t>(form_.rows()), 0.0);
    form_.add_column(deliveries[l].next, -1, column);
    for (std::size_t i = 0; i < column.size(); ++i) block[i * block_lanes + l] = column[i];
    any = true;
  }
  if (!any) return directions;
  const auto reached = optimum_.basis().solve_block(block, solve_accuracy);
  for (std::size_t l = 0; l < deliveries.size(); ++l) {
    if (!reached[l] || !directions[l].empty()) continue;
    directions[l].resize(static_cast<std::size_t>(form_.rows()));
    for (std::size_t i = 0; i < directions[l].size(); ++i) directions[l][i] = block[i * block_lanes + l];
  }
  return directions;
}

// Where a delivering column that takes the same is basic, it alone gives way. Else empty.
std::vector<double> MarginalStepper::direction_of_own_column(const Delivery& delivering) const {
  const auto first_entry = [&](std::int32_t column) {
    return form_.by_columns.values[form_.by_columns.row_offsets[column]];
  };
  const std::vector<std::int32_t>& variables = optimum_.basis().variables();
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (!delivering.contains(variables[i]) || !take_alike(delivering.next, variables[i])) continue;
    std::vector<double> rates(variables.size(), 0.0);
    rates[i] = -first_entry(delivering.next) / first_entry(variables[i]);
    return rates;
  }
  return {};
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

// Distances that are next to nothing count as none.
MarginalStepper::Room MarginalStepper::room_of(std::int32_t variable) const {
  const double lower = form_.lower[variable], upper = form_.upper[variable], value = optimum_.values()[variable];
  const double at_bound = 1e-11 + (std::isfinite(upper - lower) ? 1e-10 * (upper - lower) : 0);
  const auto counted = [&](double distance) { return distance <= at_bound || lower == upper ? 0 : distance; };
  return {counted(value - lower), counted(upper - value)};
}

bool MarginalStepper::blocked(std::int32_t variable, double rate) const {
  return room_[variable].towards(rate) <= 0 || held_.contains(variable);
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

// The rows keep their balance.
bool MarginalStepper::balances(const Delivery& delivering) const {
  std::vector<double> balance(rates_.size(), 0.0);
  form_.add_column(delivering.next, 1, balance);
  double largest = largest_of(balance);
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    if (rates_[i] == 0) continue;
    form_.add_column(variable_at_[i], rates_[i], balance);
    largest = std::max(largest, std::fabs(rates_[i]));
  }
  return largest_of(balance) <= residual_allowed * largest;
}

bool MarginalStepper::costs_what_prices_say(const Delivery& delivering) const {
  double cost = 0, size = 0;
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    const double part = rates_[i] * form_.cost[variable_at_[i]];
    cost += delivering.contains(variable_at_[i]) ? 0 : part;
    size += std::fabs(part);
  }
  const double priced = -form_.column_product(delivering.next, duals_);
  return std::fabs(cost - priced) <= residual_allowed * (size + std::fabs(priced));
}

// Prices have the right signs for what may leave its bound.
bool MarginalStepper::prices_hold() const {
  const double allowed = residual_allowed * std::max(1.0, largest_of(duals_));
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (basic_[j] || is_held(j)) continue;
    const double value = optimum_.values()[j];
    if (value < form_.upper[j] && reduced_costs_[j] < -allowed) return false;
    if (value > form_.lower[j] && reduced_costs_[j] > allowed) return false;
  }
  return true;
}

// What the moves cost is what the prices say: with prices of the right signs, that no other moves cost less. That rows
// keep their balance, the solve has seen to where no pivot came after it.
bool MarginalStepper::verified(const Delivery& delivering) const {
  if (!costs_what_prices_say(delivering)) return false;
  return etas_.empty() ? optimum_prices_hold_ : balances(delivering) && prices_hold();
}

bool MarginalStepper::costs_nothing(std::int32_t variable) const {
  return !basic_[variable] && !is_held(variable) && std::fabs(reduced_costs_[variable]) <= residual_allowed;
}

bool MarginalStepper::is_unique() const {
  if (etas_.empty()) {
    return std::all_of(idle_at_no_cost_.begin(), idle_at_no_cost_.end(), [this](auto j) { return is_held(j); });
  }
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    if (costs_nothing(j)) return false;
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
    length = std::min(length, room_[j].towards(rates_[i]) / std::fabs(rates_[i]));
    if (j < form_.columns()) step.moves.push_back({j, rates_[i] * scaled.column_scale[j] / unit});
  }
  step.holds_for = length * unit * scaled.value_unit;
  step.unique = is_unique();
  step.prices =
      etas_.empty() ? optimum_prices_ : std::make_shared<std::vector<double>>(in_own_units(duals_, scaled.cost_unit));
  return step;
}

std::vector<double> MarginalStepper::in_own_units(std::vector<double> prices, double unit) const {
  for (std::size_t i = 0; i < prices.size(); ++i) prices[i] *= optimum_.scaled().row_scale[i] * unit;
  return prices;
}

// No direction keeps the blocked variable where it is: its row of the tableau prices the unit at more than nothing, and
// whatever could give way at nothing.
MarginalStep MarginalStepper::proof(const Delivery& delivering, double rate) const {
  const double unit = optimum_.scaled().column_scale[delivering.next], sign = rate < 0 ? -1 : 1;
  const double price = -form_.column_product(delivering.next, multipliers_) * sign / unit;
  MarginalStep step;
  step.cost = infinity;
  step.prices = std::make_shared<std::vector<double>>(in_own_units(multipliers_, sign / price));
  return step;
}

}  // namespace planwerk
