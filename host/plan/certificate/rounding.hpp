#pragma once

#include <limits>

namespace planwerk::certificate {

inline constexpr double infinite = std::numeric_limits<double>::infinity();
// Twice the unit roundoff: covers the rounding of the bounds on rounding.
inline constexpr double rounding_unit = 0x1p-52;

}  // namespace planwerk::certificate
