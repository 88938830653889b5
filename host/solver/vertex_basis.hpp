#pragma once

#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/solver/basis_solver.hpp"
#include "host/solver/matching_basis.hpp"
#include "host/solver/product_form.hpp"

namespace planwerk {

// min cost'z  s.t.  [A -I] z = 0,  lower <= z <= upper:  the columns x of a programme followed by the activities
// s = A x of its rows, in the units of vertex clean-up. Row i's dual is what its slack's reduced cost is.
struct SlackForm {
  SparseMatrix by_rows;                    // A, m x n
  SparseMatrix by_columns;                 // A'
  std::vector<double> cost, lower, upper;  // n + m

  std::int32_t rows() const { return by_rows.rows; }
  std::int32_t columns() const { return by_rows.columns; }  // of A
  std::int32_t variables() const { return rows() + columns(); }

  // result += factor times a column of [A -I].
  void add_column(std::int32_t variable, double factor, std::vector<double>& result) const;
  double column_product(std::int32_t variable, const std::vector<double>& y) const;  // of a column of [A -I] with y
  std::vector<double> row_combination(const std::vector<double>& y) const;           // [A -I]'y
};

// A basis that pivots change one column at a time, in product form. Variables in the basis are known by their position
// 0 ... m-1.
class VertexBasis {
 public:
  static constexpr double pivot_accuracy = 1e-9;

  VertexBasis(const SlackForm& form, const DeviceCsr& a, Device& device) : form_(form), a_(a), device_(device) {}

  // The columns that match_basis() chooses; those that depend on others give way to slacks. False: there is no
  // matching, or B does not factorise.
  bool match(const MatchingWeights& weights);
  // Matches the present columns anew and forgets the product; positions change, dependent columns give way. False as
  // above.
  bool refactorize();
  // Others take the places of variables (first: who goes, second: who comes). Matched anew; where the new columns do
  // not make a basis, slacks complete it. False as above.
  bool exchange(const std::vector<std::pair<std::int32_t, std::int32_t>>& exchanges);

  std::int32_t at(std::int32_t position) const { return variable_at_[position]; }
  const std::vector<std::int32_t>& variables() const { return variable_at_; }
  // x <- B^-1 x (from rows to positions) and y <- B^-T y (from positions to rows). False: accuracy not reached.
  bool solve(std::vector<double>& x, double accuracy = pivot_accuracy);
  bool solve_transposed(std::vector<double>& y, double accuracy = pivot_accuracy);
  // As solve(), for a block of right-hand sides (BasisSolver::solve_block).
  std::array<bool, block_lanes> solve_block(std::vector<double>& x, double accuracy);
  // Both for some right-hand sides, in blocks where that is faster.
  void solve_all(std::vector<std::vector<double>>& sides);
  // ... with the basis as it was when the product had so many matrices.
  void solve_all_transposed(std::vector<std::vector<double>>& sides, std::size_t replaced);
  // How many right-hand sides are best solved for together.
  std::size_t together() const { return solver_->iterates() ? block_lanes : 1; }
  // `column` = B^-1 times the entering variable's column.
  void replace(std::int32_t position, std::int32_t entering, const std::vector<double>& column);
  void take_back(std::int32_t position, std::int32_t left);  // the last replacement
  const ProductForm& product() const { return product_; }
  bool worth_refactorizing() const;
  std::int64_t work() const { return own_work_ + (solver_ ? solver_->work() : 0); }  // multiplications

 private:
  bool adopt(std::optional<MatchedBasis> matched);
  const SlackForm& form_;
  const DeviceCsr& a_;
  Device& device_;
  std::vector<std::int32_t> variable_at_;
  std::unique_ptr<BasisSolver> solver_;
  ProductForm product_;
  std::int64_t own_work_ = 0;  // of products with elementary matrices and of earlier solvers
  std::vector<double> work_space_, block_;
};

}  // namespace planwerk
