#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/solver/incomplete_lu.hpp"

namespace planwerk {

// Right-hand sides that a block holds: element i of the l-th of them stands at i * block_lanes + l.
inline constexpr int block_lanes = 8;

// Solves with a square matrix B and its transpose. Rows and columns of B are numbered so that entry (i, i) is the one
// that a matching chose (matching_basis.hpp); vectors have one element per row.
class BasisSolver {
 public:
  virtual ~BasisSolver() = default;
  virtual std::string_view name() const = 0;
  // B x = rhs and B'y = rhs to a relative residual of `accuracy` in the scaled system. False: not reached; the best
  // found is returned all the same.
  virtual bool solve(const std::vector<double>& rhs, double accuracy, std::vector<double>& x) = 0;
  virtual bool solve_transposed(const std::vector<double>& rhs, double accuracy, std::vector<double>& y) = 0;
  // Both for a block of right-hand sides, several times faster than one after the other. What one of them gets does
  // not depend on the others. Per right-hand side: whether the accuracy was reached.
  virtual std::array<bool, block_lanes> solve_block(const std::vector<double>& rhs, double accuracy,
                                                    std::vector<double>& x) = 0;
  virtual std::array<bool, block_lanes> solve_block_transposed(const std::vector<double>& rhs, double accuracy,
                                                               std::vector<double>& y) = 0;
  // Whether a solve takes several steps, each with all of the factors.
  virtual bool iterates() const = 0;
  // Multiplications so far, those of making it included: deterministic, for limits.
  virtual std::int64_t work() const = 0;
};

// `row_scale`, from the matching, scales B to S = diag(row_scale) B diag(b_ii row_scale_i)^-1 with unit diagonal and
// other entries of at most about one. An incomplete LU factorisation of S preconditions restarted GMRES (Saad &
// Schultz 1986); it is complete where that stays sparse or where nothing less lets GMRES converge fast. Null where no
// factorisation serves, and where rows depend on others: those are added to `dependent`, and the multiplications done
// in vain to `lost_work`, where asked for.
std::unique_ptr<BasisSolver> make_basis_solver(const SparseMatrix& basis, const std::vector<double>& row_scale,
                                               std::vector<Dependence>& dependent, std::int64_t* lost_work = nullptr);

}  // namespace planwerk
