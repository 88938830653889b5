#pragma once

#include <vector>

#include "host/model/suppliability.hpp"

namespace planwerk {

// Products that hang on loops of recipes which take more than they give (two machines to make the steel for one):
// nothing of them can ever be delivered or stored. `true` is certain to within rounding, `false` is not.
//
// The proof is a price p_i >= 0 per product that hangs on loops, p > 0 on the products named, at which no recipe makes
// a profit: sum_i p_i net_ir <= 0 for every recipe r. Then any activity x >= 0 has sum_i p_i (net x)_i <= 0, while
// deliveries and stocks need (net x)_i >= 0; so nothing is left of a product with p_i > 0. Prices start at 1 and fall
// until no recipe makes a profit, as in a search for shortest paths; where loops yield, they fall towards zero.
std::vector<bool> products_of_losing_loops(const Economy& economy, const Suppliability& supply);

}  // namespace planwerk
