#pragma once

#include <cmath>
#include <utility>
#include <vector>

namespace planwerk {

using DenseMatrix = std::vector<std::vector<double>>;  // rows

// Solves B x = rhs by Gaussian elimination with partial pivoting: slow and obvious.
inline std::vector<double> solve_dense(DenseMatrix b, std::vector<double> rhs) {
  const std::size_t n = rhs.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::abs(b[i][k]) > std::abs(b[pivot][k])) pivot = i;
    }
    std::swap(b[k], b[pivot]);
    std::swap(rhs[k], rhs[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = b[i][k] / b[k][k];
      if (factor == 0) continue;
      for (std::size_t j = k; j < n; ++j) b[i][j] -= factor * b[k][j];
      rhs[i] -= factor * rhs[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) rhs[k] -= b[k][j] * rhs[j];
    rhs[k] /= b[k][k];
  }
  return rhs;
}

}  // namespace planwerk
