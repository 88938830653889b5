#include "host/plan/repair/ripple.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

// Large violations first, a decade at a time: what small ones have added up to by then is moved once.
constexpr double threshold_factor = 0.1;
// What is left of a level after a move, relative to what it was before, that is nothing but rounding.
constexpr double rounding = 1e-15;
// Share of what a row missed that may stay open after all its moves and still is nothing but rounding.
constexpr double left_open = 1e-9;

}  // namespace

Ripple::End Ripple::run(std::vector<double>& levels, Potentials& potentials) {
  potentials_ = &potentials;
  levels_ = levels;
  work_ = 0;
  threshold_ = infinity;
  End end = End::worked_out;
  while (end == End::worked_out && work_ < settings_.work_limit) {
    recompute_rows();
    lower_threshold();
    if (queue_.empty()) {
      end = End::kept;
    } else if (!serve_queue()) {
      end = End::stuck;
    }
  }
  levels = levels_;
  return end;
}

// Queues the violated rows as heavy as a tenth of the heaviest, or of what was heavy enough the last time.
void Ripple::lower_threshold() {
  std::vector<std::int32_t> violated_rows;
  double heaviest = 0;
  for (std::int32_t i = 0; i < system_.rows(); ++i) {
    if (!violated(i)) continue;
    violated_rows.push_back(i);
    if (const double heavy = weight(i); heavy < infinity) heaviest = std::max(heaviest, heavy);
  }
  threshold_ = std::min(threshold_, heaviest) * threshold_factor;
  queue_.clear();
  for (const std::int32_t row : violated_rows) enqueue(row);
}

// False where no move has room.
bool Ripple::serve_queue() {
  bool served = false;
  for (std::size_t next = 0; next < queue_.size() && work_ < settings_.work_limit; ++next) {
    const std::int32_t row = queue_[next];
    queued_[row] = 0;
    if (violated(row)) served |= serve(row);
  }
  return served;
}

void Ripple::recompute_rows() {
  positive_.assign(system_.rows(), 0);
  negative_.assign(system_.rows(), 0);
  queued_.assign(system_.rows(), 0);
  const SparseMatrix& matrix = system_.by_rows;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      const double term = matrix.values[k] * levels_[matrix.column_indices[k]];
      (term > 0 ? positive_[i] : negative_[i]) += std::fabs(term);
    }
  }
  work_ += matrix.nonzeros();
}

double Ripple::scale(std::int32_t row) const {
  return std::max(positive_[row], negative_[row]);
}

double Ripple::violation(std::int32_t row) const {
  const double value = positive_[row] - negative_[row];
  if (!(value >= system_.row_lower[row])) return system_.row_lower[row] - value;
  if (!(value <= system_.row_upper[row])) return system_.row_upper[row] - value;
  return 0;
}

bool Ripple::violated(std::int32_t row) const {
  return !(std::fabs(violation(row)) <= settings_.tolerance * scale(row));
}

// What the row's violation is worth. Rows without a price yet come first: they get one when they are served.
double Ripple::weight(std::int32_t row) const {
  const double missing = violation(row), price = potentials_->price(row, missing > 0);
  return price > 0 ? std::fabs(missing) * price : infinity;
}

void Ripple::enqueue(std::int32_t row) {
  if (queued_[row] || !violated(row) || weight(row) < threshold_) return;
  queued_[row] = 1;
  queue_.push_back(row);
}

// False where no move has room.
bool Ripple::serve(std::int32_t row) {
  const double missing = violation(row);
  const bool rise = missing > 0;
  // A little more than what is missing, so that the last digits do not call again; exact rows take no more.
  const bool exact = system_.row_lower[row] == system_.row_upper[row];
  double open = std::fabs(missing) + (exact ? 0 : 0.5 * settings_.tolerance * scale(row));
  double dearest = 0;
  for (list_moves(row, rise); open > 0 && !moves_.empty(); moves_.pop_back()) {
    std::pop_heap(moves_.begin(), moves_.end(), dearer);
    const Move& move = moves_.back();
    dearest = move.cost;
    const bool raised = (move.entry > 0) == rise;
    const double step = std::min(open / std::fabs(move.entry), room_of(move.column, raised));
    open -= step * std::fabs(move.entry);
    move_column(move.column, raised ? step : -step);
  }
  if (open > left_open * std::fabs(missing))
    dearest = 2 * std::max(dearest, potentials_->price(row, rise));  // others had better not count on it
  work_ += potentials_->raise(row, rise, dearest);
  return open < std::fabs(missing);
}

// The moves with room that make good what the row misses (`rise`) or has too much of, as a heap, the cheapest on top.
void Ripple::list_moves(std::int32_t row, bool rise) {
  moves_.clear();
  const SparseMatrix& matrix = system_.by_rows;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    const std::int32_t j = matrix.column_indices[k];
    if (!(room_of(j, (matrix.values[k] > 0) == rise) > 0)) continue;
    const double cost = potentials_->cost(row, rise, j, matrix.values[k]);
    if (cost < infinity) moves_.push_back({cost, j, matrix.values[k]});
  }
  std::make_heap(moves_.begin(), moves_.end(), dearer);
  work_ += matrix.row_offsets[row + 1] - matrix.row_offsets[row];
}

double Ripple::room_of(std::int32_t column, bool raised) const {
  return raised ? system_.upper[column] - levels_[column] : levels_[column] - system_.lower[column];
}

void Ripple::move_column(std::int32_t column, double step) {
  const double before = levels_[column];
  double after = std::clamp(before + step, system_.lower[column], system_.upper[column]);
  if (after < rounding * before) after = system_.lower[column] > 0 ? after : 0;
  levels_[column] = after;
  const double moved = levels_[column] - before;
  const SparseMatrix& matrix = system_.by_columns;
  for (auto k = matrix.row_offsets[column]; k < matrix.row_offsets[column + 1]; ++k) {
    const std::int32_t i = matrix.column_indices[k];
    // Levels are >= 0, so the sign of the entry says which sum the term belongs to.
    if (matrix.values[k] > 0) {
      positive_[i] = std::max(0.0, positive_[i] + matrix.values[k] * moved);
    } else {
      negative_[i] = std::max(0.0, negative_[i] - matrix.values[k] * moved);
    }
    enqueue(i);
  }
  work_ += matrix.row_offsets[column + 1] - matrix.row_offsets[column];
}

}  // namespace planwerk
