#pragma once

#include <cstdint>
#include <vector>

#include "host/lp/presolve.hpp"
#include "host/lp/presolve/undo.hpp"

namespace planwerk {

// A linear programme while presolve takes rows and columns out of it. The matrix itself is never changed: entries whose
// row or column is gone simply no longer count. Taking something out queues what it touched, so that all work is
// proportional to what changes.
class WorkingProgram {
 public:
  // Keeps a reference to the programme.
  explicit WorkingProgram(const LinearProgram& lp, PresolveDepth depth);

  const LinearProgram& original;
  const PresolveDepth depth;
  const SparseMatrix by_columns;  // the transposed matrix
  std::vector<double> objective;
  double offset;
  std::vector<double> row_lower, row_upper;
  std::vector<double> column_lower, column_upper;
  std::vector<char> has_row, has_column;                  // still there
  std::vector<std::int32_t> row_entries, column_entries;  // entries still there, per row and column
  std::vector<Undo> undo;

  // Set by the reduction that finds it: infeasible, with a ray over the rows that are left, or unbounded with a ray
  // over the columns that are left; otherwise feasible.
  Status status = Status::feasible;
  std::vector<double> ray;

  // f(column, value) for each entry of a row that still counts; the same by columns.
  template <class F>
  void for_row(std::int32_t row, F&& f) const {
    for (auto k = original.matrix.row_offsets[row]; k < original.matrix.row_offsets[row + 1]; ++k) {
      const auto column = original.matrix.column_indices[k];
      if (has_column[column]) f(column, original.matrix.values[k]);
    }
  }
  template <class F>
  void for_column(std::int32_t column, F&& f) const {
    for (auto k = by_columns.row_offsets[column]; k < by_columns.row_offsets[column + 1]; ++k) {
      const auto row = by_columns.column_indices[k];
      if (has_row[row]) f(row, by_columns.values[k]);
    }
  }

  // The same as a function that calls f for each entry.
  auto row_terms(std::int32_t row) const {
    return [this, row](auto&& f) { for_row(row, f); };
  }
  auto column_terms(std::int32_t column) const {
    return [this, column](auto&& f) { for_column(column, f); };
  }

  void visit_row(std::int32_t row);
  void visit_column(std::int32_t column);
  // What was queued since the last call.
  std::vector<std::int32_t> take_rows_to_visit();
  std::vector<std::int32_t> take_columns_to_visit();
  void remove_row(std::int32_t row);
  // Takes the column out at a value: moves it into the sides of its rows and into the offset.
  void fix_column(std::int32_t column, double value);
  // Takes out a column whose share of rows and objective is accounted for elsewhere.
  void remove_column(std::int32_t column);
  // A ray with this one multiplier.
  void declare_infeasible(std::int32_t row, double multiplier);

 private:
  std::vector<std::int32_t> rows_to_visit_, columns_to_visit_;
  std::vector<char> row_queued_, column_queued_;
};

// Whether a value exceeds another by more than rounding in the data explains.
bool clearly_above(double value, double limit);

}  // namespace planwerk
