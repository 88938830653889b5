#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/csr_matrix.hpp"
#include "kernels/detail/execution.hpp"

namespace planwerk::backend {

// Rows are dealt out by merge path (Merrill & Garland, Merge-based parallel sparse matrix-vector multiplication, 2016):
// part p is the work between diagonals p and p + 1 of the merge of row ends with nonzeros, `part_work` rows and
// nonzeros together. A part begins within row row_parts[p], at nonzero p * part_work - row_parts[p]; a row that reaches
// over a part's edge leaves partial totals, combined in order afterwards. Parts depend on the pattern alone, so results
// do not depend on the number of threads, and one huge row is shared out like any other work.
inline constexpr std::int64_t part_work = 8192;

inline std::int64_t part_count(const DeviceCsr& a) {
  return (a.rows + a.nonzeros + part_work - 1) / part_work;
}

inline std::int64_t diagonal(const DeviceCsr& a, std::int64_t part) {
  return std::min(part * part_work, a.rows + a.nonzeros);
}

inline void plan_row_parts(Device& device, Execution&, DeviceCsr& a) {
  const std::int64_t* offsets = a.row_offsets.data();
  const std::int64_t parts = part_count(a);
  std::vector<std::int32_t> first_row(static_cast<std::size_t>(parts) + 1);
  for (std::int64_t p = 0, row = 0; p <= parts; ++p) {
    // Row r's end lies on the merge path before the diagonal when offsets[r + 1] + r + 1 <= diagonal.
    while (row < a.rows && offsets[row + 1] + row + 1 <= diagonal(a, p)) ++row;
    first_row[static_cast<std::size_t>(p)] = static_cast<std::int32_t>(row);
  }
  a.row_parts = DeviceVector<std::int32_t>(device, std::span<const std::int32_t>(first_row));
}

// What a part leaves for rows it does not hold whole: the end of its first row, the beginning of the one after its
// last.
template <class T>
struct RowCarry {
  T head;
  T tail;
};

template <class T, class Range, class Epilogue>
void reduce_part(const DeviceCsr& a, std::int64_t part, Range reduce_range, RowCarry<T>& carry, Epilogue& epilogue) {
  const std::int64_t* offsets = a.row_offsets.data();
  const std::int32_t* first_row = a.row_parts.data();
  std::int32_t row = first_row[part];
  const std::int32_t end_row = first_row[part + 1];
  std::int64_t k = diagonal(a, part) - row;
  const std::int64_t end = diagonal(a, part + 1) - end_row;
  const bool begun_earlier = row < a.rows && k > offsets[row];
  if (begun_earlier && row < end_row) {
    carry.head = reduce_range(k, offsets[row + 1]);
    k = offsets[++row];
  }
  for (; row < end_row; ++row) {
    const std::int64_t row_end = offsets[row + 1];
    epilogue(row, reduce_range(k, row_end));
    k = row_end;
  }
  carry.tail = reduce_range(k, end);
}

// Rows that reach over the edges of parts: row r ends in part p with `head`, and began with the `tail`s of earlier
// parts.
template <class T, class Combine, class Epilogue>
void finish_shared_rows(const DeviceCsr& a, const RowCarry<T>* carries, T identity, Combine combine,
                        Epilogue& epilogue) {
  const std::int64_t* offsets = a.row_offsets.data();
  const std::int32_t* first_row = a.row_parts.data();
  T begun = identity;
  for (std::int64_t p = 0; p < part_count(a); ++p) {
    const std::int32_t row = first_row[p];
    const bool begun_earlier = row < a.rows && diagonal(a, p) - row > offsets[row];
    const bool ends_here = row < first_row[p + 1];
    if (begun_earlier && ends_here) epilogue(row, combine(begun, carries[p].head));
    begun = begun_earlier && !ends_here ? combine(begun, carries[p].tail) : carries[p].tail;
  }
}

// reduce_range(begin, end) comes to the total of the nonzeros [begin, end) of one row.
template <class T, class Range, class Combine, class Epilogue>
void reduce_row_ranges(Execution& execution, const DeviceCsr& a, T identity, Range reduce_range, Combine combine,
                       Epilogue epilogue) {
  const std::int64_t parts = part_count(a);
  RowCarry<T>* carries = execution.scratch<RowCarry<T>>(static_cast<std::size_t>(parts));
  execution.parallel_for(parts, a.rows + a.nonzeros,
                         [&](std::int64_t p) { reduce_part<T>(a, p, reduce_range, carries[p], epilogue); });
  finish_shared_rows(a, carries, identity, combine, epilogue);
}

template <class F>
void for_each_entry(Execution& execution, const DeviceCsr& a, F f) {
  const std::int64_t* offsets = a.row_offsets.data();
  const std::int32_t* first_row = a.row_parts.data();
  execution.parallel_for(part_count(a), a.rows + a.nonzeros, [&](std::int64_t p) {
    std::int64_t k = diagonal(a, p) - first_row[p];
    const std::int64_t end = diagonal(a, p + 1) - first_row[p + 1];
    for (std::int32_t row = first_row[p]; k < end; ++row) {
      for (const std::int64_t row_end = std::min(end, offsets[row + 1]); k < row_end; ++k) f(row, k);
    }
  });
}

template <class T, class Map, class Combine, class Epilogue>
void reduce_rows(Execution& execution, const DeviceCsr& a, Map map, T identity, Combine combine, Epilogue epilogue) {
  const std::int32_t* columns = a.column_indices.data();
  const double* values = a.values.data();
  const auto reduce_range = [=](std::int64_t k, std::int64_t end) {
    T total = identity;
    for (; k < end; ++k) total = combine(total, map(columns[k], values[k]));
    return total;
  };
  reduce_row_ranges(execution, a, identity, reduce_range, combine, epilogue);
}

template <class Epilogue>
void row_products(Execution& execution, const DeviceCsr& a, const double* x, Epilogue epilogue) {
  const std::int32_t* columns = a.column_indices.data();
  const double* values = a.values.data();
  const auto product = [=](std::int64_t k, std::int64_t end) {
    double sum = 0;
    if (end - k >= 32) {  // a long row: four chains of sums, so that additions do not wait for each other
      double chain[4] = {0, 0, 0, 0};
      for (; k + 4 <= end; k += 4) {
        for (int lane = 0; lane < 4; ++lane) chain[lane] += values[k + lane] * x[columns[k + lane]];
      }
      sum = (chain[0] + chain[1]) + (chain[2] + chain[3]);
    }
    for (; k < end; ++k) sum += values[k] * x[columns[k]];
    return sum;
  };
  reduce_row_ranges(execution, a, 0.0, product, Plus{}, epilogue);
}

}  // namespace planwerk::backend
