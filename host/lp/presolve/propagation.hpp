#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "host/lp/presolve/extreme.hpp"
#include "host/lp/presolve/range.hpp"

namespace planwerk {

// Ranges of variables that become smaller by demands  sum a_k v_k <= side  on them, each of which bounds one variable
// by the ranges of the others. Remembers which demands the ranges rest on: who draws a conclusion from the ranges must
// not give up one of those, or proofs could turn in circles.
//
// For primal variables rows make the demands, for dual ones columns do. Entries are handed over as functions `for_each`
// that call f(variable, coefficient).
class Propagation {
 public:
  Propagation(std::vector<Range> ranges, std::int32_t demands)
      : ranges_(std::move(ranges)), is_source_(demands, false) {}

  // sign sum a_k v_k <= side
  template <class ForEach>
  void demand(std::int32_t number, ForEach&& for_each, double sign, double side) {
    const Extreme least = least_sum(for_each, sign);
    if (least.infinite_terms > 1) return;
    for_each([&](std::int32_t variable, double a) {
      const double room = side - least.without(least_term(sign * a, variable), -1);
      if (std::isfinite(room)) tighten(variable, sign * a > 0, room / (sign * a), number);
    });
  }

  // Bounds on sum a_k v_k, rounded outwards.
  template <class ForEach>
  double least(ForEach&& for_each) const {
    return least_sum(for_each, 1).total(-1);
  }
  template <class ForEach>
  double greatest(ForEach&& for_each) const {
    return -least_sum(for_each, -1).total(-1);
  }

  bool is_source(std::int32_t demand) const { return is_source_[demand]; }
  // Whether one range for so many demands became clearly smaller since the last call.
  bool found_much() {
    constexpr std::int64_t worthwhile_share = 100;
    return worthwhile_share * std::exchange(found_, 0) > static_cast<std::int64_t>(is_source_.size());
  }

 private:
  double least_term(double a, std::int32_t variable) const {
    return a > 0 ? a * ranges_[variable].lower : a * ranges_[variable].upper;
  }

  template <class ForEach>
  Extreme least_sum(ForEach&& for_each, double sign) const {
    Extreme sum;
    for_each([&](std::int32_t variable, double a) { sum.add(least_term(sign * a, variable)); });
    return sum;
  }

  // A bound that hardly moves is not worth the demand that it would rest on, nor one so large that it says nothing.
  void tighten(std::int32_t variable, bool from_above, double bound, std::int32_t source) {
    constexpr double worthwhile = 1e-3, largest = 1e12;
    double& present = from_above ? ranges_[variable].upper : ranges_[variable].lower;
    const double gain = from_above ? present - bound : bound - present;
    const double scale = std::max(std::fabs(bound), std::isinf(present) ? 0 : std::fabs(present));
    if (!(gain > worthwhile * scale) || std::fabs(bound) > largest) return;
    present = bound;
    is_source_[source] = true;
    ++found_;
  }

  std::vector<Range> ranges_;
  std::vector<char> is_source_;
  std::int64_t found_ = 0;
};

}  // namespace planwerk
