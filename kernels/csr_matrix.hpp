#pragma once

#include <cstdint>
#include <span>

#include "kernels/memory.hpp"

namespace planwerk {

// A sparse matrix in host memory as the kernels take it: compressed rows, 64-bit offsets, 32-bit columns.
// row_offsets: rows + 1 entries, ascending from 0; column_indices and values: row_offsets[rows] entries each.
struct CsrSpan {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::span<const std::int64_t> row_offsets;
  std::span<const std::int32_t> column_indices;
  std::span<const double> values;
};

// The entries of a matrix once more, in the order in which a CPU multiplies them (kernels/detail/cpu_slices.hpp):
// slices of `lanes` neighbouring sums, each step of a slice one entry of every lane. Empty on a GPU.
struct RowSlices {
  static constexpr int lanes = 8;
  DeviceVector<std::int64_t> part_slices;  // parts + 1: the first slice of each part of the rows
  DeviceVector<std::int64_t> slice_steps;  // slices + 1: the first step of each slice
  DeviceVector<std::uint16_t> lane_rows;   // one per lane: its row, counted from the part's first
  DeviceVector<std::int32_t> columns;      // one per lane and step, or, where they are few,
  DeviceVector<std::uint16_t> short_columns;
  Vector values;  // one per lane and step
};

// Compressed rows on a device, and how its rows are dealt out to workers (threads of a CPU, warps of a GPU).
// `row_parts` cuts the rows into parts of about equal work; its meaning, like that of `slices`, belongs to the backend
// that filled it. Values change by SparseKernels::scale alone, which keeps the slices' copies in step.
struct DeviceCsr {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::int64_t nonzeros = 0;
  DeviceVector<std::int64_t> row_offsets;
  DeviceVector<std::int32_t> column_indices;
  Vector values;
  DeviceVector<std::int32_t> row_parts;
  RowSlices slices;
};

// A together with A', both by compressed rows, so that A x and A'y are each one pass without atomics.
struct DeviceMatrix {
  DeviceCsr by_rows;     // A:  rows x columns
  DeviceCsr by_columns;  // A': columns x rows
};

}  // namespace planwerk
