#include "kernels/dense_kernels.hpp"
#include "kernels/detail/backend.hpp"
#include "kernels/detail/dense_factor.hpp"
#include "kernels/detail/kernel_range.hpp"

namespace planwerk::backend {
namespace {

struct CsrPointers {
  explicit CsrPointers(const DeviceCsr& a)
      : offsets(a.row_offsets.data()), columns(a.column_indices.data()), values(a.values.data()) {}
  const std::int64_t* offsets;
  const std::int32_t* columns;
  const double* values;
};

// Column i of the upper triangle, entries k <= i of row i of A D A' + E: gathered over the columns j of row i, so that
// nobody else writes there. The members of `team` share the entries of one column of A, which all differ.
struct AssembleColumn {
  CsrPointers rows, columns;
  const double *column_weights, *row_weights;
  double lift;
  std::int64_t m;
  double* normal;

  template <class Team>
  PLANWERK_FN void operator()(std::int64_t i, const Team& team) const {
    double* out = normal + i * m;
    for (std::int64_t k = team.rank(); k < i; k += team.size()) out[k] = 0;
    if (team.rank() == 0) out[i] = row_weights[i];
    for (std::int64_t at = rows.offsets[i]; at < rows.offsets[i + 1]; ++at) {
      team.wait();
      const std::int32_t j = rows.columns[at];
      const double scaled = rows.values[at] * column_weights[j];
      // Rows ascend within a column of A.
      for (std::int64_t k = columns.offsets[j] + team.rank(); k < columns.offsets[j + 1]; k += team.size()) {
        const std::int32_t row = columns.columns[k];
        if (row > i) break;
        out[row] += scaled * columns.values[k];
      }
    }
    team.wait();
    if (team.rank() == 0) out[i] *= 1 + lift;
  }
};

}  // namespace

class ThrustDenseKernels final : public DenseKernels {
 public:
  explicit ThrustDenseKernels(Execution& execution) : execution_(execution), factor_(execution) {}

  bool can_factorize() const override { return DenseFactor::available; }

  void assemble(const DeviceMatrix& a, const Vector& column_weights, const Vector& row_weights, double lift,
                Vector& normal) override {
    const std::int64_t m = a.by_rows.rows;
    const KernelRange range(execution_, "assemble normal equations", bytes_of(normal) / 2 + bytes_of(a.by_rows));
    const AssembleColumn column{
        CsrPointers(a.by_rows), CsrPointers(a.by_columns), column_weights.data(), row_weights.data(), lift, m,
        normal.data()};
    for_each_index_by_team(execution_, m, m * m / 2 + a.by_rows.nonzeros, column);
  }

  bool cholesky(std::int64_t m, Vector& normal) override {
    const KernelRange range(execution_, "dense Cholesky", bytes_of(normal));
    return factor_.factorize(m, normal.data());
  }

  void solve(std::int64_t m, const Vector& factor, Vector& x) override {
    const KernelRange range(execution_, "dense triangular solves", bytes_of(factor));
    factor_.solve(m, factor.data(), x.data());
  }

 private:
  Execution& execution_;
  DenseFactor factor_;
};

std::unique_ptr<DenseKernels> make_dense_kernels(Device&, Execution& execution) {
  return std::make_unique<ThrustDenseKernels>(execution);
}

}  // namespace planwerk::backend
