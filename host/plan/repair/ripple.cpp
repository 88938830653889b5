#include "host/plan/repair/ripple.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

// Large violations first, a decade at a time: what small ones have added up to by then is moved once.
constexpr double threshold_factor = 0.1;
// Violations worth less than this share of the heaviest one at first are all moved at once, in the order they come.
constexpr double negligible = 1e-7;
// From then on rows get twice what they miss: what comes back to them later finds a surplus, and chains end sooner.
constexpr double overshoot = 0.1;
// Passes through the queue between sums computed afresh.
constexpr int passes_until_fresh = 4;
// What is left of a level after a move, relative to what it was before, that is nothing but rounding.
constexpr double rounding = 1e-15;
// Share of what a row missed that may stay open after all its moves and still is nothing but rounding.
constexpr double left_open = 1e-9;

}  // namespace

Ripple::End Ripple::run(std::vector<double>& levels, Potentials& potentials) {
  potentials_ = &potentials;
  load(levels);
  work_ = 0;
  threshold_ = least_threshold_ = infinity;
  End end = End::worked_out;
  for (int pass = 0; end == End::worked_out && work_ < settings_.work_limit; ++pass) {
    if (pass % passes_until_fresh == 0) recompute_rows();
    lower_threshold();
    if (queue_.empty() && pass % passes_until_fresh != 0) {
      recompute_rows();
      lower_threshold();
    }
    if (queue_.empty()) {
      end = End::kept;
    } else if (!serve_queue()) {
      end = End::stuck;
    }
  }
  for (std::size_t j = 0; j < levels.size(); ++j) levels[j] = columns_[j].level;
  return end;
}

void Ripple::load(const std::vector<double>& levels) {
  columns_.resize(levels.size());
  for (std::size_t j = 0; j < levels.size(); ++j) columns_[j] = {levels[j], system_.lower[j], system_.upper[j]};
  rows_.resize(static_cast<std::size_t>(system_.rows()));
  for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i] = {0, 0, system_.row_lower[i], system_.row_upper[i], false};
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
  if (least_threshold_ == infinity) least_threshold_ = negligible * heaviest;
  if (threshold_ < least_threshold_) threshold_ = 0;
  queue_.clear();
  for (const std::int32_t row : violated_rows) enqueue(row);
}

// False where no move has room.
bool Ripple::serve_queue() {
  bool served = false;
  for (std::size_t next = 0; next < queue_.size() && work_ < settings_.work_limit; ++next) {
    const std::int32_t row = queue_[next];
    rows_[row].queued = false;
    if (violated(row)) served |= serve(row);
  }
  return served;
}

void Ripple::recompute_rows() {
  const SparseMatrix& matrix = system_.by_rows;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    double positive = 0, negative = 0;
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      const double term = matrix.values[k] * columns_[matrix.column_indices[k]].level;
      (term > 0 ? positive : negative) += std::fabs(term);
    }
    rows_[i].positive = positive;
    rows_[i].negative = negative;
  }
  work_ += matrix.nonzeros();
}

double Ripple::scale(std::int32_t row) const {
  return std::max(rows_[row].positive, rows_[row].negative);
}

double Ripple::violation(std::int32_t row) const {
  const Row& sums = rows_[row];
  const double value = sums.positive - sums.negative;
  if (!(value >= sums.lower)) return sums.lower - value;
  if (!(value <= sums.upper)) return sums.upper - value;
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
  if (rows_[row].queued || !violated(row) || weight(row) < threshold_) return;
  rows_[row].queued = true;
  queue_.push_back(row);
}

// False where no move has room.
bool Ripple::serve(std::int32_t row) {
  const double missing = violation(row);
  const bool rise = missing > 0;
  const double reserve = reserve_beyond(row, missing);
  double open = std::fabs(missing) + reserve;
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
  if (open > reserve + left_open * std::fabs(missing))
    dearest = 2 * std::max(dearest, potentials_->price(row, rise));  // others had better not count on it
  work_ += potentials_->raise(row, rise, dearest);
  return open < std::fabs(missing) + reserve;
}

// A little more than what is missing, so that the last digits do not call again; exact rows take no more.
double Ripple::reserve_beyond(std::int32_t row, double missing) const {
  if (rows_[row].lower == rows_[row].upper) return 0;
  const double digits = 0.5 * settings_.tolerance * scale(row);
  return threshold_ > 0 ? digits : std::max(digits, overshoot * std::fabs(missing));
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
  const Column& box = columns_[column];
  return raised ? box.upper - box.level : box.level - box.lower;
}

void Ripple::move_column(std::int32_t column, double step) {
  Column& box = columns_[column];
  const double before = box.level;
  double after = std::clamp(before + step, box.lower, box.upper);
  if (after < rounding * before) after = box.lower > 0 ? after : 0;
  box.level = after;
  const double moved = after - before;
  const SparseMatrix& matrix = system_.by_columns;
  for (auto k = matrix.row_offsets[column]; k < matrix.row_offsets[column + 1]; ++k) {
    const std::int32_t i = matrix.column_indices[k];
    // Levels are >= 0, so the sign of the entry says which sum the term belongs to.
    if (matrix.values[k] > 0) {
      rows_[i].positive = std::max(0.0, rows_[i].positive + matrix.values[k] * moved);
    } else {
      rows_[i].negative = std::max(0.0, rows_[i].negative - matrix.values[k] * moved);
    }
    enqueue(i);
  }
  work_ += matrix.row_offsets[column + 1] - matrix.row_offsets[column];
}

}  // namespace planwerk
