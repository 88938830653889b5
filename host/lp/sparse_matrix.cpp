#include "host/lp/sparse_matrix.hpp"

#include <stdexcept>
#include <utility>

namespace planwerk {
namespace {

// Rows in order, but within a row columns as they came, repeated ones and zeros included.
SparseMatrix gathered_by_rows(std::int32_t rows, std::int32_t columns, const std::vector<Triplet>& entries) {
  SparseMatrix matrix{rows, columns, std::vector<std::int64_t>(static_cast<std::size_t>(rows) + 1), {}, {}};
  for (const auto& entry : entries) {
    if (entry.row < 0 || entry.row >= rows || entry.column < 0 || entry.column >= columns) {
      throw std::invalid_argument("matrix entry outside the matrix");
    }
    ++matrix.row_offsets[entry.row + 1];
  }
  for (std::int32_t i = 0; i < rows; ++i) matrix.row_offsets[i + 1] += matrix.row_offsets[i];
  matrix.column_indices.resize(entries.size());
  matrix.values.resize(entries.size());
  auto next = matrix.row_offsets;
  for (const auto& entry : entries) {
    const auto k = next[entry.row]++;
    matrix.column_indices[k] = entry.column;
    matrix.values[k] = entry.value;
  }
  return matrix;
}

bool columns_ascend(const SparseMatrix& matrix) {
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    for (auto k = matrix.row_offsets[i] + 1; k < matrix.row_offsets[i + 1]; ++k) {
      if (matrix.column_indices[k] < matrix.column_indices[k - 1]) return false;
    }
  }
  return true;
}

// Adds neighbours at the same place and closes the gaps that zeros leave. Columns ascend within each row.
void merge_repeated(SparseMatrix& matrix) {
  std::int64_t kept = 0;
  std::int64_t k = 0;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    const auto row_end = matrix.row_offsets[i + 1];
    while (k < row_end) {
      const auto column = matrix.column_indices[k];
      double sum = 0;
      for (; k < row_end && matrix.column_indices[k] == column; ++k) sum += matrix.values[k];
      if (sum == 0) continue;
      matrix.column_indices[kept] = column;
      matrix.values[kept++] = sum;
    }
    matrix.row_offsets[i + 1] = kept;
  }
  matrix.column_indices.resize(kept);
  matrix.values.resize(kept);
}

}  // namespace

SparseMatrix matrix_from_triplets(std::int32_t rows, std::int32_t columns, std::vector<Triplet> entries) {
  auto matrix = gathered_by_rows(rows, columns, entries);
  std::vector<Triplet>().swap(entries);
  // Turning a matrix over sorts it: twice gives rows whose columns ascend, in linear time.
  if (!columns_ascend(matrix)) matrix = transposed(transposed(matrix));
  merge_repeated(matrix);
  return matrix;
}

SparseMatrix transposed(const SparseMatrix& matrix) {
  SparseMatrix result{matrix.columns, matrix.rows, std::vector<std::int64_t>(matrix.columns + std::size_t{1}), {}, {}};
  for (const auto column : matrix.column_indices) ++result.row_offsets[column + 1];
  for (std::int32_t j = 0; j < matrix.columns; ++j) result.row_offsets[j + 1] += result.row_offsets[j];
  result.column_indices.resize(matrix.values.size());
  result.values.resize(matrix.values.size());
  auto next = result.row_offsets;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      const auto place = next[matrix.column_indices[k]]++;
      result.column_indices[place] = i;
      result.values[place] = matrix.values[k];
    }
  }
  return result;
}

std::vector<double> multiply(const SparseMatrix& matrix, const std::vector<double>& x) {
  std::vector<double> y(matrix.rows);
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    double sum = 0;
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      sum += matrix.values[k] * x[matrix.column_indices[k]];
    }
    y[i] = sum;
  }
  return y;
}

std::vector<double> multiply_transposed(const SparseMatrix& matrix, const std::vector<double>& x) {
  std::vector<double> y(matrix.columns);
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      y[matrix.column_indices[k]] += matrix.values[k] * x[i];
    }
  }
  return y;
}

}  // namespace planwerk
