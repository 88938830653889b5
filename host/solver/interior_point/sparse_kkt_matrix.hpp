#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/solver/interior_point/sparse_factorization.hpp"

namespace planwerk {

// The system of kkt_solver.hpp with the columns outside a set K eliminated, N being the others:
//
//   [ A_N D_N A_N' + E    A_K    ] [dy  ]   [r + A_N D_N g_N]
//   [ A_K'              -D_K^-1  ] [dx_K] = [g_K            ],      dx_N = D_N (A_N'dy - g_N)
//
// K empty: the normal equations. K all columns: the augmented system. A few dense columns in K: the normal equations
// without their fill. All are quasi-definite. Unknowns: the rows in order, then K in order.
class SparseKktMatrix {
 public:
  // `a`: rows x columns; its pattern counts for the life of this, its values until set_matrix_values.
  // `kept`: K, ascending.
  SparseKktMatrix(const SparseMatrix& a, std::vector<std::int32_t> kept);

  const LowerTriangle& pattern() const { return pattern_; }
  std::int32_t rows() const { return rows_; }
  std::int32_t columns() const { return columns_; }
  std::int32_t kept_columns() const { return pattern_.size - rows_; }
  bool has_pattern_of(const SparseMatrix& a) const;

  // Same pattern as before, other values.
  void set_matrix_values(std::span<const double> values);

  // The values of the lower triangle at weights D = diag(column_weights), E = diag(row_weights).
  void assemble(std::span<const double> column_weights, std::span<const double> row_weights,
                std::vector<double>& values) const;
  // (r + A_N D_N g_N, g_K), and from its solution dx and dy.
  void reduce(std::span<const double> column_weights, std::span<const double> g, std::span<const double> r,
              std::vector<double>& right_hand_side) const;
  void expand(std::span<const double> column_weights, std::span<const double> g, std::span<const double> solution,
              std::vector<double>& dx, std::vector<double>& dy) const;

 private:
  void find_pattern(std::vector<std::int32_t>& marker);

  std::int32_t rows_, columns_;
  SparseMatrix by_rows_, by_columns_;        // A and A'
  std::vector<std::int64_t> to_by_columns_;  // place in by_columns_ of each entry of by_rows_
  std::vector<std::int32_t> kept_;
  std::vector<std::int32_t> place_in_kept_;  // per column: its place in K, or -1
  LowerTriangle pattern_;
};

// Entries of the lower triangle before its pattern is looked for: an upper bound, cheap.
double triangle_entries_bound(const SparseMatrix& a, std::span<const std::int32_t> kept);

}  // namespace planwerk
