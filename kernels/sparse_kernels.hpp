#pragma once

#include "kernels/csr_matrix.hpp"

namespace planwerk {

// Products with a sparse matrix and reductions over its rows. `a` is A or A' (DeviceMatrix::by_rows, by_columns).
class SparseKernels {
 public:
  virtual ~SparseKernels() = default;
  // Copies A to the device and builds A' there.
  virtual DeviceMatrix upload(const CsrSpan& a) = 0;
  virtual void multiply(const DeviceCsr& a, const Vector& x, Vector& y) = 0;  // y = A x
  virtual void row_max_abs(const DeviceCsr& a, Vector& result) = 0;           // max_j |a_ij|, 0 for an empty row
  virtual void row_sum_abs(const DeviceCsr& a, Vector& result) = 0;           // sum_j |a_ij|
  // A <- diag(row_factors) A diag(column_factors), in both forms.
  virtual void scale(DeviceMatrix& a, const Vector& row_factors, const Vector& column_factors) = 0;
};

}  // namespace planwerk
