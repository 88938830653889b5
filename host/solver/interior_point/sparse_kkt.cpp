#include "host/solver/interior_point/sparse_kkt.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "kernels/trace.hpp"

namespace planwerk {
namespace {

SparseMatrix downloaded(const DeviceCsr& a) {
  return {a.rows, a.columns, a.row_offsets.to_host(), a.column_indices.to_host(), a.values.to_host()};
}

// Scales rows and columns of the triangle alike so that the diagonal becomes +-1, in place; returns the scales.
void equilibrate(const LowerTriangle& pattern, std::vector<double>& values, std::vector<double>& scales) {
  scales.resize(pattern.size);
  for (std::int32_t i = 0; i < pattern.size; ++i) {
    const double diagonal = std::abs(values[pattern.row_offsets[i + 1] - 1]);
    scales[i] = diagonal > 0 ? 1 / std::sqrt(diagonal) : 1;
  }
  for (std::int32_t i = 0; i < pattern.size; ++i)
    for (std::int64_t e = pattern.row_offsets[i]; e < pattern.row_offsets[i + 1]; ++e)
      values[e] *= scales[i] * scales[pattern.column_indices[e]];
}

// What is added to a diagonal of +-1, from nothing upwards.
constexpr double least_shift = 1e-14, largest_shift = 1e-6, shift_factor = 100;
double greater_shift(double shift) {
  return shift > 0 ? shift_factor * shift : least_shift;
}
double lesser_shift(double shift) {
  return shift > least_shift ? shift / shift_factor : 0;
}

class SparseKktSolver final : public KktSolver {
 public:
  SparseKktSolver(std::unique_ptr<SparseKktAnalysis> analysis, const DeviceMatrix& matrix)
      : analysis_(std::move(analysis)) {
    const SparseMatrix a = downloaded(matrix.by_rows);
    if (!analysis_->matrix->has_pattern_of(a)) throw std::logic_error("sparse analysis of another matrix");
    analysis_->matrix->set_matrix_values(a.values);
    product_visits_ = static_cast<double>(std::max<std::int64_t>(1, a.nonzeros()));
  }

  std::string_view name() const override { return "sparse LDL'"; }

  bool factorize(const Vector& column_weights, const Vector& row_weights) override {
    const TraceRange range("sparse factorisation");
    column_weights_ = column_weights.to_host();
    analysis_->matrix->assemble(column_weights_, row_weights.to_host(), values_);
    equilibrate(analysis_->matrix->pattern(), values_, scales_);
    if (!all_finite(values_)) return false;
    for (shift_ = lesser_shift(shift_); shift_ <= largest_shift; shift_ = greater_shift(shift_)) {
      shift_diagonal();
      count(analysis_->factorization->cost().flops / flops_per_visit);
      if (analysis_->factorization->factorize(values_) && signs_are_right()) return true;
    }
    return false;
  }

  bool solve(const Vector& g, const Vector& r, double /*accuracy*/, Vector& dx, Vector& dy) override {
    const TraceRange range("sparse solve");
    const std::vector<double> host_g = g.to_host();
    analysis_->matrix->reduce(column_weights_, host_g, r.to_host(), unknowns_);
    scale_unknowns();
    analysis_->factorization->solve(unknowns_);
    scale_unknowns();
    analysis_->matrix->expand(column_weights_, host_g, unknowns_, dx_, dy_);
    dx.upload(dx_);
    dy.upload(dy_);
    count(2 * analysis_->factorization->cost().factor_entries + 2 * product_visits_);
    return all_finite(dx_) && all_finite(dy_);
  }

  std::int64_t work() const override { return work_; }

 private:
  // Away from zero, so that rounding no longer turns signs; the caller's refinement takes back what that changes.
  void shift_diagonal() {
    const LowerTriangle& pattern = analysis_->matrix->pattern();
    for (std::int32_t i = 0; i < pattern.size; ++i) {
      double& diagonal = values_[pattern.row_offsets[i + 1] - 1];
      if (diagonal != 0) diagonal = std::copysign(1 + shift_, diagonal);
    }
  }
  // A quasi-definite matrix has as many negative pivots as columns stay in it, in any order (Vanderbei 1995): others
  // come from rounding.
  bool signs_are_right() const {
    return analysis_->factorization->negative_pivots() == analysis_->matrix->kept_columns();
  }
  static bool all_finite(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  }
  void scale_unknowns() {
    for (std::size_t i = 0; i < unknowns_.size(); ++i) unknowns_[i] *= scales_[i];
  }
  void count(double visits) { work_ += static_cast<std::int64_t>(std::ceil(visits / product_visits_)); }

  std::unique_ptr<SparseKktAnalysis> analysis_;
  std::vector<double> column_weights_, values_, scales_;
  std::vector<double> unknowns_, dx_, dy_;
  double shift_ = 0;  // of the last factorisation
  double product_visits_ = 1;
  std::int64_t work_ = 0;
};

}  // namespace

std::unique_ptr<KktSolver> make_sparse_kkt_solver(std::unique_ptr<SparseKktAnalysis> analysis,
                                                  const DeviceMatrix& matrix) {
  return std::make_unique<SparseKktSolver>(std::move(analysis), matrix);
}

}  // namespace planwerk
