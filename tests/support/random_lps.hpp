#pragma once

#include <cstdint>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// A small random programme with small integer data, full of what presolve looks for: empty, singleton and repeated
// rows, fixed, free, empty and singleton columns, ranges, equations. May be infeasible or unbounded. The same seed
// gives the same programme on every machine.
LinearProgram random_lp(std::uint64_t seed);

}  // namespace planwerk
