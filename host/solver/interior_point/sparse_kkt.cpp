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
    count(analysis_->factorization->cost().flops / flops_per_visit);
    return all_finite(values_) && analysis_->factorization->factorize(values_);
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
  double product_visits_ = 1;
  std::int64_t work_ = 0;
};

}  // namespace

std::unique_ptr<KktSolver> make_sparse_kkt_solver(std::unique_ptr<SparseKktAnalysis> analysis,
                                                  const DeviceMatrix& matrix) {
  return std::make_unique<SparseKktSolver>(std::move(analysis), matrix);
}

}  // namespace planwerk
