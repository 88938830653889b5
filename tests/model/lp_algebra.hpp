#pragma once

#include <string>
#include <vector>

#include "host/model/build_lp.hpp"

namespace planwerk {

// A programme as one would write it on paper: one line per row (`0 <= 0.8 recipe:grind - 0.7 recipe:bake  (flour)`),
// then one per column (`0 <= offer:hands:0 <= 500  costs 1`). Infinite sides and zero costs are left out.
std::vector<std::string> algebra(const Economy& economy, ProductionLp production);

}  // namespace planwerk
