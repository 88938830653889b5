#pragma once

#include <cstdint>
#include <vector>

#include "host/lp/sparse_matrix.hpp"

namespace planwerk {

// A rigorous lower bound on the smallest eigenvalue of  S A_F' W^2 A_F S,  zero where none is found. A_F are the chosen
// columns of a matrix that is given by columns (each a row of `by_columns`); W and S are diagonal, powers of two or
// zero, so that scaled entries are exact, and S should make the diagonal about one. Dense, cubic in the columns.
//
// The floating-point Cholesky factorisation of G - s I that runs to its end proves lambda_min(G) >= s less a bound on
// its rounding: Rump, Verification of positive definiteness, BIT 46 (2006), theorem 2.3.
double gram_eigenvalue_bound(const SparseMatrix& by_columns, const std::vector<std::int32_t>& columns,
                             const std::vector<double>& weight, const std::vector<double>& scale);

}  // namespace planwerk
