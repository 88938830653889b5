#pragma once

#include <cstdint>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// A random economy of a few products, recipes and needs, in which plant and hours are scarce; the same on every machine
// up to libm's rounding.
Economy tiny_economy(std::uint64_t seed);

// The leximin coverages of all needs by brute force: level by level the greatest least coverage, then for every need
// alone how far it could rise. Programmes of their own, solved by the tests' reference simplex.
std::vector<double> reference_leximin(const Economy& economy);

}  // namespace planwerk
