#pragma once

#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// What activities claim of people, plant and nature: hours per labour kind, use per capacity, the sums of limits, and
// the net production of FREE products (emissions > 0, resources taken < 0; zero for all others).
struct Claims {
  std::vector<double> labour_kinds, capacities, limits, free_products;
};

// activity: per recipe.
Claims claims_of(const Economy& economy, const std::vector<double>& activity);

}  // namespace planwerk
