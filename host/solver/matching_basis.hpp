#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/solver/basis_solver.hpp"
#include "kernels/matching_kernels.hpp"

namespace planwerk {

// A basis of the columns of [A -I] (m rows, n + m columns: x, and the slacks s = A x), one per row.
struct MatchedBasis {
  std::vector<std::int32_t> column_of_row;  // j < n, or n + i: the slack of row i itself
  // exp(-profit) of the rows: with it S = diag(row_scale) B diag(b_ii row_scale_i)^-1 has a unit diagonal and no entry
  // much above one.
  std::vector<double> row_scale;
};

// Logarithms of the weights at which columns compete for rows.
struct MatchingWeights {
  std::vector<double> column_logs;  // n; -infinity: must not be taken
  std::vector<double> slack_logs;   // m
};

// The matching that maximises the sum of log|a_ij| + weights, by auction. `a`: A by rows on the device. Nothing where
// rows are left without a partner.
std::optional<MatchedBasis> match_basis(const DeviceCsr& a, const MatchingWeights& weights, Device& device);

// The same basis's columns among [A -I], matched anew: for a basis that pivots have changed.
std::optional<MatchedBasis> match_columns(const DeviceCsr& a, const std::vector<std::int32_t>& basic, Device& device);

// A solver for the basis. Columns that turn out to depend on others make way for slacks, in `basis` too. Null where the
// factors grow too large. `columns_of_a`: A'. What was done in vain is added to `lost_work`, where asked for.
std::unique_ptr<BasisSolver> make_repaired_solver(const DeviceCsr& a, const SparseMatrix& columns_of_a,
                                                  MatchedBasis& basis, Device& device,
                                                  std::int64_t* lost_work = nullptr);

// B by rows: column i is column_of_row[i] of [A -I].
SparseMatrix basis_matrix(const SparseMatrix& columns_of_a, const std::vector<std::int32_t>& column_of_row);

}  // namespace planwerk
