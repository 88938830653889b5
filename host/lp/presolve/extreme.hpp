#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace planwerk {

// The least or the greatest value of a sum of terms that range over intervals, some of them unbounded. `outwards` is -1
// for a least, 1 for a greatest value: where infinity lies, and the way to round.
struct Extreme {
  double finite = 0;
  double magnitude = 0;
  std::int32_t infinite_terms = 0;

  void add(double term) { change(term, 1); }
  void remove(double term) { change(term, -1); }

  double total(int outwards) const { return infinite_terms > 0 ? outwards * unbounded : rounded(finite, outwards); }
  // All terms but `own`.
  double without(double own, int outwards) const {
    if (std::isinf(own)) return infinite_terms > 1 ? outwards * unbounded : rounded(finite, outwards);
    return infinite_terms > 0 ? outwards * unbounded : rounded(finite - own, outwards);
  }

 private:
  static constexpr double unbounded = std::numeric_limits<double>::infinity();
  static constexpr double rounding = 1e-14;  // of sums, relative to their terms

  double rounded(double value, int outwards) const { return value + outwards * rounding * magnitude; }

  void change(double term, int sign) {
    if (std::isinf(term)) {
      infinite_terms += sign;
    } else {
      finite += sign * term;
      magnitude += std::fabs(term);  // grows even when a term goes, for rounding stays
    }
  }
};

}  // namespace planwerk
