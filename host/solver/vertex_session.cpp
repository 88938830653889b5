#include "host/solver/vertex_session.hpp"

#include <algorithm>
#include <cmath>

#include "host/solver/basis_volume.hpp"
#include "host/solver/judge.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

// Distance from a bound that is taken for none, in scaled units: sums of costs stand among the sides that set the unit
// of values, so that what is small there may be all that somebody makes.
constexpr double rounding = 1e-14;
// Reduced costs, in scaled units, from which on a variable is taken to keep the optima of a programme apart from the
// rest. What it wrongly keeps in place is free again for the last pivots.
constexpr double priced = 1e-9;
// Costs of a sum of goals differ by many orders of magnitude, and the least of them decide too.
constexpr WeightFloors sums_of_goals{.distance = 1e-8, .reduced_cost = 1e-6};
constexpr double at_bound = 1e-6;  // distance, in scaled units, from a bound that has moved a little since

}  // namespace

VertexSession::VertexSession(const LinearProgram& first, Device& device)
    : scaled_(scaled_form(first, Scaling::log_prices, device)),
      matrix_(device.sparse().upload(scaled_.form.by_rows.span())),
      basis_(scaled_.form, matrix_.by_rows, device),
      device_(device) {}

std::optional<PrimalDual> VertexSession::start(const LinearProgram& lp, const PrimalDual& point,
                                               const Settings& settings) {
  const TraceRange range("vertex session");
  take_over(lp);
  ExpectedVertex expected = expected_vertex(scaled_.form, scaled_.to_scaled(point));
  const MatchingWeights weights = matching_weights(scaled_.form, expected, sums_of_goals);
  has_basis_ = basis_.match(weights) && raise_volume(scaled_.form, weights, basis_);
  if (!has_basis_) return std::nullopt;
  return finish(lp, std::move(expected.values), std::move(expected.reduced_costs), settings);
}

std::optional<VertexSession::OnFace> VertexSession::go_on(const LinearProgram& lp, const std::vector<double>& primal,
                                                          const std::vector<Exchange>& exchanges,
                                                          const Settings& settings) {
  const TraceRange range("vertex session");
  if (!has_basis_) return std::nullopt;
  unit_before_ = scaled_.cost_unit;
  take_over(lp);
  has_basis_ = exchange(exchanges);
  if (!has_basis_) return std::nullopt;
  PrimalDual point{primal, std::vector<double>(duals_.size(), 0.0)};
  values_ = expected_vertex(scaled_.form, scaled_.to_scaled(std::move(point))).values;
  has_basis_ = within_face(settings);
  if (!has_basis_) return std::nullopt;
  return OnFace{vertex_of(lp, values_), multiple_needed(reduced_costs_now())};
}

void VertexSession::forget_face() {
  std::fill(side_.begin(), side_.end(), 0);
}

bool VertexSession::return_to(const std::vector<std::int32_t>& variables) {
  std::vector<char> stays(basic_.size(), 0);
  for (const std::int32_t j : variables) stays[j] = 1;
  std::vector<std::int32_t> goes;
  for (const std::int32_t j : basis_.variables()) {
    if (!stays[j]) goes.push_back(j);
    stays[j] = 0;
  }
  std::vector<Exchange> exchanges;
  for (const std::int32_t j : variables) {
    if (!stays[j]) continue;
    exchanges.emplace_back(goes[exchanges.size()], j);
  }
  has_basis_ = exchange(exchanges);
  remember_basis();
  forget_face();
  return has_basis_;
}

void VertexSession::accept(double multiple) {
  std::vector<double> now = reduced_costs_now();
  const double factor = multiple * unit_before_ / scaled_.cost_unit;
  remember_basis();
  for (std::size_t j = 0; j < now.size(); ++j) now[j] = basic_[j] ? 0 : now[j] + factor * reduced_costs_[j];
  reduced_costs_ = std::move(now);
  remember_face();
}

std::optional<PrimalDual> VertexSession::leave_face(const LinearProgram& lp, const Settings& settings) {
  return finish(lp, std::move(values_), std::vector<double>(basic_.size(), 0.0), settings);
}

std::vector<double> VertexSession::reduced_costs_now() const {
  std::vector<double> now = scaled_.form.row_combination(duals_);
  for (std::size_t j = 0; j < now.size(); ++j) now[j] = scaled_.form.cost[j] - now[j];
  return now;
}

double VertexSession::multiple_needed(const std::vector<double>& now) const {
  double most = 0;
  for (std::size_t j = 0; j < now.size(); ++j) {
    if (side_[j] == 0 || scaled_.form.lower[j] == scaled_.form.upper[j]) continue;
    const double wrong = side_[j] < 0 ? -now[j] : now[j];
    if (wrong > priced) most = std::max(most, wrong / std::max(std::fabs(reduced_costs_[j]), priced));
  }
  return most * scaled_.cost_unit / unit_before_;
}

// Costs and bounds of the programme, in the session's units.
void VertexSession::take_over(const LinearProgram& lp) {
  SlackForm& form = scaled_.form;
  const auto columns = static_cast<std::size_t>(form.columns());
  double largest = 0;
  for (std::size_t j = 0; j < columns; ++j) {
    const double unit = scaled_.column_scale[j] * scaled_.value_unit;
    form.lower[j] = lp.column_lower[j] / unit;
    form.upper[j] = lp.column_upper[j] / unit;
    form.cost[j] = lp.objective[j] * scaled_.column_scale[j];
    largest = std::max(largest, std::fabs(form.cost[j]));
  }
  scaled_.cost_unit = largest > 0 ? largest : 1;
  for (std::size_t j = 0; j < columns; ++j) form.cost[j] /= scaled_.cost_unit;
  for (std::size_t i = 0; i < lp.row_lower.size(); ++i) {
    form.lower[columns + i] = lp.row_lower[i] * scaled_.row_scale[i] / scaled_.value_unit;
    form.upper[columns + i] = lp.row_upper[i] * scaled_.row_scale[i] / scaled_.value_unit;
  }
}

bool VertexSession::exchange(const std::vector<Exchange>& exchanges) {
  if (exchanges.empty()) return true;
  return basis_.exchange(exchanges);
}

// Pivots among the optima of the programme before, as far as the bounds at which its priced variables stand are bounds
// still. True where an optimum among them is reached.
bool VertexSession::within_face(const Settings& settings) {
  SlackForm& form = scaled_.form;
  const std::vector<double> lower = form.lower, upper = form.upper;
  remember_basis();
  for (std::size_t j = 0; j < basic_.size(); ++j) {
    if (basic_[j] || side_[j] == 0) continue;
    const double bound = side_[j] < 0 ? lower[j] : upper[j];
    if (std::isfinite(bound) && std::fabs(values_[j] - bound) <= at_bound) form.lower[j] = form.upper[j] = bound;
  }
  const auto outcome = run("on the face", values_, std::vector<double>(basic_.size(), 0.0), settings);
  form.lower = lower;
  form.upper = upper;
  return outcome == VertexSimplex::Outcome::optimal;
}

VertexSimplex::Outcome VertexSession::run(const char* what, std::vector<double>& values,
                                          std::vector<double> expected_reduced_costs, const Settings& settings) {
  const double product = static_cast<double>(std::max<std::int64_t>(1, scaled_.form.by_rows.nonzeros()));
  const std::int64_t before = basis_.work();
  VertexSimplex simplex(scaled_.form, basis_, std::move(values), std::move(expected_reduced_costs),
                        {settings.pivot_limit, before + static_cast<std::int64_t>(settings.work_limit * product),
                         settings.stop, settings.may_stray, settings.judges_primal_pivots});
  const VertexSimplex::Outcome outcome = simplex.run();
  pivots_ += simplex.dual_pivots() + simplex.primal_pivots();
  if (settings.on_log) {
    settings.on_log("vertex " + std::string(what) + ": " + to_string(outcome) + " " + simplex.summary() + ", work of " +
                    std::to_string(static_cast<std::int64_t>(static_cast<double>(simplex.work() - before) / product)) +
                    " products");
  }
  values = simplex.values();
  duals_ = simplex.duals();
  return outcome;
}

std::optional<PrimalDual> VertexSession::finish(const LinearProgram& lp, std::vector<double> values,
                                                std::vector<double> expected_reduced_costs, const Settings& settings) {
  if (run("of all", values, std::move(expected_reduced_costs), settings) != VertexSimplex::Outcome::optimal) {
    has_basis_ = false;
    return std::nullopt;
  }
  remember_basis();
  reduced_costs_ = reduced_costs_now();
  for (const std::int32_t j : basis_.variables()) reduced_costs_[j] = 0;
  remember_face();
  values_ = values;
  return vertex_of(lp, std::move(values));
}

PrimalDual VertexSession::vertex_of(const LinearProgram& lp, std::vector<double> values) const {
  const SlackForm& form = scaled_.form;
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (std::fabs(values[j] - form.lower[j]) < rounding) values[j] = form.lower[j];
    if (std::fabs(values[j] - form.upper[j]) < rounding) values[j] = form.upper[j];
  }
  PrimalDual vertex = scaled_.to_original(values, duals_);
  clamp_to_bounds(lp, vertex.primal);
  return vertex;
}

void VertexSession::remember_face() {
  side_.resize(basic_.size(), 0);
  for (std::size_t j = 0; j < basic_.size(); ++j) {
    if (basic_[j]) {
      side_[j] = 0;
    } else if (std::fabs(reduced_costs_[j]) > priced) {
      side_[j] = reduced_costs_[j] > 0 ? -1 : 1;
    }
  }
}

LinearProgram VertexSession::on_face(LinearProgram lp, const std::vector<double>& primal) const {
  const std::vector<double> activity = multiply(lp.matrix, primal);
  const auto hold = [](double value, int side, double unit, double& lower, double& upper) {
    const double bound = side < 0 ? lower : upper;
    if (side != 0 && std::isfinite(bound) && std::fabs(value - bound) <= at_bound * unit) lower = upper = bound;
  };
  for (std::size_t j = 0; j < primal.size(); ++j) {
    hold(primal[j], side_[j], scaled_.column_scale[j] * scaled_.value_unit, lp.column_lower[j], lp.column_upper[j]);
  }
  for (std::size_t i = 0; i < activity.size(); ++i) {
    hold(activity[i], side_[primal.size() + i], scaled_.value_unit / scaled_.row_scale[i], lp.row_lower[i],
         lp.row_upper[i]);
  }
  return lp;
}

void VertexSession::remember_basis() {
  basic_.assign(static_cast<std::size_t>(scaled_.form.variables()), 0);
  for (const std::int32_t j : basis_.variables()) basic_[j] = 1;
}

}  // namespace planwerk
