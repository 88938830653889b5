#pragma once

#include "host/solver/matching_basis.hpp"
#include "host/solver/vertex_basis.hpp"

namespace planwerk {

// A matching looks at one entry per row, so that a few of its columns may be nearly combinations of others, and columns
// that belong into the basis are left out for them; every value then depends on what is left of rounding. So columns of
// high weight are brought in: the j-th for the i-th where |(B^-1 a_j)_i| exp(weight_j - weight_i) is largest, if that
// is well above one, which raises |det B| times all weights of the basis by as much (Knuth 1985, semi-optimal bases;
// Schork & Gondzio 2020 choose bases of maximum volume so). Columns of low weight are not tried, and the search ends
// after many in a row that change nothing. False: the new basis does not factorise.
bool raise_volume(const SlackForm& form, const MatchingWeights& weights, VertexBasis& basis);

}  // namespace planwerk
