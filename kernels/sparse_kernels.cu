#include <cmath>

#include <thrust/binary_search.h>
#include <thrust/gather.h>
#include <thrust/iterator/counting_iterator.h>
#include <thrust/sequence.h>
#include <thrust/sort.h>

#include "kernels/detail/backend.hpp"
#include "kernels/detail/kernel_range.hpp"
#include "kernels/detail/row_products.hpp"
#include "kernels/sparse_kernels.hpp"

namespace planwerk::backend {

struct Magnitude {
  PLANWERK_FN double operator()(std::int32_t, double value) const { return fabs(value); }
};

class ThrustSparseKernels final : public SparseKernels {
 public:
  ThrustSparseKernels(Device& device, Execution& execution) : device_(device), execution_(execution) {}

  DeviceMatrix upload(const CsrSpan& a) override {
    const KernelRange range(execution_, "upload", 0);
    DeviceMatrix result;
    result.by_rows = upload_rows(a);
    result.by_columns = transpose(result.by_rows);
    return result;
  }

  void multiply(const DeviceCsr& a, const Vector& x, Vector& y) override {
    const KernelRange range(execution_, "multiply", bytes_of(a) + bytes_of(x) + bytes_of(y));
    double* py = y.data();
    row_products(execution_, a, x.data(), [=] PLANWERK_FN(std::int32_t row, double sum) { py[row] = sum; });
  }

  void row_max_abs(const DeviceCsr& a, Vector& result) override {
    const KernelRange range(execution_, "row_max_abs", bytes_of(a) + bytes_of(result));
    double* out = result.data();
    reduce_rows(execution_, a, Magnitude{}, 0.0, Max{},
                [=] PLANWERK_FN(std::int32_t row, double largest) { out[row] = largest; });
  }

  void row_sum_abs(const DeviceCsr& a, Vector& result) override {
    const KernelRange range(execution_, "row_sum_abs", bytes_of(a) + bytes_of(result));
    double* out = result.data();
    reduce_rows(execution_, a, Magnitude{}, 0.0, Plus{},
                [=] PLANWERK_FN(std::int32_t row, double sum) { out[row] = sum; });
  }

  void scale(DeviceMatrix& a, const Vector& row_factors, const Vector& column_factors) override {
    const KernelRange range(execution_, "scale matrix", 2 * (bytes_of(a.by_rows) + bytes_of(a.by_rows.values)));
    scale_entries(a.by_rows, row_factors.data(), column_factors.data());
    scale_entries(a.by_columns, column_factors.data(), row_factors.data());
  }

  // Below: public because nvcc wants it so of functions that hold device lambdas.

  // a_ij *= row_factors_i * column_factors_j. A and A' multiply by the same product, so that they stay equal to the
  // bit.
  void scale_entries(DeviceCsr& a, const double* row_factors, const double* column_factors) {
    const std::int32_t* columns = a.column_indices.data();
    double* values = a.values.data();
    for_each_entry(execution_, a, [=] PLANWERK_FN(std::int32_t row, std::int64_t k) {
      values[k] *= row_factors[row] * column_factors[columns[k]];
    });
    refresh_rows(execution_, a);
  }

  DeviceCsr upload_rows(const CsrSpan& a) {
    DeviceCsr result = allocate(a.rows, a.columns, a.values.size());
    result.row_offsets.upload(a.row_offsets);
    result.column_indices.upload(a.column_indices);
    result.values.upload(a.values);
    prepare_rows(device_, execution_, result);
    return result;
  }

  // A stable sort of the entries by column keeps each column's rows ascending.
  DeviceCsr transpose(const DeviceCsr& a) {
    const auto entries = static_cast<std::size_t>(a.nonzeros);
    DeviceCsr result = allocate(a.columns, a.rows, entries);
    DeviceVector<std::int32_t> row_of(device_, entries), column_of(device_, entries);
    DeviceVector<std::int64_t> origin(device_, entries);
    std::int32_t* rows = row_of.data();
    for_each_entry(execution_, a, [=] PLANWERK_FN(std::int32_t row, std::int64_t k) { rows[k] = row; });
    column_of.assign_from(a.column_indices);
    const auto policy = execution_.policy(a.nonzeros);

    thrust::sequence(policy, origin.data(), origin.data() + entries);
    thrust::stable_sort_by_key(policy, column_of.data(), column_of.data() + entries, origin.data());

    const thrust::counting_iterator<std::int32_t> first(0);
    thrust::lower_bound(policy, column_of.data(), column_of.data() + entries, first, first + a.columns + 1,
                        result.row_offsets.data());
    thrust::gather(policy, origin.data(), origin.data() + entries, row_of.data(), result.column_indices.data());
    thrust::gather(policy, origin.data(), origin.data() + entries, a.values.data(), result.values.data());
    prepare_rows(device_, execution_, result);
    return result;
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

  Device& device_;
  Execution& execution_;
};

std::unique_ptr<SparseKernels> make_sparse_kernels(Device& device, Execution& execution) {
  return std::make_unique<ThrustSparseKernels>(device, execution);
}

}  // namespace planwerk::backend
