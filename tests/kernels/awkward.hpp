#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "kernels/csr_matrix.hpp"

namespace planwerk::tests {

// Random numbers of our own, the same on every machine (xorshift64*, Vigna 2016).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2654435769u + 1) {}
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 2685821657736338717u;
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }  // [0, 1)
  std::int32_t below(std::int32_t n) { return static_cast<std::int32_t>(next() % static_cast<std::uint64_t>(n)); }

 private:
  std::uint64_t state_;
};

inline constexpr double infinite = std::numeric_limits<double>::infinity();

// Sizes around the widths of warps and blocks, and one that fills many.
inline constexpr std::size_t awkward_sizes[] = {0, 1, 2, 31, 32, 33, 4095, 4096, 4097, 1000003};

// Values in [-1, 1) with zeros of both signs among them.
inline std::vector<double> awkward_vector(std::size_t size, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> x(size);
  for (double& value : x) {
    const double draw = random.uniform();
    value = draw < 0.05 ? 0.0 : draw < 0.1 ? -0.0 : 2 * random.uniform() - 1;
  }
  return x;
}

// Bounds around `middle`: a quarter of each side infinite, some pairs equal, some zeros of either sign.
struct Bounds {
  std::vector<double> lower, upper;
};
inline Bounds awkward_bounds(std::size_t size, std::uint64_t seed) {
  Random random(seed);
  Bounds bounds{std::vector<double>(size), std::vector<double>(size)};
  for (std::size_t i = 0; i < size; ++i) {
    const double a = random.uniform() - 0.5, b = a + random.uniform();
    bounds.lower[i] = random.uniform() < 0.25 ? -infinite : random.uniform() < 0.2 ? -0.0 : std::min(a, 0.0);
    bounds.upper[i] = random.uniform() < 0.25 ? infinite : random.uniform() < 0.2 ? 0.0 : std::max(b, 0.0);
    if (random.uniform() < 0.1) bounds.lower[i] = bounds.upper[i] = a;
  }
  return bounds;
}

struct HostCsr {
  std::string name;
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::vector<std::int64_t> row_offsets;
  std::vector<std::int32_t> column_indices;
  std::vector<double> values;

  CsrSpan span() const { return {rows, columns, row_offsets, column_indices, values}; }
};

// A matrix with rows of the given lengths, entries at ascending random columns (every `columns / length`-th or so).
inline HostCsr matrix_with_rows(std::string name, const std::vector<std::int64_t>& lengths, std::int32_t columns,
                                std::uint64_t seed) {
  Random random(seed);
  HostCsr a{std::move(name), static_cast<std::int32_t>(lengths.size()), columns, {0}, {}, {}};
  for (const std::int64_t length : lengths) {
    for (std::int64_t k = 0; k < length; ++k) {
      const std::int64_t begin = k * columns / length, end = (k + 1) * columns / length;
      a.column_indices.push_back(static_cast<std::int32_t>(begin) +
                                 random.below(static_cast<std::int32_t>(end - begin)));
    }
    a.row_offsets.push_back(static_cast<std::int64_t>(a.column_indices.size()));
  }
  a.values = awkward_vector(a.column_indices.size(), seed + 1);
  return a;
}

// Shapes that break row loops: none of something, one entry, sizes around a warp, empty rows at both ends and in
// long runs, one huge row, heavy tails.
inline std::vector<HostCsr> awkward_matrices() {
  std::vector<HostCsr> all;
  all.push_back(matrix_with_rows("no_rows", {}, 5, 1));
  all.push_back(matrix_with_rows("no_columns", {0, 0, 0}, 0, 2));
  all.push_back(matrix_with_rows("no_entries", std::vector<std::int64_t>(1000, 0), 7, 3));
  for (const std::int64_t length : {1, 2, 31, 32, 33, 4096, 4097}) {
    all.push_back(matrix_with_rows("one_row_of_" + std::to_string(length), {length}, 5000, 4));
    all.push_back(matrix_with_rows("empty_rows_around_" + std::to_string(length), {0, 0, length, 0}, 5000, 5));
  }
  all.push_back(matrix_with_rows("one_huge_row", {3, 0, 1000003, 1, 0}, 1000003, 6));
  all.push_back(matrix_with_rows("one_column", std::vector<std::int64_t>(20011, 1), 1, 7));
  std::vector<std::int64_t> tailed(30011);
  for (std::size_t i = 0; i < tailed.size(); ++i) tailed[i] = 60000 / static_cast<std::int64_t>(i + 1);
  all.push_back(matrix_with_rows("heavy_tail", tailed, 60000, 8));
  std::vector<std::int64_t> sparse(200003);
  for (std::size_t i = 0; i < sparse.size(); i += 97) sparse[i] = static_cast<std::int64_t>(i % 61);
  all.push_back(matrix_with_rows("mostly_empty_rows", sparse, 1009, 9));
  return all;
}

}  // namespace planwerk::tests
