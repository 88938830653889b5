#pragma once

#include <memory>
#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/solver/basis_solver.hpp"

namespace planwerk {

// A residual that counts as exact: no more than rounding is left.
inline constexpr double exact_residual = 1e-12;

struct CheckedSolution {
  std::vector<double> values;
  double relative_residual = 0;  // ||rhs - B x|| / ||rhs||, 2-norms in the scaled system, computed afresh
};

// Solves with a square matrix whose diagonal has no zero, improves what it gets by its own residual (in twice the
// working precision) until nothing more is gained, and says what is left.
class CheckedSolver {
 public:
  // `row_scale` as make_basis_solver takes it: row_scale_i b_ij / (row_scale_j b_jj) are of the order of one.
  CheckedSolver(SparseMatrix matrix, std::vector<double> row_scale);

  // False where the matrix is singular or its factors grow too large: then there is nothing to solve with.
  bool ready() const { return solver_ != nullptr; }
  CheckedSolution solve(const std::vector<double>& rhs);             // B x = rhs
  CheckedSolution solve_transposed(const std::vector<double>& rhs);  // B'y = rhs

 private:
  template <class Solve>
  CheckedSolution refine(const SparseMatrix& matrix, const std::vector<double>& scale, const std::vector<double>& rhs,
                         const Solve& solve);

  SparseMatrix matrix_, transposed_;
  std::vector<double> row_scale_, column_scale_;
  std::unique_ptr<BasisSolver> solver_;
};

}  // namespace planwerk
