#include "host/solver/interior_point/matrix_free_kkt.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/solver/basis_solver.hpp"
#include "host/solver/matching_basis.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/trace.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

constexpr double smallest_weight = 1e-300;  // so that logarithms exist
constexpr double inner_accuracy = 1e-10;    // of solves with the basis; rougher ones cost conjugacy, and many steps
constexpr int easy = 10;                    // steps up to which the basis of earlier weights is kept

SparseMatrix to_host(const DeviceCsr& a) {
  SparseMatrix host;
  host.rows = a.rows;
  host.columns = a.columns;
  host.row_offsets = a.row_offsets.to_host();
  host.column_indices = a.column_indices.to_host();
  host.values = a.values.to_host();
  return host;
}

std::vector<double> half_logs(const std::vector<double>& weights) {
  std::vector<double> logs;
  logs.reserve(weights.size());
  for (const double weight : weights) logs.push_back(0.5 * std::log(std::max(weight, smallest_weight)));
  return logs;
}

// M^-1 = B^-T W^-1 B^-1
class BasisPreconditioner {
 public:
  BasisPreconditioner(const DeviceMatrix& matrix, Device& device)
      : matrix_(matrix), device_(device), columns_of_a_(to_host(matrix.by_columns)) {}

  bool choose_basis(const std::vector<double>& column_weights, const std::vector<double>& row_weights) {
    auto matched = match_basis(matrix_.by_rows, {half_logs(column_weights), half_logs(row_weights)}, device_);
    if (!matched) return false;
    auto solver = make_repaired_solver(matrix_.by_rows, columns_of_a_, *matched, device_, &past_work_);
    if (!solver) return false;
    if (solver_) past_work_ += solver_->work();
    basic_ = std::move(matched->column_of_row);
    solver_ = std::move(solver);
    return true;
  }

  bool has_basis() const { return solver_ != nullptr; }

  void take_weights(const std::vector<double>& column_weights, const std::vector<double>& row_weights) {
    weights_.resize(basic_.size());
    for (std::size_t i = 0; i < basic_.size(); ++i) {
      const std::int32_t j = basic_[i], columns = columns_of_a_.rows;
      weights_[i] = std::max(j < columns ? column_weights[j] : row_weights[j - columns], smallest_weight);
    }
  }

  void apply(const Vector& residual, Vector& result) {
    solver_->solve(residual.to_host(), inner_accuracy, inner_);
    for (std::size_t i = 0; i < inner_.size(); ++i) inner_[i] /= weights_[i];
    solver_->solve_transposed(inner_, inner_accuracy, outer_);
    result.upload(outer_);
  }

  std::int64_t work() const { return past_work_ + (solver_ ? solver_->work() : 0); }

 private:
  const DeviceMatrix& matrix_;
  Device& device_;
  SparseMatrix columns_of_a_;
  std::vector<std::int32_t> basic_;
  std::unique_ptr<BasisSolver> solver_;
  std::vector<double> weights_, inner_, outer_;
  std::int64_t past_work_ = 0;
};

class MatrixFreeKktSolver final : public KktSolver {
 public:
  MatrixFreeKktSolver(const DeviceMatrix& matrix, Device& device, const MatrixFreeSettings& settings)
      : matrix_(matrix),
        device_(device),
        settings_(settings),
        preconditioner_(matrix, device),
        column_weights_(device, static_cast<std::size_t>(matrix.by_rows.columns)),
        row_weights_(device, static_cast<std::size_t>(matrix.by_rows.rows)),
        column_space_(device, column_weights_.size()),
        residual_(device, row_weights_.size()),
        preconditioned_(device, row_weights_.size()),
        search_(device, row_weights_.size()),
        image_(device, row_weights_.size()) {}

  std::string_view name() const override { return "matrix-free"; }

  void heed(const std::function<bool()>& stop) override { stop_ = stop; }

  bool factorize(const Vector& column_weights, const Vector& row_weights) override {
    const TraceRange range("basis of the preconditioner");
    if (is_stopped()) return false;
    column_weights_.assign_from(column_weights);
    row_weights_.assign_from(row_weights);
    const std::vector<double> columns = column_weights.to_host(), rows = row_weights.to_host();
    if (!preconditioner_.has_basis() || steps_ > easy) {
      if (!preconditioner_.choose_basis(columns, rows) && !preconditioner_.has_basis()) return false;
      new_basis_ = true;
    }
    preconditioner_.take_weights(columns, rows);
    return true;
  }

  // (A D A' + E) dy = r + A D g,   dx = D (A'dy - g).
  bool solve(const Vector& g, const Vector& r, double accuracy, Vector& dx, Vector& dy) override {
    VectorKernels& vectors = device_.vectors();
    column_space_.assign_from(g);
    vectors.multiply(column_weights_, column_space_);
    device_.sparse().multiply(matrix_.by_rows, column_space_, residual_);
    vectors.axpby(1, r, 1, residual_);
    const bool reached = conjugate_gradients(accuracy, dy);
    device_.sparse().multiply(matrix_.by_columns, dy, dx);
    vectors.axpby(-1, g, 1, dx);
    vectors.multiply(column_weights_, dx);
    products_ += 2;
    return reached;
  }

  std::int64_t work() const override {
    const double visits = static_cast<double>(preconditioner_.work());
    const double product = static_cast<double>(std::max<std::int64_t>(1, matrix_.by_rows.nonzeros));
    return products_ + static_cast<std::int64_t>(std::ceil(visits / product));
  }

 private:
  bool conjugate_gradients(double accuracy, Vector& dy);
  void apply_normal_matrix(const Vector& y, Vector& result);
  void count_steps(int steps);
  bool is_stopped() const { return stop_ && stop_(); }

  const DeviceMatrix& matrix_;
  Device& device_;
  MatrixFreeSettings settings_;
  BasisPreconditioner preconditioner_;
  Vector column_weights_, row_weights_;
  Vector column_space_, residual_, preconditioned_, search_, image_;
  std::function<bool()> stop_;
  std::int64_t products_ = 0;
  int steps_ = 0;  // of the last solve
  bool new_basis_ = false;
};

// result = (A D A' + E) y
void MatrixFreeKktSolver::apply_normal_matrix(const Vector& y, Vector& result) {
  VectorKernels& vectors = device_.vectors();
  device_.sparse().multiply(matrix_.by_columns, y, column_space_);
  vectors.multiply(column_weights_, column_space_);
  device_.sparse().multiply(matrix_.by_rows, column_space_, result);
  // E y is added by way of preconditioned_, which is free here.
  preconditioned_.assign_from(y);
  vectors.multiply(row_weights_, preconditioned_);
  vectors.axpby(1, preconditioned_, 1, result);
  products_ += 2;
}

// From zero, with residual_ = right-hand side. The preconditioner varies within its inner accuracy, so directions are
// made conjugate by Polak and Ribiere's coefficient (Golub & Ye 1999).
bool MatrixFreeKktSolver::conjugate_gradients(double accuracy, Vector& dy) {
  VectorKernels& vectors = device_.vectors();
  vectors.fill(dy, 0);
  const double target = accuracy * vectors.norm2(residual_);
  double energy = 0, length = 0;
  int step = 0;
  bool reached = vectors.norm2(residual_) <= target;
  for (; !reached && step < settings_.iteration_limit && !is_stopped(); ++step) {
    preconditioner_.apply(residual_, preconditioned_);
    const double now = vectors.dot(residual_, preconditioned_);
    if (!(now > 0)) break;
    // The residual has changed by -length times the last image.
    const double beta = step == 0 ? 0 : -length * vectors.dot(image_, preconditioned_) / energy;
    if (step == 0) {
      search_.assign_from(preconditioned_);
    } else {
      vectors.axpby(1, preconditioned_, beta, search_);
    }
    energy = now;
    apply_normal_matrix(search_, image_);
    const double curvature = vectors.dot(search_, image_);
    if (!(curvature > 0)) break;
    length = vectors.dot(residual_, search_) / curvature;
    vectors.axpby(length, search_, 1, dy);
    vectors.axpby(-length, image_, 1, residual_);
    reached = vectors.norm2(residual_) <= target;
  }
  count_steps(step);
  return reached;
}

void MatrixFreeKktSolver::count_steps(int steps) {
  steps_ = steps;
  if (new_basis_ && settings_.on_log) {
    settings_.on_log("matrix-free: new basis, " + std::to_string(steps) + " conjugate gradient steps");
  }
  new_basis_ = false;
}

}  // namespace

std::unique_ptr<KktSolver> make_matrix_free_kkt_solver(const DeviceMatrix& matrix, Device& device,
                                                       const MatrixFreeSettings& settings) {
  return std::make_unique<MatrixFreeKktSolver>(matrix, device, settings);
}

}  // namespace planwerk
