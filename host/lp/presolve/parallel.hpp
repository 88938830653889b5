#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace planwerk {

// Rows or columns that are multiples of each other. They are handed over as functions `for_each` that call
// f(index, value) for every entry, indices ascending.

// Of the indices and the values relative to the first, rounded so that the last digits do not matter.
template <class ForEach>
std::uint64_t hash_of_direction(ForEach&& for_each) {
  std::uint64_t hash = 0;
  double first = 0;
  for_each([&](std::int32_t index, double value) {
    if (first == 0) first = value;
    const auto relative = std::bit_cast<std::uint32_t>(static_cast<float>(value / first));
    hash ^= (static_cast<std::uint64_t>(index) << 32) + relative;
    hash *= 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 29;
  });
  return hash;
}

// factor with  second = factor * first  in every entry to working precision, else 0. Both have entries.
template <class ForFirst, class ForSecond>
double parallel_factor(ForFirst&& for_first, ForSecond&& for_second) {
  constexpr double rounding = 0x1p-51;
  struct Entry {
    std::int32_t index;
    double value;
  };
  std::vector<Entry> first;
  for_first([&](std::int32_t index, double value) { first.push_back({index, value}); });
  std::size_t k = 0;
  double factor = 0;
  bool parallel = true;
  for_second([&](std::int32_t index, double value) {
    if (k == 0) factor = value / first[0].value;
    parallel = parallel && k < first.size() && first[k].index == index &&
               std::fabs(value - factor * first[k].value) <= rounding * std::fabs(value);
    ++k;
  });
  return parallel && k == first.size() ? factor : 0;
}

}  // namespace planwerk
