#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "kernels/detail/cpu_level.hpp"
#include "kernels/detail/cpu_row_parts.hpp"

namespace planwerk::backend {

// Sliced rows after Kreutzer et al., "A unified sparse matrix data format for efficient general sparse matrix-vector
// multiplication on modern processors with wide SIMD units" (SELL-C-sigma, 2014). Within a part, rows are cut into
// lanes of at most some 64 entries, the lanes sorted by length and taken eight at a time. The eight sums of such a
// slice are formed side by side: short rows cost no mispredicted branches, and additions do not wait for each other.
// Lanes end with entries of value zero up to the length of their slice's longest: at most an eighth more entries in a
// full part.

struct Lane {
  std::uint16_t row;  // counted from the part's first
  std::int32_t length;
  std::int64_t begin;
};

// The row of lanes that only fill up a part's last slice.
inline constexpr std::uint16_t no_row = part_rows;

inline constexpr std::int64_t longest_lane = 64;

// Sorts lanes by length, longest first, equal ones in their old order.
inline std::vector<Lane> by_length(const std::vector<Lane>& lanes) {
  std::array<std::size_t, longest_lane + 2> places{};  // at [longest_lane - length]: where the next so long goes
  for (const Lane& lane : lanes) ++places[static_cast<std::size_t>(longest_lane - lane.length + 1)];
  for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
  std::vector<Lane> sorted(lanes.size());
  for (const Lane& lane : lanes) sorted[places[static_cast<std::size_t>(longest_lane - lane.length)]++] = lane;
  return sorted;
}

// A part's lanes, longest first.
inline std::vector<Lane> lanes_of(const DeviceCsr& a, const RowPart& part) {
  const std::int64_t* offsets = a.row_offsets.data();
  const std::int64_t limit = std::clamp<std::int64_t>((part.end_entry - part.first_entry) / 64, 4, longest_lane);
  std::vector<Lane> lanes;
  for (std::int32_t row = part.first_row; row < part.end_row; ++row) {
    const std::int64_t begin = std::max(part.first_entry, offsets[row]);
    const std::int64_t length = std::min(part.end_entry, offsets[row + 1]) - begin;
    const std::int64_t pieces = (length + limit - 1) / limit;
    for (std::int64_t piece = 0; piece < pieces; ++piece) {
      const std::int64_t from = piece * length / pieces, to = (piece + 1) * length / pieces;
      lanes.push_back(
          {static_cast<std::uint16_t>(row - part.first_row), static_cast<std::int32_t>(to - from), begin + from});
    }
  }
  return by_length(lanes);
}

inline std::size_t slices_of(const std::vector<Lane>& lanes) {
  return (lanes.size() + RowSlices::lanes - 1) / RowSlices::lanes;
}

// Copies a part's values to their places in the slices.
inline void copy_slice_values(DeviceCsr& a, std::int64_t part, const std::vector<Lane>& lanes) {
  const std::int64_t* steps = a.slices.slice_steps.data() + a.slices.part_slices.data()[part];
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    double* to = a.slices.values.data() + steps[i / RowSlices::lanes] * RowSlices::lanes + i % RowSlices::lanes;
    for (std::int64_t k = 0; k < lanes[i].length; ++k) to[k * RowSlices::lanes] = a.values.data()[lanes[i].begin + k];
  }
}

// Writes a part's slices. A filling entry names its lane's last column, so that it fetches nothing that would not be
// fetched anyway, and infinities stay in their rows.
template <class Column>
void fill_slices(DeviceCsr& a, DeviceVector<Column>& columns, std::int64_t part, const std::vector<Lane>& lanes) {
  const std::int64_t first = a.slices.part_slices.data()[part];
  for (std::size_t i = 0; i < slices_of(lanes) * RowSlices::lanes; ++i) {
    const std::int64_t slice = first + static_cast<std::int64_t>(i) / RowSlices::lanes;
    const std::int64_t begin = a.slices.slice_steps.data()[slice], end = a.slices.slice_steps.data()[slice + 1];
    const bool filler = i >= lanes.size();
    const Lane lane = filler ? Lane{no_row, 1, lanes.back().begin} : lanes[i];
    a.slices.lane_rows.data()[first * RowSlices::lanes + static_cast<std::int64_t>(i)] = lane.row;
    for (std::int64_t step = begin; step < end; ++step) {
      const std::int64_t k = lane.begin + std::min<std::int64_t>(step - begin, lane.length - 1);
      const std::int64_t place = step * RowSlices::lanes + static_cast<std::int64_t>(i) % RowSlices::lanes;
      columns.data()[place] = static_cast<Column>(a.column_indices.data()[k]);
      a.slices.values.data()[place] = 0;
    }
  }
  copy_slice_values(a, part, lanes);
}

// Whether a product comes from a cache as a whole; then its columns fit in 16 bits too, and less has to come.
inline bool is_cached(const DeviceCsr& a) {
  constexpr std::int64_t cached_entries = 1 << 20;
  return a.columns <= 1 << 16 && a.nonzeros <= cached_entries;
}

// Lays the rows out; row_parts must be there.
inline void plan_slices(Device& device, Execution& execution, DeviceCsr& a) {
  const std::int64_t parts = part_count(a);
  std::vector<std::vector<Lane>> lanes(static_cast<std::size_t>(parts));
  execution.parallel_for(parts, a.nonzeros,
                         [&](std::int64_t p) { lanes[static_cast<std::size_t>(p)] = lanes_of(a, row_part(a, p)); });
  std::vector<std::int64_t> part_slices{0}, slice_steps{0};
  for (const std::vector<Lane>& part : lanes) {
    for (std::size_t i = 0; i < part.size(); i += RowSlices::lanes) {
      slice_steps.push_back(slice_steps.back() + part[i].length);
    }
    part_slices.push_back(static_cast<std::int64_t>(slice_steps.size()) - 1);
  }
  const auto entries = static_cast<std::size_t>(slice_steps.back() * RowSlices::lanes);
  a.slices.lane_rows = DeviceVector<std::uint16_t>(device, (slice_steps.size() - 1) * RowSlices::lanes);
  a.slices.values = Vector(device, entries);
  a.slices.part_slices = DeviceVector<std::int64_t>(device, std::span<const std::int64_t>(part_slices));
  a.slices.slice_steps = DeviceVector<std::int64_t>(device, std::span<const std::int64_t>(slice_steps));
  const auto fill = [&]<class Column>(DeviceVector<Column>& columns) {
    columns = DeviceVector<Column>(device, entries);
    execution.parallel_for(parts, a.nonzeros,
                           [&](std::int64_t p) { fill_slices(a, columns, p, lanes[static_cast<std::size_t>(p)]); });
  };
  if (is_cached(a)) {
    fill(a.slices.short_columns);
  } else {
    fill(a.slices.columns);
  }
}

// Brings the slices' values in step with the rows'.
inline void refresh_slices(Execution& execution, DeviceCsr& a) {
  execution.parallel_for(part_count(a), a.nonzeros,
                         [&](std::int64_t p) { copy_slice_values(a, p, lanes_of(a, row_part(a, p))); });
}

// What a product reads of the slices, and of which vector. `Column`: 16 bits where all comes from a cache.
template <class Column>
struct SlicedProduct {
  const std::int64_t* part_slices;
  const std::int64_t* slice_steps;
  const std::uint16_t* lane_rows;
  const Column* columns;
  const double* values;
  const double* x;
};
template <class Column>
SlicedProduct<Column> sliced_product(const RowSlices& slices, const DeviceVector<Column>& columns, const double* x) {
  return {slices.part_slices.data(), slices.slice_steps.data(),
          slices.lane_rows.data(),   columns.data(),
          slices.values.data(),      x};
}

using Quad [[gnu::vector_size(4 * sizeof(double))]] = double;

// Four elements of x. Plain loads, since gather instructions take longer (AMD Zen 5: twice as long).
PLANWERK_INLINE void fetch(const double* x, const std::int32_t* column, Quad& elements) {
  elements = Quad{x[column[0]], x[column[1]], x[column[2]], x[column[3]]};
}
PLANWERK_INLINE void fetch(const double* x, const std::uint16_t* column, Quad& elements) {
  std::uint64_t four;
  std::memcpy(&four, column, sizeof four);
  constexpr std::uint64_t mask = 0xffff;
  elements = Quad{x[four & mask], x[four >> 16 & mask], x[four >> 32 & mask], x[four >> 48]};
  if constexpr (std::endian::native == std::endian::big)
    elements = Quad{elements[3], elements[2], elements[1], elements[0]};
}

// Adds to `sums` the products of a part's rows with x. There is one sum more than part_rows, for lanes without a row.
template <class Column>
PLANWERK_INLINE void multiply_part(const SlicedProduct<Column>& a, std::int64_t part, double* sums) {
  constexpr int lanes = RowSlices::lanes;
  static_assert(lanes == 8);
  constexpr bool from_memory = sizeof(Column) > sizeof(std::uint16_t);
  constexpr std::int64_t steps_ahead = 32;
  for (std::int64_t slice = a.part_slices[part]; slice < a.part_slices[part + 1]; ++slice) {
    Quad low = {}, high = {}, x_low = {}, x_high = {};
    for (std::int64_t step = a.slice_steps[slice]; step < a.slice_steps[slice + 1]; ++step) {
      const Column* column = a.columns + step * lanes;
      const Quad* value = reinterpret_cast<const Quad*>(a.values + step * lanes);
      if constexpr (from_memory) {
        __builtin_prefetch(value + 2 * steps_ahead);
        __builtin_prefetch(column + 2 * steps_ahead * lanes);
      }
      fetch(a.x, column, x_low);
      fetch(a.x, column + 4, x_high);
      low += value[0] * x_low;
      high += value[1] * x_high;
    }
    const std::uint16_t* row = a.lane_rows + slice * lanes;
    for (int lane = 0; lane < 4; ++lane) sums[row[lane]] += low[lane];
    for (int lane = 0; lane < 4; ++lane) sums[row[4 + lane]] += high[lane];
  }
}

}  // namespace planwerk::backend
