#pragma once

#include "kernels/csr_matrix.hpp"

namespace planwerk {

// The normal equations as a dense matrix: m x m symmetric, column by column (entry (i, k) at i + k m), of which only
// the upper triangle is written and read.
class DenseKernels {
 public:
  virtual ~DenseKernels() = default;

  // False where the build has no library for it (LAPACK on the CPU); then cholesky and solve must not be called.
  virtual bool can_factorize() const = 0;

  // normal = A diag(column_weights) A' + diag(row_weights), its diagonal then times 1 + `lift`. Sizes: n, m, m m. Sums
  // in a fixed order.
  virtual void assemble(const DeviceMatrix& a, const Vector& column_weights, const Vector& row_weights, double lift,
                        Vector& normal) = 0;
  // normal = U'U in place. False where a pivot is not positive; the matrix is then spoilt.
  virtual bool cholesky(std::int64_t m, Vector& normal) = 0;
  // x = (U'U)^-1 x.
  virtual void solve(std::int64_t m, const Vector& factor, Vector& x) = 0;
};

}  // namespace planwerk
