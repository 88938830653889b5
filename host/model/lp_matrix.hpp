#pragma once

#include "host/lp/sparse_matrix.hpp"
#include "host/model/build_lp.hpp"

namespace planwerk {

// The matrix of a programme whose rows and columns are laid out. Column by column in two passes, the first to count
// the entries of each row and the second to place them, so that millions of recipes need no list of triplets.
SparseMatrix production_matrix(const Economy& economy, const ProductionLp& layout);

}  // namespace planwerk
