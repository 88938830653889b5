#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "host/lp/presolve/extreme.hpp"
#include "host/lp/presolve/stages.hpp"
#include "host/lp/presolve/substitution.hpp"

namespace planwerk {
namespace {

constexpr double pivot_threshold = 1e-2;  // smallest pivot, relative to its row and to its column
constexpr std::int32_t column_entries_at_most = 12;
constexpr std::int64_t fill_at_most = 10;  // entries that one substitution may add

// Finds pivots whose columns are free: nothing but the other columns' bounds keeps them within theirs.
//
// All pivots leave at once. A row that loses a column is no pivot row, and a column of a pivot row stays. What implies
// a column's bounds rests on columns that are still there when it is found; if they go later, rows that do not hold
// this column imply theirs, so that no two bounds rest on each other.
class FreeColumnSearch {
 public:
  explicit FreeColumnSearch(const LinearProgram& lp)
      : lp_(lp),
        by_columns_(transposed(lp.matrix)),
        least_(lp.rows()),
        greatest_(lp.rows()),
        largest_in_row_(lp.rows()),
        row_loses_column_(lp.rows(), false),
        column_stays_(lp.columns(), false) {
    for (std::int32_t i = 0; i < lp.rows(); ++i) {
      for_row(i, [&](std::int32_t j, double a) {
        least_[i].add(least_term(a, j));
        greatest_[i].add(greatest_term(a, j));
        largest_in_row_[i] = std::max(largest_in_row_[i], std::fabs(a));
      });
    }
  }

  // Columns with few entries first: they fill least.
  std::vector<Pivot> run() {
    for (std::int32_t entries = 1; entries <= column_entries_at_most; ++entries) {
      for (std::int32_t j = 0; j < lp_.columns(); ++j) {
        if (by_columns_.row_offsets[j + 1] - by_columns_.row_offsets[j] == entries) consider(j);
      }
    }
    return std::move(pivots_);
  }

 private:
  template <class F>
  void for_row(std::int32_t row, F&& f) const {
    for (auto k = lp_.matrix.row_offsets[row]; k < lp_.matrix.row_offsets[row + 1]; ++k) {
      f(lp_.matrix.column_indices[k], lp_.matrix.values[k]);
    }
  }
  template <class F>
  void for_column(std::int32_t column, F&& f) const {
    for (auto k = by_columns_.row_offsets[column]; k < by_columns_.row_offsets[column + 1]; ++k) {
      f(by_columns_.column_indices[k], by_columns_.values[k]);
    }
  }
  std::int64_t row_entries(std::int32_t row) const {
    return lp_.matrix.row_offsets[row + 1] - lp_.matrix.row_offsets[row];
  }
  std::int64_t column_entries(std::int32_t column) const {
    return by_columns_.row_offsets[column + 1] - by_columns_.row_offsets[column];
  }
  double least_term(double a, std::int32_t j) const { return a * (a > 0 ? lp_.column_lower : lp_.column_upper)[j]; }
  double greatest_term(double a, std::int32_t j) const { return a * (a > 0 ? lp_.column_upper : lp_.column_lower)[j]; }

  // Takes the shortest row that will do.
  void consider(std::int32_t column) {
    if (column_stays_[column]) return;
    std::optional<Pivot> best;
    for_column(column, [&](std::int32_t row, double a) {
      if (row_loses_column_[row] || row_entries(row) < 2) return;
      if (best && row_entries(row) >= row_entries(best->row)) return;
      if (!is_stable(row, column, a) || !fills_little(row, column)) return;
      const auto side = tight_side(row, column, a);
      if (side && bounds_are_implied({row, column, a, *side})) best = Pivot{row, column, a, *side};
    });
    if (best) accept(*best);
  }

  bool is_stable(std::int32_t row, std::int32_t column, double a) const {
    double largest = largest_in_row_[row];
    for_column(column, [&](std::int32_t, double b) { largest = std::max(largest, std::fabs(b)); });
    return std::fabs(a) >= pivot_threshold * largest;
  }

  // Markowitz: at most so many new entries against those that go.
  bool fills_little(std::int32_t row, std::int32_t column) const {
    const auto others_in_row = row_entries(row) - 1, others_in_column = column_entries(column) - 1;
    return others_in_row * others_in_column - (others_in_row + others_in_column + 1) <= fill_at_most;
  }

  // A free column has no reduced cost, so the row's price is  (c_j - sum over its other rows a_rj y_r) / a.  Where the
  // signs of the other prices decide its sign, the row may be taken to be tight at the side that this sign needs.
  std::optional<double> tight_side(std::int32_t row, std::int32_t column, double a) const {
    const double lower = lp_.row_lower[row], upper = lp_.row_upper[row];
    if (lower == upper) return lower;
    bool rises = lp_.objective[column] / a >= 0, falls = lp_.objective[column] / a <= 0;
    for_column(column, [&](std::int32_t i, double b) {
      if (i == row) return;
      const bool may_be_positive = lp_.row_lower[i] > -infinity, may_be_negative = lp_.row_upper[i] < infinity;
      if (b / a > 0 ? may_be_positive : may_be_negative) rises = false;
      if (b / a > 0 ? may_be_negative : may_be_positive) falls = false;
    });
    if (rises && lower > -infinity) return lower;
    if (falls && upper < infinity) return upper;
    return std::nullopt;
  }

  // Whether the pivot's row or others keep the column within its bounds.
  bool bounds_are_implied(const Pivot& pivot) const {
    bool lower_implied = lp_.column_lower[pivot.column] == -infinity;
    bool upper_implied = lp_.column_upper[pivot.column] == infinity;
    const auto try_row = [&](std::int32_t row, double a, double lower, double upper) {
      if (lower_implied && upper_implied) return;
      const Range implied = implied_bounds(row, pivot.column, a, {lower, upper});
      lower_implied = lower_implied || implied.lower >= lp_.column_lower[pivot.column];
      upper_implied = upper_implied || implied.upper <= lp_.column_upper[pivot.column];
    };
    try_row(pivot.row, pivot.coefficient, pivot.side, pivot.side);
    for_column(pivot.column, [&](std::int32_t row, double a) {
      if (row != pivot.row && !row_loses_column_[row]) try_row(row, a, lp_.row_lower[row], lp_.row_upper[row]);
    });
    return lower_implied && upper_implied;
  }

  // What  sides.lower <= row <= sides.upper  says of a column when the others keep their bounds.
  Range implied_bounds(std::int32_t row, std::int32_t column, double a, Range sides) const {
    const double most = greatest_[row].without(greatest_term(a, column), 1);
    const double least = least_[row].without(least_term(a, column), -1);
    return times(1 / a, {sides.lower - most, sides.upper - least});
  }

  void accept(const Pivot& pivot) {
    for_row(pivot.row, [&](std::int32_t j, double) { column_stays_[j] = true; });
    for_column(pivot.column, [&](std::int32_t row, double) { row_loses_column_[row] = true; });
    pivots_.push_back(pivot);
  }

  const LinearProgram& lp_;
  const SparseMatrix by_columns_;
  std::vector<Extreme> least_, greatest_;  // activities, per row
  std::vector<double> largest_in_row_;
  std::vector<char> row_loses_column_, column_stays_;
  std::vector<Pivot> pivots_;
};

}  // namespace

std::unique_ptr<Presolved> substitute_free_columns(const LinearProgram& lp) {
  auto pivots = FreeColumnSearch(lp).run();
  if (!is_worth_a_stage(pivots.size(), lp)) return nullptr;
  return substitute(lp, std::move(pivots));
}

}  // namespace planwerk
