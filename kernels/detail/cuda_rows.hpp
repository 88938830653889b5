#pragma once

#include <cstdint>
#include <vector>

#include <cub/block/block_reduce.cuh>
#include <cub/warp/warp_reduce.cuh>
#include <cuda_runtime.h>

#include "kernels/csr_matrix.hpp"
#include "kernels/detail/execution.hpp"

namespace planwerk::backend {

// Short rows are shared by a few neighbouring lanes of a warp, as many as suit the mean length; rows beyond
// `long_row_entries` are cut into chunks of that many entries, each a block's work, whose totals are combined in order
// by a second kernel. row_parts lists the chunks of all long rows: (row, number of the chunk within it), row by row.
inline constexpr std::int64_t long_row_entries = 4096;
inline constexpr int block_threads = 256;

struct RowChunk {
  std::int32_t row;
  std::int32_t number;
};

inline unsigned chunk_count(const DeviceCsr& a) {
  return static_cast<unsigned>(a.row_parts.size() / 2);
}

inline void prepare_rows(Device& device, Execution&, DeviceCsr& a) {
  const std::vector<std::int64_t> offsets = a.row_offsets.to_host();
  std::vector<std::int32_t> chunks;
  for (std::int32_t row = 0; row < a.rows; ++row) {
    const std::int64_t length = offsets[static_cast<std::size_t>(row) + 1] - offsets[static_cast<std::size_t>(row)];
    if (length <= long_row_entries) continue;
    for (std::int32_t number = 0; number * long_row_entries < length; ++number) {
      chunks.push_back(row);
      chunks.push_back(number);
    }
  }
  a.row_parts = DeviceVector<std::int32_t>(device, std::span<const std::int32_t>(chunks));
}

inline void refresh_rows(Execution&, DeviceCsr&) {}  // there is one copy of the values

// Lanes per row: a power of two near half the mean length, so that most rows take two or three rounds.
inline int lanes_per_row(const DeviceCsr& a) {
  const std::int64_t mean = a.rows > 0 ? a.nonzeros / a.rows : 0;
  return mean <= 6 ? 4 : mean <= 24 ? 8 : 32;
}

// What a kernel needs of the matrix.
struct CsrView {
  explicit CsrView(const DeviceCsr& a)
      : rows(a.rows),
        offsets(a.row_offsets.data()),
        columns(a.column_indices.data()),
        values(a.values.data()),
        chunks(reinterpret_cast<const RowChunk*>(a.row_parts.data())) {}
  __device__ bool is_long(std::int32_t row) const { return offsets[row + 1] - offsets[row] > long_row_entries; }
  __device__ std::int64_t chunk_begin(RowChunk c) const { return offsets[c.row] + c.number * long_row_entries; }
  __device__ std::int64_t chunk_end(RowChunk c) const {
    const std::int64_t row_end = offsets[c.row + 1], full = chunk_begin(c) + long_row_entries;
    return full < row_end ? full : row_end;
  }
  std::int32_t rows;
  const std::int64_t* offsets;
  const std::int32_t* columns;
  const double* values;
  const RowChunk* chunks;
};

// A row's work on one matrix, with everything by value as kernels take it.
template <class T, class Map, class Combine, class Epilogue>
struct RowReduction {
  CsrView a;
  Map map;
  T identity;
  Combine combine;
  Epilogue epilogue;

  // The entries begin + lane, begin + lane + lanes, ... before end.
  __device__ T reduce_strided(std::int64_t begin, std::int64_t end, int lane, int lanes) const {
    T total = identity;
#pragma unroll 4
    for (std::int64_t k = begin + lane; k < end; k += lanes) total = combine(total, map(a.columns[k], a.values[k]));
    return total;
  }
};

template <int lanes, class T, class Reduction>
__global__ void __launch_bounds__(block_threads) reduce_short_rows(Reduction work) {
  using WarpReduce = cub::WarpReduce<T, lanes>;
  constexpr int groups = block_threads / lanes;
  __shared__ typename WarpReduce::TempStorage storage[groups];
  const int group = threadIdx.x / lanes;
  const int lane = threadIdx.x % lanes;
  const std::int64_t row64 = static_cast<std::int64_t>(blockIdx.x) * groups + group;
  if (row64 >= work.a.rows) return;
  const auto row = static_cast<std::int32_t>(row64);
  if (work.a.is_long(row)) return;
  const T part = work.reduce_strided(work.a.offsets[row], work.a.offsets[row + 1], lane, lanes);
  const T total = WarpReduce(storage[group]).Reduce(part, work.combine);
  if (lane == 0) work.epilogue(row, total);
}

template <class T, class Reduction>
__global__ void __launch_bounds__(block_threads) reduce_chunks(Reduction work, T* partial) {
  using BlockReduce = cub::BlockReduce<T, block_threads>;
  __shared__ typename BlockReduce::TempStorage storage;
  const RowChunk chunk = work.a.chunks[blockIdx.x];
  const T part = work.reduce_strided(work.a.chunk_begin(chunk), work.a.chunk_end(chunk), threadIdx.x, block_threads);
  const T total = BlockReduce(storage).Reduce(part, work.combine);
  if (threadIdx.x == 0) partial[blockIdx.x] = total;
}

// One warp per chunk; the warp of a row's first chunk combines the row's totals.
template <class T, class Reduction>
__global__ void finish_long_rows(Reduction work, const T* partial) {
  using WarpReduce = cub::WarpReduce<T>;
  __shared__ typename WarpReduce::TempStorage storage;
  const RowChunk chunk = work.a.chunks[blockIdx.x];
  if (chunk.number != 0) return;
  const std::int64_t length = work.a.offsets[chunk.row + 1] - work.a.offsets[chunk.row];
  const std::int64_t end = blockIdx.x + (length + long_row_entries - 1) / long_row_entries;
  T part = work.identity;
  for (std::int64_t c = blockIdx.x + threadIdx.x; c < end; c += 32) part = work.combine(part, partial[c]);
  const T total = WarpReduce(storage).Reduce(part, work.combine);
  if (threadIdx.x == 0) work.epilogue(chunk.row, total);
}

inline unsigned blocks_for_rows(const DeviceCsr& a, int lanes) {
  const std::int64_t per_block = block_threads / lanes;
  return static_cast<unsigned>((a.rows + per_block - 1) / per_block);
}

template <class T, class Map, class Combine, class Epilogue>
void reduce_rows(Execution& execution, const DeviceCsr& a, Map map, T identity, Combine combine, Epilogue epilogue) {
  if (a.rows == 0) return;
  using Work = RowReduction<T, Map, Combine, Epilogue>;
  const Work work{CsrView(a), map, identity, combine, epilogue};
  const int lanes = lanes_per_row(a);
  const unsigned blocks = blocks_for_rows(a, lanes);
  const cudaStream_t stream = execution.stream();
  switch (lanes) {
    case 4:
      reduce_short_rows<4, T><<<blocks, block_threads, 0, stream>>>(work);
      break;
    case 8:
      reduce_short_rows<8, T><<<blocks, block_threads, 0, stream>>>(work);
      break;
    default:
      reduce_short_rows<32, T><<<blocks, block_threads, 0, stream>>>(work);
  }
  check_cuda(cudaGetLastError());
  if (const unsigned chunks = chunk_count(a); chunks > 0) {
    T* partial = execution.scratch<T>(chunks);
    reduce_chunks<T><<<chunks, block_threads, 0, stream>>>(work, partial);
    check_cuda(cudaGetLastError());
    finish_long_rows<T><<<chunks, 32, 0, stream>>>(work, static_cast<const T*>(partial));
    check_cuda(cudaGetLastError());
  }
}

struct EntryProduct {
  const double* x;
  __device__ double operator()(std::int32_t column, double value) const { return value * x[column]; }
};

template <class Epilogue>
void row_products(Execution& execution, const DeviceCsr& a, const double* x, Epilogue epilogue) {
  reduce_rows(execution, a, EntryProduct{x}, 0.0, Plus{}, epilogue);
}

// The lanes of a warp share a row, block_threads lanes a chunk.
template <class F>
__global__ void __launch_bounds__(block_threads) visit_short_rows(CsrView a, F f) {
  const std::int64_t row64 = static_cast<std::int64_t>(blockIdx.x) * (block_threads / 8) + threadIdx.x / 8;
  if (row64 >= a.rows) return;
  const auto row = static_cast<std::int32_t>(row64);
  if (a.is_long(row)) return;
  for (std::int64_t k = a.offsets[row] + threadIdx.x % 8; k < a.offsets[row + 1]; k += 8) f(row, k);
}

template <class F>
__global__ void __launch_bounds__(block_threads) visit_chunks(CsrView a, F f) {
  const RowChunk chunk = a.chunks[blockIdx.x];
  for (std::int64_t k = a.chunk_begin(chunk) + threadIdx.x; k < a.chunk_end(chunk); k += block_threads) f(chunk.row, k);
}

template <class F>
void for_each_entry(Execution& execution, const DeviceCsr& a, F f) {
  if (a.rows == 0) return;
  visit_short_rows<<<blocks_for_rows(a, 8), block_threads, 0, execution.stream()>>>(CsrView(a), f);
  check_cuda(cudaGetLastError());
  if (const unsigned chunks = chunk_count(a); chunks > 0) {
    visit_chunks<<<chunks, block_threads, 0, execution.stream()>>>(CsrView(a), f);
    check_cuda(cudaGetLastError());
  }
}

}  // namespace planwerk::backend
