#include "host/plan/repair/ripple.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {

Ripple::Ripple(const CorrectionSystem& system, const Costs& costs, const RippleSettings& settings)
    : system_(system),
      costs_(costs),
      settings_(settings),
      rising_moves_(system.rows()),
      falling_moves_(system.rows()) {}

bool Ripple::run(std::vector<double>& levels) {
  reset(levels);
  // Rows are kept up to date move by move; fresh sums catch what rounding has left.
  for (bool settled = false; !settled;) {
    for (std::size_t next = 0; next < queue_.size() && work_ < settings_.work_limit; ++next) {
      const std::int32_t row = queue_[next];
      queued_[row] = 0;
      if (violated(row)) serve(row);
    }
    queue_.clear();
    recompute_rows();
    settled = queue_.empty() || work_ >= settings_.work_limit;
  }
  levels = levels_;
  return queue_.empty();
}

void Ripple::reset(const std::vector<double>& levels) {
  levels_ = levels;
  lowered_for_good_.assign(system_.columns(), 0);
  work_ = 0;
  queue_.clear();
  recompute_rows();
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
    enqueue(i);
  }
  work_ += matrix.nonzeros();
}

double Ripple::scale(std::int32_t row) const {
  return std::max(positive_[row], negative_[row]);
}

double Ripple::violation(std::int32_t row) const {
  const double value = positive_[row] - negative_[row];
  if (value < system_.row_lower[row]) return system_.row_lower[row] - value;
  if (value > system_.row_upper[row]) return system_.row_upper[row] - value;
  return 0;
}

bool Ripple::violated(std::int32_t row) const {
  return std::fabs(violation(row)) > settings_.tolerance * scale(row);
}

void Ripple::enqueue(std::int32_t row) {
  if (queued_[row] || !violated(row)) return;
  queued_[row] = 1;
  queue_.push_back(row);
}

void Ripple::serve(std::int32_t row) {
  const double missing = violation(row);
  const bool rise = missing > 0;
  // A little more than what is missing, so that the last digits do not call again; exact rows take no more.
  const bool exact = system_.row_lower[row] == system_.row_upper[row];
  double open = std::fabs(missing) + (exact ? 0 : 0.5 * settings_.tolerance * scale(row));
  for (const Move& move : moves(row, rise)) {
    ++work_;
    const double step = std::min(open / std::fabs(move.entry), room(move, rise));
    if (step <= 0) continue;
    const bool raised = (move.entry > 0) == rise;
    move_column(move.column, raised ? step : -step);
    const bool user_lowered = rise && !raised && system_.column_origins[move.column].kind == ColumnKind::recipe;
    if (user_lowered) lowered_for_good_[move.column] = 1;
    open -= step * std::fabs(move.entry);
    if (open <= 0) return;
  }
}

const std::vector<Ripple::Move>& Ripple::moves(std::int32_t row, bool rise) {
  auto& list = rise ? rising_moves_[row] : falling_moves_[row];
  if (!list.empty()) return list;
  const SparseMatrix& matrix = system_.by_rows;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    const std::int32_t j = matrix.column_indices[k];
    const double entry = matrix.values[k], size = std::fabs(entry);
    const double loss = (entry > 0) == rise ? costs_.raise[j] : costs_.lower[j];
    const double disturbed = std::max(0.0, costs_.turnover[j] - size * costs_.row_price[row]);
    list.push_back({(loss + settings_.turnover_weight * disturbed) / size, j, entry});
  }
  std::stable_sort(list.begin(), list.end(), [](const Move& a, const Move& b) { return a.cost < b.cost; });
  work_ += static_cast<std::int64_t>(list.size());
  return list;
}

// How far the column may move in the direction that serves the row: its box, and all rows that are not balances.
double Ripple::room(const Move& move, bool rise) const {
  const std::int32_t j = move.column;
  const bool raised = (move.entry > 0) == rise;
  if (raised && lowered_for_good_[j]) return 0;
  double room = raised ? system_.upper[j] - levels_[j] : levels_[j] - system_.lower[j];
  const SparseMatrix& matrix = system_.by_columns;
  for (auto k = matrix.row_offsets[j]; k < matrix.row_offsets[j + 1] && room > 0; ++k) {
    const std::int32_t i = matrix.column_indices[k];
    if (system_.is_balance[i]) continue;
    const double value = positive_[i] - negative_[i];
    const bool row_rises = (matrix.values[k] > 0) == raised;
    const double left = row_rises ? system_.row_upper[i] - value : value - system_.row_lower[i];
    room = std::min(room, std::max(left, 0.0) / std::fabs(matrix.values[k]));
  }
  return room;
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
