#pragma once

#include <cmath>
#include <cstddef>

#include "kernels/dense_kernels.hpp"

namespace planwerk::tests {

class ReferenceDenseKernels final : public DenseKernels {
 public:
  bool can_factorize() const override { return true; }

  void assemble(const DeviceMatrix& a, const Vector& column_weights, const Vector& row_weights, double lift,
                Vector& normal) override {
    const std::int64_t m = a.by_rows.rows;
    for (std::int64_t i = 0; i < m; ++i) {
      for (std::int64_t k = 0; k <= i; ++k) normal.data()[k + i * m] = i == k ? row_weights.data()[i] : 0;
    }
    const DeviceCsr& columns = a.by_columns;
    for (std::int32_t j = 0; j < columns.rows; ++j) {
      const std::int64_t begin = columns.row_offsets.data()[j], end = columns.row_offsets.data()[j + 1];
      for (std::int64_t p = begin; p < end; ++p) {
        for (std::int64_t q = begin; q <= p; ++q) {
          const std::int64_t i = columns.column_indices.data()[p], k = columns.column_indices.data()[q];
          const double product = columns.values.data()[p] * column_weights.data()[j] * columns.values.data()[q];
          normal.data()[k + i * m] += product;
        }
      }
    }
    for (std::int64_t i = 0; i < m; ++i) normal.data()[i + i * m] *= 1 + lift;
  }

  bool cholesky(std::int64_t m, Vector& normal) override {
    double* u = normal.data();
    for (std::int64_t i = 0; i < m; ++i) {
      for (std::int64_t k = 0; k <= i; ++k) {
        long double rest = u[k + i * m];
        for (std::int64_t p = 0; p < k; ++p) rest -= static_cast<long double>(u[p + k * m]) * u[p + i * m];
        if (k < i) {
          u[k + i * m] = static_cast<double>(rest / u[k + k * m]);
        } else if (rest > 0) {
          u[i + i * m] = static_cast<double>(std::sqrt(rest));
        } else {
          return false;
        }
      }
    }
    return true;
  }

  void solve(std::int64_t m, const Vector& factor, Vector& x) override {
    const double* u = factor.data();
    for (std::int64_t i = 0; i < m; ++i) {
      for (std::int64_t k = 0; k < i; ++k) x.data()[i] -= u[k + i * m] * x.data()[k];
      x.data()[i] /= u[i + i * m];
    }
    for (std::int64_t i = m - 1; i >= 0; --i) {
      for (std::int64_t k = i + 1; k < m; ++k) x.data()[i] -= u[i + k * m] * x.data()[k];
      x.data()[i] /= u[i + i * m];
    }
  }
};

}  // namespace planwerk::tests
