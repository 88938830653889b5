#include "host/solver/scaling_race.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr double progress = 0.5;               // an error that falls to this share counts as getting on
constexpr double promising_error = 0.1;        // a runner that has come below it is given more patience
constexpr std::int64_t least_patience = 3000;  // products without progress that a runner is allowed,
constexpr double patience_share = 0.5;         // or this share of what it has used, whichever is more;
constexpr double patience_share_of_promising = 1.5;
constexpr std::int64_t most_idle_products = 5'000'000;
constexpr double spread_of_equal_entries = 1.0 + 1e-6;

// Networks: all entries of one size. Equilibration is made for them, and prices fitted to them say nothing.
bool entries_alike(const SparseMatrix& matrix) {
  double least = infinity, most = 0;
  for (const double value : matrix.values) {
    least = std::min(least, std::fabs(value));
    most = std::max(most, std::fabs(value));
  }
  return most <= least * spread_of_equal_entries;
}

std::vector<Scaling> order_of_turns(const LinearProgram& lp) {
  if (entries_alike(lp.matrix))
    return {Scaling::ruiz, Scaling::mixed_prices, Scaling::price_sweeps, Scaling::log_prices};
  return {Scaling::mixed_prices, Scaling::price_sweeps, Scaling::ruiz, Scaling::log_prices};
}

}  // namespace

ScalingRace::ScalingRace(const LinearProgram& lp, const ResidualUnits& units, const PrimalDual* start, Device& device,
                         Log log, std::vector<Scaling> scalings)
    : lp_(lp), units_(units), start_(start), device_(device), log_(std::move(log)) {
  if (scalings.empty()) scalings = order_of_turns(lp);
  for (const Scaling scaling : scalings) entries_.push_back({.scaling = scaling, .runner = nullptr});
  take(0);
}

void ScalingRace::take(std::size_t next) {
  turn_ = next;
  Entry& entry = entries_[turn_];
  if (entry.runner == nullptr) {
    entry.runner = std::make_unique<Pdhg>(scale_program(lp_, entry.scaling, device_), units_, device_);
    if (start_ != nullptr) entry.runner->start_from(*start_);
  }
  entry.error_at = entry.runner->matrix_products();
  log_("scaling by " + std::string(to_string(entry.scaling)) + " has its turn");
}

bool ScalingRace::run_to_check(const std::function<bool()>& stop) {
  if (stalled(entries_[turn_])) {
    const std::size_t next = next_turn();
    if (next != turn_) {
      take(next);
    } else {
      entries_[turn_].error_at = current().matrix_products();
    }
  }
  Entry& entry = entries_[turn_];
  if (!entry.runner->run_to_check(stop)) return false;
  const double error = entry.runner->residuals().kkt();
  if (error < progress * entry.best_error) {
    entry.best_error = error;
    entry.error_at = entry.runner->matrix_products();
  }
  if (error < progress * best_error_) {
    best_error_ = error;
    best_error_at_ = matrix_products();
  }
  const double score = entry.runner->residuals().score;
  if (score < progress * entry.best_score) {
    entry.best_score = score;
    entry.error_at = entry.runner->matrix_products();
  }
  return true;
}

bool ScalingRace::stalled(const Entry& entry) const {
  const std::int64_t used = entry.runner->matrix_products();
  const double share = entry.best_error < promising_error ? patience_share_of_promising : patience_share;
  const auto patience = static_cast<std::int64_t>(share * static_cast<double>(used));
  return used - entry.error_at > std::max(least_patience, patience);
}

// The first that has used less than half of the present one's products; when all have had their share, the one with
// the best score.
std::size_t ScalingRace::next_turn() const {
  const std::int64_t used = entries_[turn_].runner->matrix_products();
  for (std::size_t e = 0; e < entries_.size(); ++e) {
    if (entries_[e].runner == nullptr || 2 * entries_[e].runner->matrix_products() < used) return e;
  }
  const auto better = [](const Entry& a, const Entry& b) { return a.best_score < b.best_score; };
  return static_cast<std::size_t>(std::min_element(entries_.begin(), entries_.end(), better) - entries_.begin());
}

const Pdhg& ScalingRace::best() const {
  const Pdhg* best = entries_[turn_].runner.get();
  for (const Entry& entry : entries_) {
    if (entry.runner && entry.runner->best_residuals().kkt() < best->best_residuals().kkt()) best = entry.runner.get();
  }
  return *best;
}

bool ScalingRace::hopeless() const {
  const std::int64_t idle = matrix_products() - best_error_at_;
  return idle > std::max(most_idle_products, 10 * best_error_at_);
}

std::int64_t ScalingRace::iterations() const {
  std::int64_t total = 0;
  for (const Entry& entry : entries_) total += entry.runner ? entry.runner->iterations() : 0;
  return total;
}

std::int64_t ScalingRace::matrix_products() const {
  std::int64_t total = 0;
  for (const Entry& entry : entries_) total += entry.runner ? entry.runner->matrix_products() : 0;
  return total;
}

}  // namespace planwerk
