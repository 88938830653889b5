#pragma once

#include <optional>
#include <vector>

#include "host/lp/sparse_matrix.hpp"

namespace planwerk {

struct IncompleteLuSettings {
  double drop = 0.01;        // fill smaller than this, relative to the largest entry of its row, is left out
  double fill_limit = 20;    // entries of the factors per entry of the matrix
  double work_limit = 3000;  // multiplications per entry of the matrix
};

// A row that is a combination of others as far as pivots go, and the column that is left without a pivot.
struct Dependence {
  std::int32_t row;
  std::int32_t column;
};

// L U Q ~ S for a square matrix, by rows with a threshold for fill (ILUT without a count, Saad 1994). Entries of S
// itself are kept. Pivots are on the diagonal unless another entry of the row is far larger: then columns change
// places.
class IncompleteLu {
 public:
  // `order` lists rows and columns alike in the order of elimination. Nothing where the factors outgrow a limit. Rows
  // without a pivot are added to `dependent`; the factors are then those of a matrix with a unit entry there. `work`
  // grows by the multiplications done.
  static std::optional<IncompleteLu> factorize(const SparseMatrix& matrix, std::vector<std::int32_t> order,
                                               const IncompleteLuSettings& settings, std::vector<Dependence>& dependent,
                                               std::int64_t& work);

  // L U Q x = rhs, for `lanes` right-hand sides side by side: element i of lane l stands at i * lanes + l.
  template <int lanes = 1>
  void solve(const std::vector<double>& rhs, std::vector<double>& x) const;
  template <int lanes = 1>
  void solve_transposed(const std::vector<double>& rhs, std::vector<double>& x) const;  // Q'U'L'x = rhs, likewise
  std::int64_t nonzeros() const {
    return lower_.nonzeros() + upper_.nonzeros() + static_cast<std::int64_t>(row_at_.size());
  }

 private:
  std::vector<std::int32_t> row_at_, column_at_;  // by place in the elimination
  SparseMatrix lower_, upper_;                    // strictly; rows and columns by place
  std::vector<double> pivot_inverse_;             // by place
  mutable std::vector<double> work_;
};

// An order of elimination with little fill: what is triangular first (rows whose only entry left is their diagonal) and
// last (columns likewise), the rest between them, sparse rows and columns before dense ones.
std::vector<std::int32_t> elimination_order(const SparseMatrix& matrix);

}  // namespace planwerk
