#pragma once

#include <algorithm>

namespace planwerk {

// lower <= value <= upper, infinite where unbounded.
struct Range {
  double lower, upper;
};

inline Range times(double factor, Range range) {
  return factor > 0 ? Range{factor * range.lower, factor * range.upper}
                    : Range{factor * range.upper, factor * range.lower};
}

// The value nearest to zero that lies in `bounds` and, as far as that allows, in `wanted`.
inline double nearest_to_zero(Range wanted, Range bounds) {
  return std::clamp(std::clamp(0.0, wanted.lower, wanted.upper), bounds.lower, bounds.upper);
}

}  // namespace planwerk
