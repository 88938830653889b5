#pragma once

#include <algorithm>
#include <cmath>

namespace planwerk {

inline constexpr double figure_tolerance = 1e-6;  // relative, of figures that were computed from others

// Whether two figures are the same but for rounding, relative to the larger one or to `scale`, whichever is more.
inline bool is_near(double a, double b, double scale) {
  if (std::isinf(a) || std::isinf(b)) return a == b;
  return std::fabs(a - b) <= figure_tolerance * std::max(scale, std::max(std::fabs(a), std::fabs(b)));
}

}  // namespace planwerk
