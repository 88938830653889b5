#include "host/plan/repair/ripple.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {

Ripple::End Ripple::run(std::vector<double>& levels, const Potentials& potentials, Room& room) {
  room_ = &room;
  potentials_ = &potentials;
  levels_ = levels;
  rising_moves_.assign(system_.rows(), {});
  falling_moves_.assign(system_.rows(), {});
  work_ = 0;
  // Rows are kept up to date move by move; fresh sums catch what rounding has left.
  bool served = true;
  for (recompute_rows(); !queue_.empty() && served && work_ < settings_.work_limit; recompute_rows()) {
    served = false;
    for (std::size_t next = 0; next < queue_.size() && work_ < settings_.work_limit; ++next) {
      const std::int32_t row = queue_[next];
      queued_[row] = 0;
      if (violated(row)) served |= serve(row);
    }
  }
  levels = levels_;
  return queue_.empty() ? End::kept : served ? End::worked_out : End::stuck;
}

double Ripple::remaining() const {
  double sum = 0;
  for (const std::int32_t row : queue_) sum += std::fabs(violation(row)) / scale(row);
  return sum;
}

void Ripple::recompute_rows() {
  positive_.assign(system_.rows(), 0);
  negative_.assign(system_.rows(), 0);
  queued_.assign(system_.rows(), 0);
  queue_.clear();
  const SparseMatrix& matrix = system_.by_rows;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      const double term = matrix.values[k] * levels_[matrix.column_indices[k]];
      (term > 0 ? positive_[i] : negative_[i]) += std::fabs(term);
    }
    enqueue(i);
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

void Ripple::enqueue(std::int32_t row) {
  if (queued_[row] || !violated(row)) return;
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
  bool moved = false;
  for (const Move& move : moves(row, rise)) {
    ++work_;
    const bool raised = (move.entry > 0) == rise;
    const double room = room_of(move.column, raised), wanted = open / std::fabs(move.entry);
    if (room <= wanted) (raised ? room_->up : room_->down)[move.column] = 0;
    const double step = std::min(wanted, room);
    if (step <= 0) continue;
    moved = true;
    move_column(move.column, raised ? step : -step);
    open -= step * std::fabs(move.entry);
    if (open <= 0) break;
  }
  return moved;
}

const std::vector<Ripple::Move>& Ripple::moves(std::int32_t row, bool rise) {
  auto& list = rise ? rising_moves_[row] : falling_moves_[row];
  if (!list.empty()) return list;
  const SparseMatrix& matrix = system_.by_rows;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    const std::int32_t j = matrix.column_indices[k];
    const double cost = potentials_->cost(row, rise, j, matrix.values[k]);
    if (cost < infinity) list.push_back({cost, j, matrix.values[k]});
  }
  std::stable_sort(list.begin(), list.end(), [](const Move& a, const Move& b) { return a.cost < b.cost; });
  work_ += static_cast<std::int64_t>(list.size());
  return list;
}

double Ripple::room_of(std::int32_t column, bool raised) const {
  if (!(raised ? room_->up : room_->down)[column]) return 0;
  return raised ? system_.upper[column] - levels_[column] : levels_[column] - system_.lower[column];
}

void Ripple::move_column(std::int32_t column, double step) {
  const double before = levels_[column];
  levels_[column] = std::clamp(before + step, system_.lower[column], system_.upper[column]);
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
