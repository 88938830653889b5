#include "host/plan/repair/use_surplus.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace planwerk {
namespace {

// Leaves this share of a row's turnover as surplus, so that rounding does not turn it into a shortage.
constexpr double rounding_kept_back = 4e-15;
constexpr int trimming_passes = 4;

class Surplus {
 public:
  Surplus(const CorrectionSystem& system, std::vector<double>& levels)
      : system_(system), levels_(levels), value_(multiply(system.by_rows, levels)), gross_(system.rows()) {
    const SparseMatrix& matrix = system_.by_rows;
    for (std::int32_t i = 0; i < matrix.rows; ++i) {
      for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
        gross_[i] += std::fabs(matrix.values[k]) * levels_[matrix.column_indices[k]];
      }
    }
  }

  void raise_coverage() {
    std::vector<std::int32_t> order;
    for (std::int32_t j = 0; j < system_.columns(); ++j) {
      if (system_.worth[j] > 0 && levels_[j] < system_.upper[j]) order.push_back(j);
    }
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return system_.worth[a] > system_.worth[b]; });
    for (const std::int32_t j : order) raise_step(j);
  }

  // Downstream recipes free the inputs that their suppliers are then lowered by, so a few passes reach far.
  void lower_recipes() {
    for (int pass = 0; pass < trimming_passes; ++pass) {
      for (std::int32_t j = system_.columns() - 1; j >= 0; --j) {
        const ColumnKind kind = system_.column_origins[j].kind;
        if (kind != ColumnKind::coverage && kind != ColumnKind::delivery) move(j, -room(j, -1));
      }
    }
  }

 private:
  // Raises a step of coverage as far as there is something left to deliver: of the need's only product, or of each of
  // its alternatives in turn.
  void raise_step(std::int32_t step) {
    const std::int64_t first = system_.by_columns.row_offsets[step];
    const bool has_row = first < system_.by_columns.row_offsets[step + 1];
    const std::int32_t row = has_row ? system_.by_columns.column_indices[first] : no_index;
    if (!has_row || system_.kinds[row] != RowKind::need) return move(step, room(step, 1));
    const SparseMatrix& matrix = system_.by_rows;
    for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
      const std::int32_t delivery = matrix.column_indices[k];
      if (system_.column_origins[delivery].kind != ColumnKind::delivery) continue;
      const double covers = std::min(room(delivery, 1) * matrix.values[k], room(step, 1));
      move(delivery, covers / matrix.values[k]);
      move(step, covers);
    }
  }

  // How far column j can move up (direction 1) or down (-1) without breaking a row. Rows of needs hold deliveries and
  // steps together, which move together.
  double room(std::int32_t j, int direction) const {
    double room = direction > 0 ? system_.upper[j] - levels_[j] : levels_[j] - system_.lower[j];
    const SparseMatrix& matrix = system_.by_columns;
    for (auto k = matrix.row_offsets[j]; k < matrix.row_offsets[j + 1] && room > 0; ++k) {
      const std::int32_t i = matrix.column_indices[k];
      if (system_.kinds[i] == RowKind::need) continue;
      const double a = matrix.values[k] * direction;
      const double left = (a > 0 ? system_.row_upper[i] - value_[i] : value_[i] - system_.row_lower[i]) -
                          rounding_kept_back * gross_[i];
      room = std::min(room, std::max(left, 0.0) / std::fabs(a));
    }
    return room;
  }

  void move(std::int32_t j, double step) {
    if (step == 0 || !std::isfinite(step)) return;
    const double before = levels_[j];
    levels_[j] = std::clamp(before + step, system_.lower[j], system_.upper[j]);
    const SparseMatrix& matrix = system_.by_columns;
    for (auto k = matrix.row_offsets[j]; k < matrix.row_offsets[j + 1]; ++k) {
      value_[matrix.column_indices[k]] += matrix.values[k] * (levels_[j] - before);
    }
  }

  const CorrectionSystem& system_;
  std::vector<double>& levels_;
  std::vector<double> value_;  // A x
  std::vector<double> gross_;  // |A| x
};

}  // namespace

void lower_unwanted(const CorrectionSystem& system, std::vector<double>& levels) {
  Surplus(system, levels).lower_recipes();
}

void deliver_surplus(const CorrectionSystem& system, std::vector<double>& levels) {
  Surplus(system, levels).raise_coverage();
}

}  // namespace planwerk
