#pragma once

#include <optional>
#include <vector>

#include "host/lp/linear_program.hpp"
#include "host/lp/reduced_costs.hpp"
#include "host/lp/safe_bound.hpp"

namespace planwerk {

// Multipliers of which only an enclosure is known: there are y with |y_i - value_i| <= radius_i, of the sign that the
// sides of row i allow, for which the reduced costs of the exact columns are zero in exact arithmetic.
struct EnclosedDual {
  std::vector<double> value;   // per row
  std::vector<double> radius;  // per row
  std::vector<char> is_exact;  // per column
};

// Looks near `dual` for multipliers whose reduced costs  objective - A'y  point to no infinite bound of the box, which
// rounding alone makes them do at every vertex with such columns. Two things are done to them:
//
// Columns S with one infinite bound get a reduced cost of the right sign, a little more than rounding can take away:
// the least change of y with  A_S'(change) = wanted,  by conjugate gradients on the normal equations. How it is found
// does not matter for the rigour, since everything is evaluated afresh.
//
// Columns F without bounds, single or written as two of opposite signs, need the reduced cost zero, which no
// floating-point y may have. Some y near it has: with G = A_F' A_F (rows and columns scaled) and d_F what is left,  y*
// = y + A_F G^-1 d_F,  so that
// ||y* - y||_2 <= ||d_F||_2 / sqrt(lambda_min(G)).  The eigenvalue is bounded by a floating-point Cholesky
// factorisation that succeeds for G - s I (Rump, Verification of positive definiteness, BIT 46 (2006)).
//
// Nothing where this fails or would take more than a small multiple of a sweep over the matrix. Sizes: objective:
// columns; dual: rows, zero where the side of its sign is infinite; d: its reduced costs.
std::optional<EnclosedDual> corrected_dual(const LinearProgram& lp, const std::vector<double>& objective,
                                           const std::vector<double>& dual, const ReducedCosts& d, const Box& box);

}  // namespace planwerk
