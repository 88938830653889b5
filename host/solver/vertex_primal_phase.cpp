#include <algorithm>
#include <cmath>

#include "host/lp/linear_program.hpp"
#include "host/solver/vertex_simplex.hpp"

namespace planwerk {

namespace {

constexpr int stuck = 30;             // pivots in a row that move nothing
constexpr double widening = 1e-7;     // of bounds then
constexpr double still_worth = 0.25;  // of a candidate's price when it was chosen

}  // namespace

// Primal simplex with Devex pricing (Harris 1973) from a feasible vertex, on the true costs.
VertexSimplex::Outcome VertexSimplex::primal_phase() {
  cost_ = form_.cost;
  if (!recompute()) return Outcome::inaccurate;
  weight_.assign(values_.size(), 1.0);
  still_ = 0;
  while (true) {
    std::vector<Priced> found = priced();
    if (found.empty()) return Outcome::optimal;
    if (limit_reached()) return Outcome::limit;
    if (limits_.judges_primal_pivots && hopeless(0, static_cast<std::int64_t>(found.size()))) return Outcome::astray;
    std::vector<EnteringCandidate> candidates = candidates_of(std::move(found));
    bool unbounded = false;
    const std::vector<PrimalPivot> pivots = make_pivots(candidates, unbounded);
    if (unbounded && pivots.empty()) return Outcome::unbounded;
    if (!follow_with_reduced_costs(pivots)) return Outcome::inaccurate;
  }
}

std::vector<VertexSimplex::Priced> VertexSimplex::priced() const {
  std::vector<Priced> found;
  for (std::int32_t j = 0; j < form_.variables(); ++j) {
    const double violation = dual_violation(j);
    if (violation > tolerance_) found.push_back({j, violation * violation / weight_[j]});
  }
  return found;
}

// As many as a round takes, with their columns.
std::vector<VertexSimplex::EnteringCandidate> VertexSimplex::candidates_of(std::vector<Priced> priced) {
  const std::size_t taken = std::min(priced.size(), basis_.together());
  std::partial_sort(priced.begin(), priced.begin() + static_cast<std::ptrdiff_t>(taken), priced.end(),
                    [](const Priced& a, const Priced& b) {
                      return a.priced != b.priced ? a.priced > b.priced : a.variable < b.variable;
                    });
  std::vector<std::vector<double>> columns;
  for (std::size_t k = 0; k < taken; ++k) {
    columns.emplace_back(static_cast<std::size_t>(form_.rows()), 0.0);
    form_.add_column(priced[k].variable, 1, columns.back());
  }
  basis_.solve_all(columns);
  std::vector<EnteringCandidate> candidates;
  for (std::size_t k = 0; k < taken; ++k) {
    const std::int32_t j = priced[k].variable;
    candidates.push_back({j, reduced_costs_[j], weight_[j], priced[k].priced, std::move(columns[k])});
  }
  return candidates;
}

// Those whose reduced costs the round's pivots have nearly mended wait for another.
VertexSimplex::EnteringCandidate* VertexSimplex::best_of(std::vector<EnteringCandidate>& candidates) const {
  EnteringCandidate* best = nullptr;
  double most = 0;
  for (EnteringCandidate& candidate : candidates) {
    const double violation = dual_violation(candidate.variable, candidate.reduced_cost);
    const double priced = violation * violation / candidate.weight;
    if (violation <= tolerance_ || candidate.priced < 0 || priced < still_worth * candidate.priced) continue;
    if (priced > most) {
      most = priced;
      best = &candidate;
    }
  }
  return best;
}

// A round's, one after the other. Values and the basis follow at once, and so do the other candidates.
std::vector<VertexSimplex::PrimalPivot> VertexSimplex::make_pivots(std::vector<EnteringCandidate>& candidates,
                                                                   bool& unbounded) {
  std::vector<PrimalPivot> pivots;
  while (EnteringCandidate* const next = best_of(candidates)) {
    next->priced = -1;
    const std::int32_t entering = next->variable;
    const double direction = next->reduced_cost < 0 ? 1 : -1;
    const Leaving leaving = choose_leaving(next->column, direction, upper_[entering] - lower_[entering]);
    unbounded = std::isinf(leaving.step);
    if (unbounded) return pivots;
    ++primal_pivots_;
    if (leaving.position < 0) {
      move_basics(next->column, direction * leaving.step);
      values_[entering] = direction > 0 ? upper_[entering] : lower_[entering];
      continue;
    }
    still_ = leaving.step > tolerance_ ? 0 : still_ + 1;
    if (still_ == stuck) {
      widen_bounds();
      return pivots;
    }
    pivots.push_back({leaving.position, basis_.at(leaving.position), entering, next->column[leaving.position]});
    exchange(leaving.position, entering, next->column, direction * leaving.step, leaving.bound);
    follow_exchange(*next, leaving.position, candidates);
  }
  return pivots;
}

void VertexSimplex::follow_exchange(const EnteringCandidate& entered, std::int32_t position,
                                    std::vector<EnteringCandidate>& others) const {
  const std::size_t replaced = basis_.product().size();
  for (EnteringCandidate& other : others) {
    if (other.priced < 0) continue;
    basis_.product().apply(replaced - 1, replaced, other.column);
    const double step = other.column[position];
    other.reduced_cost -= step * entered.reduced_cost;
    other.weight = std::max(other.weight, step * step * entered.weight);
  }
}

// Reduced costs, duals and weights after pivots that have been made. False: inaccurate. Where rows and columns no
// longer agree, the basis is factorised anew without the rest of the pivots.
bool VertexSimplex::follow_with_reduced_costs(const std::vector<PrimalPivot>& pivots) {
  const std::size_t replaced = basis_.product().size() - pivots.size();
  std::vector<std::vector<double>> multipliers;
  for (std::size_t k = 0; k < pivots.size(); ++k) {
    multipliers.emplace_back(static_cast<std::size_t>(form_.rows()), 0.0);
    multipliers[k][pivots[k].position] = 1;
    basis_.product().apply_transposed(replaced, replaced + k, multipliers[k]);
    basic_[pivots[k].entering] = 0;
    basic_[pivots[k].leaving] = 1;
  }
  basis_.solve_all_transposed(multipliers, replaced);
  for (std::size_t k = 0; k < pivots.size(); ++k) {
    const PrimalPivot& pivot = pivots[k];
    const std::vector<double> row = row_of(multipliers[k]);
    if (!agree(row[pivot.entering], pivot.pivot)) {
      for (std::size_t last = pivots.size(); last-- > k;) {
        basis_.take_back(pivots[last].position, pivots[last].leaving);
      }
      return !basis_.product().empty() && refresh();
    }
    update_primal_weights(row, pivot.entering, pivot.leaving);
    move_reduced_costs(row, multipliers[k], pivot.entering, pivot.leaving);
    basic_[pivot.entering] = 1;
    basic_[pivot.leaving] = 0;
  }
  return !basis_.worth_refactorizing() || refresh();
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
