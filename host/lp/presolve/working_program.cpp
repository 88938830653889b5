#include "host/lp/presolve/working_program.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace planwerk {

WorkingProgram::WorkingProgram(const LinearProgram& lp, PresolveDepth chosen_depth)
    : original(lp),
      depth(chosen_depth),
      by_columns(transposed(lp.matrix)),
      objective(lp.objective),
      offset(lp.objective_offset),
      row_lower(lp.row_lower),
      row_upper(lp.row_upper),
      column_lower(lp.column_lower),
      column_upper(lp.column_upper),
      has_row(lp.rows(), true),
      has_column(lp.columns(), true),
      row_entries(lp.rows()),
      column_entries(lp.columns()),
      rows_to_visit_(lp.rows()),
      columns_to_visit_(lp.columns()),
      row_queued_(lp.rows(), true),
      column_queued_(lp.columns(), true) {
  const auto length = [](const SparseMatrix& matrix, std::int32_t i) {
    return static_cast<std::int32_t>(matrix.row_offsets[i + 1] - matrix.row_offsets[i]);
  };
  for (std::int32_t i = 0; i < lp.rows(); ++i) row_entries[i] = length(lp.matrix, i);
  for (std::int32_t j = 0; j < lp.columns(); ++j) column_entries[j] = length(by_columns, j);
  std::iota(rows_to_visit_.begin(), rows_to_visit_.end(), 0);
  std::iota(columns_to_visit_.begin(), columns_to_visit_.end(), 0);
}

void WorkingProgram::visit_row(std::int32_t row) {
  if (!row_queued_[row]) rows_to_visit_.push_back(row);
  row_queued_[row] = true;
}

void WorkingProgram::visit_column(std::int32_t column) {
  if (!column_queued_[column]) columns_to_visit_.push_back(column);
  column_queued_[column] = true;
}

std::vector<std::int32_t> WorkingProgram::take_rows_to_visit() {
  for (const auto row : rows_to_visit_) row_queued_[row] = false;
  return std::exchange(rows_to_visit_, {});
}

std::vector<std::int32_t> WorkingProgram::take_columns_to_visit() {
  for (const auto column : columns_to_visit_) column_queued_[column] = false;
  return std::exchange(columns_to_visit_, {});
}

void WorkingProgram::remove_row(std::int32_t row) {
  has_row[row] = false;
  for_row(row, [&](std::int32_t column, double) {
    --column_entries[column];
    visit_column(column);
  });
}

void WorkingProgram::remove_column(std::int32_t column) {
  has_column[column] = false;
  for_column(column, [&](std::int32_t row, double) {
    --row_entries[row];
    visit_row(row);
  });
}

void WorkingProgram::fix_column(std::int32_t column, double value) {
  undo.push_back(FixedColumn{column, value});
  offset += objective[column] * value;
  if (value != 0) {
    for_column(column, [&](std::int32_t row, double coefficient) {
      row_lower[row] -= coefficient * value;
      row_upper[row] -= coefficient * value;
    });
  }
  remove_column(column);
}

void WorkingProgram::declare_infeasible(std::int32_t row, double multiplier) {
  status = Status::infeasible;
  ray.assign(original.rows(), 0.0);
  ray[row] = multiplier;
}

bool clearly_above(double value, double limit) {
  constexpr double relative = 1e-9;
  if (!std::isfinite(value) || !std::isfinite(limit)) return value > limit;
  return value - limit > relative * std::max({1.0, std::fabs(value), std::fabs(limit)});
}

}  // namespace planwerk
