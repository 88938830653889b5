#pragma once

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/solver/basis_solver.hpp"
#include "host/solver/matching_basis.hpp"

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

// A basis that pivots change one column at a time, in product form: B = B_0 E_1 ... E_k (Dantzig & Orchard-Hays 1954).
// Variables in the basis are known by their position 0 ... m-1.
class VertexBasis {
 public:
  VertexBasis(const SlackForm& form, const DeviceCsr& a, Device& device) : form_(form), a_(a), device_(device) {}

  // Columns that depend on others give way to slacks. False: B does not factorise.
  bool adopt(MatchedBasis matched);
  // Matches the present columns anew and forgets the product; positions change, dependent columns give way. False as
  // above.
  bool refactorize();
  // Others take the places of variables (first: who goes, second: who comes). Matched anew; where the new columns do
  // not make a basis, slacks complete it. False as above.
  bool exchange(const std::vector<std::pair<std::int32_t, std::int32_t>>& exchanges);

  std::int32_t at(std::int32_t position) const { return variable_at_[position]; }
  const std::vector<std::int32_t>& variables() const { return variable_at_; }
  // x <- B^-1 x (from rows to positions) and y <- B^-T y (from positions to rows). False: accuracy not reached.
  bool solve(std::vector<double>& x, double accuracy = 1e-9);
  bool solve_transposed(std::vector<double>& y, double accuracy = 1e-9);
  // As solve(), for a block of right-hand sides (BasisSolver::solve_block).
  std::array<bool, block_lanes> solve_block(std::vector<double>& x, double accuracy);
  // `column` = B^-1 times the entering variable's column.
  void replace(std::int32_t position, std::int32_t entering, const std::vector<double>& column);
  bool worth_refactorizing() const;
  bool has_product() const { return !etas_.empty(); }
  std::int64_t work() const { return own_work_ + (solver_ ? solver_->work() : 0); }  // multiplications

 private:
  struct Eta {
    std::int32_t position;
    double pivot;
    std::vector<std::pair<std::int32_t, double>> others;
  };
  const SlackForm& form_;
  const DeviceCsr& a_;
  Device& device_;
  std::vector<std::int32_t> variable_at_;
  std::unique_ptr<BasisSolver> solver_;
  std::vector<Eta> etas_;
  std::int64_t own_work_ = 0;  // of products with elementary matrices and of earlier solvers
  std::int64_t product_entries_ = 0;
  std::vector<double> work_space_;
};

}  // namespace planwerk
