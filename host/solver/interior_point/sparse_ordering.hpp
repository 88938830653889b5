#pragma once

#include <cstdint>
#include <vector>

#include "host/solver/interior_point/sparse_factorization.hpp"

namespace planwerk {

// The place of every unknown in an order of elimination by nested dissection, the same each time. Only where
// has_nested_dissection(). Throws std::bad_alloc; empty where the pattern is beyond the library's integers.
std::vector<std::int32_t> nested_dissection(const LowerTriangle& pattern);

}  // namespace planwerk
