#include "host/solver/interior_point/dense_kkt_solver.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "kernels/dense_kernels.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/trace.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

// Where rounding leaves a pivot that is not positive, the diagonal is lifted by so much of itself; refinement takes the
// difference out again.
constexpr double first_lift = 1e-14;
constexpr double lift_rise = 100;
constexpr double largest_lift = 1e-8;

class DenseKktSolver final : public KktSolver {
 public:
  DenseKktSolver(const DeviceMatrix& matrix, Device& device)
      : matrix_(matrix),
        device_(device),
        rows_(matrix.by_rows.rows),
        normal_(device, static_cast<std::size_t>(rows_ * rows_)),
        column_weights_(device, static_cast<std::size_t>(matrix.by_rows.columns)) {
    if (!device.dense().can_factorize()) throw std::logic_error("no dense factorisation on this device");
    const std::vector<std::int64_t> offsets = matrix.by_columns.row_offsets.to_host();
    for (std::size_t j = 0; j + 1 < offsets.size(); ++j) {
      const double length = static_cast<double>(offsets[j + 1] - offsets[j]);
      assembly_flops_ += length * (length + 1);
    }
  }

  std::string_view name() const override { return "dense Cholesky"; }

  bool factorize(const Vector& column_weights, const Vector& row_weights) override {
    const TraceRange range("dense factorisation");
    column_weights_.assign_from(column_weights);
    const double m = static_cast<double>(rows_);
    for (double lift = 0; lift <= largest_lift; lift = std::max(first_lift, lift_rise * lift)) {
      device_.dense().assemble(matrix_, column_weights, row_weights, lift, normal_);
      count(assembly_flops_ + m * m * m / 3 / flops_per_visit);
      if (device_.dense().cholesky(rows_, normal_)) return true;
    }
    return false;
  }

  // dy = (A D A' + E)^-1 (r + A D g),   dx = D (A'dy - g).
  bool solve(const Vector& g, const Vector& r, double /*accuracy*/, Vector& dx, Vector& dy) override {
    VectorKernels& vectors = device_.vectors();
    dx.assign_from(g);
    vectors.multiply(column_weights_, dx);
    device_.sparse().multiply(matrix_.by_rows, dx, dy);
    vectors.axpby(1, r, 1, dy);
    device_.dense().solve(rows_, normal_, dy);
    device_.sparse().multiply(matrix_.by_columns, dy, dx);
    vectors.axpby(-1, g, 1, dx);
    vectors.multiply(column_weights_, dx);
    const double m = static_cast<double>(rows_);
    count(m * m + 2 * static_cast<double>(matrix_.by_rows.nonzeros));
    return true;
  }

  std::int64_t work() const override { return work_; }

 private:
  void count(double visits) {
    const double product = static_cast<double>(std::max<std::int64_t>(1, matrix_.by_rows.nonzeros));
    work_ += static_cast<std::int64_t>(std::ceil(visits / product));
  }

  const DeviceMatrix& matrix_;
  Device& device_;
  std::int64_t rows_;
  Vector normal_;
  Vector column_weights_;
  double assembly_flops_ = 0;
  std::int64_t work_ = 0;
};

}  // namespace

std::unique_ptr<KktSolver> make_dense_kkt_solver(const DeviceMatrix& matrix, Device& device) {
  return std::make_unique<DenseKktSolver>(matrix, device);
}

}  // namespace planwerk
