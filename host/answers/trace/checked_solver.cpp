#include "host/answers/trace/checked_solver.hpp"

#include <cmath>

#include "host/lp/accurate_sum.hpp"

namespace planwerk {
namespace {

constexpr int round_limit = 8;
constexpr double round_accuracy = 1e-8;  // of one round of improvement
constexpr double settled = 1e-15;

std::vector<double> diagonal_of(const SparseMatrix& matrix) {
  std::vector<double> diagonal(static_cast<std::size_t>(matrix.rows), 0);
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      if (matrix.column_indices[k] == i) diagonal[i] = matrix.values[k];
    }
  }
  return diagonal;
}

std::vector<double> residual_of(const SparseMatrix& matrix, const std::vector<double>& x,
                                const std::vector<double>& rhs) {
  std::vector<double> residual(rhs.size());
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    AccurateSum sum;
    sum.add(rhs[i]);
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      sum.add_product(-matrix.values[k], x[matrix.column_indices[k]]);
    }
    residual[i] = sum.value();
  }
  return residual;
}

double scaled_norm(const std::vector<double>& vector, const std::vector<double>& scale) {
  double sum = 0;
  for (std::size_t i = 0; i < vector.size(); ++i) sum += (vector[i] * scale[i]) * (vector[i] * scale[i]);
  return std::sqrt(sum);
}

}  // namespace

CheckedSolver::CheckedSolver(SparseMatrix matrix, std::vector<double> row_scale)
    : matrix_(std::move(matrix)), transposed_(transposed(matrix_)), row_scale_(std::move(row_scale)) {
  const std::vector<double> diagonal = diagonal_of(matrix_);
  for (std::size_t i = 0; i < diagonal.size(); ++i) column_scale_.push_back(1 / (diagonal[i] * row_scale_[i]));
  std::vector<Dependence> dependent;
  solver_ = make_basis_solver(matrix_, row_scale_, dependent);
}

template <class Solve>
CheckedSolution CheckedSolver::refine(const SparseMatrix& matrix, const std::vector<double>& scale,
                                      const std::vector<double>& rhs, const Solve& solve) {
  CheckedSolution best{std::vector<double>(rhs.size(), 0), 1};
  const double size = scaled_norm(rhs, scale);
  if (size == 0) return {std::move(best.values), 0};
  std::vector<double> residual = rhs, step;
  for (int round = 0; round < round_limit && best.relative_residual > settled; ++round) {
    solve(residual, step);
    std::vector<double> next = best.values;
    for (std::size_t i = 0; i < next.size(); ++i) next[i] += step[i];
    residual = residual_of(matrix, next, rhs);
    const double left = scaled_norm(residual, scale) / size;
    if (!(left < best.relative_residual)) break;
    best = {std::move(next), left};
  }
  return best;
}

CheckedSolution CheckedSolver::solve(const std::vector<double>& rhs) {
  return refine(matrix_, row_scale_, rhs,
                [this](const auto& side, auto& x) { solver_->solve(side, round_accuracy, x); });
}

CheckedSolution CheckedSolver::solve_transposed(const std::vector<double>& rhs) {
  return refine(transposed_, column_scale_, rhs,
                [this](const auto& side, auto& y) { solver_->solve_transposed(side, round_accuracy, y); });
}

}  // namespace planwerk
