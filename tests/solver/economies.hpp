#pragma once

#include <cstdint>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// A small economy with every product's need and shortfall, alternative recipes, scarce labour and limited capacities:
//   min labour + penalties   s.t.  made - used + shortfall >= need,  labour used <= offered,  0 <= x <= capacity.
// Prices spread over some decades. The same numbers on every machine.
LinearProgram production_economy(std::int32_t products, std::uint64_t seed);

}  // namespace planwerk
