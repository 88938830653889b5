#pragma once

#include <cstdint>
#include <vector>

#include "kernels/csr_matrix.hpp"

namespace planwerk {

// A(row, column) = value, the form in which matrices are collected.
struct Triplet {
  std::int32_t row;
  std::int32_t column;
  double value;
};

// Compressed sparse rows on the host. Within a row, columns ascend and are distinct; no entry is zero.
struct SparseMatrix {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::vector<std::int64_t> row_offsets{0};  // rows + 1
  std::vector<std::int32_t> column_indices;  // nonzeros
  std::vector<double> values;                // nonzeros

  std::int64_t nonzeros() const { return static_cast<std::int64_t>(values.size()); }
  CsrSpan span() const { return {rows, columns, row_offsets, column_indices, values}; }
};

// Adds up entries at one place and drops those that cancel to exactly zero. Linear in time and memory.
SparseMatrix matrix_from_triplets(std::int32_t rows, std::int32_t columns, std::vector<Triplet> entries);
SparseMatrix transposed(const SparseMatrix& matrix);
// y = A x and y = A'x by plain loops; x and y of matching sizes.
std::vector<double> multiply(const SparseMatrix& matrix, const std::vector<double>& x);
std::vector<double> multiply_transposed(const SparseMatrix& matrix, const std::vector<double>& x);

}  // namespace planwerk
