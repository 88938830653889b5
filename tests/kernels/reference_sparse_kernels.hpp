#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/sparse_kernels.hpp"

namespace planwerk::tests {

// Calls visit(row, column, value&) for every entry of a matrix that lies in host memory, row by row.
template <class Matrix, class Visit>
void for_each_entry(Matrix& a, Visit visit) {
  for (std::int32_t row = 0; row < a.rows; ++row) {
    for (std::int64_t k = a.row_offsets.data()[row]; k < a.row_offsets.data()[row + 1]; ++k) {
      visit(row, a.column_indices.data()[k], a.values.data()[k]);
    }
  }
}

class ReferenceSparseKernels final : public SparseKernels {
 public:
  explicit ReferenceSparseKernels(Device& device) : device_(device) {}

  DeviceMatrix upload(const CsrSpan& a) override {
    DeviceMatrix result;
    result.by_rows = allocate(a.rows, a.columns, a.values.size());
    result.by_rows.row_offsets.upload(a.row_offsets);
    result.by_rows.column_indices.upload(a.column_indices);
    result.by_rows.values.upload(a.values);
    result.by_columns = transpose(result.by_rows);
    return result;
  }
  void multiply(const DeviceCsr& a, const Vector& x, Vector& y) override {
    std::vector<long double> sums(static_cast<std::size_t>(a.rows));
    for_each_entry(a, [&](std::int32_t row, std::int32_t column, double value) {
      sums[static_cast<std::size_t>(row)] += static_cast<long double>(value) * x.data()[column];
    });
    std::copy(sums.begin(), sums.end(), y.data());
  }
  void row_max_abs(const DeviceCsr& a, Vector& result) override {
    std::fill_n(result.data(), result.size(), 0.0);
    for_each_entry(a, [&](std::int32_t row, std::int32_t, double value) {
      result.data()[row] = std::max(result.data()[row], std::fabs(value));
    });
  }
  void row_sum_abs(const DeviceCsr& a, Vector& result) override {
    std::fill_n(result.data(), result.size(), 0.0);
    for_each_entry(a, [&](std::int32_t row, std::int32_t, double value) { result.data()[row] += std::fabs(value); });
  }
  void scale(DeviceMatrix& a, const Vector& row_factors, const Vector& column_factors) override {
    for_each_entry(a.by_rows, [&](std::int32_t row, std::int32_t column, double& value) {
      value *= row_factors.data()[row] * column_factors.data()[column];
    });
    for_each_entry(a.by_columns, [&](std::int32_t column, std::int32_t row, double& value) {
      value *= row_factors.data()[row] * column_factors.data()[column];
    });
  }

 private:
  DeviceCsr allocate(std::int32_t rows, std::int32_t columns, std::size_t entries) {
    DeviceCsr result;
    result.rows = rows;
    result.columns = columns;
    result.nonzeros = static_cast<std::int64_t>(entries);
    result.row_offsets = DeviceVector<std::int64_t>(device_, static_cast<std::size_t>(rows) + 1);
    result.column_indices = DeviceVector<std::int32_t>(device_, entries);
    result.values = Vector(device_, entries);
    return result;
  }

  DeviceCsr transpose(const DeviceCsr& a) {
    DeviceCsr result = allocate(a.columns, a.rows, a.values.size());
    std::int64_t* offsets = result.row_offsets.data();
    std::fill_n(offsets, a.columns + 1, 0);
    for_each_entry(a, [&](std::int32_t, std::int32_t column, double) { ++offsets[column + 1]; });
    for (std::int32_t column = 0; column < a.columns; ++column) offsets[column + 1] += offsets[column];
    std::vector<std::int64_t> next(offsets, offsets + a.columns);
    for_each_entry(a, [&](std::int32_t row, std::int32_t column, double value) {
      const std::int64_t k = next[static_cast<std::size_t>(column)]++;
      result.column_indices.data()[k] = row;
      result.values.data()[k] = value;
    });
    return result;
  }

  Device& device_;
};

}  // namespace planwerk::tests
