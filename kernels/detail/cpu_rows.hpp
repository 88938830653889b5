#pragma once

#include <cstdint>

#include "kernels/detail/cpu_slices.hpp"

namespace planwerk::backend {

inline void prepare_rows(Device& device, Execution& execution, DeviceCsr& a) {
  a.row_parts = plan_row_parts(device, a);
  plan_slices(device, execution, a);
}

inline void refresh_rows(Execution& execution, DeviceCsr& a) {
  refresh_slices(execution, a);
}

template <class F>
void for_each_entry(Execution& execution, const DeviceCsr& a, F f) {
  const std::int64_t* offsets = a.row_offsets.data();
  execution.parallel_for(part_count(a), a.rows + a.nonzeros, [&](std::int64_t p) {
    const RowPart part = row_part(a, p);
    std::int64_t k = part.first_entry;
    for (std::int32_t row = part.first_row; row < part.end_row; ++row) {
      for (const std::int64_t end = std::min(part.end_entry, offsets[row + 1]); k < end; ++k) f(row, k);
    }
  });
}

template <class T, class Map, class Combine, class Epilogue>
void reduce_rows(Execution& execution, const DeviceCsr& a, Map map, T identity, Combine combine, Epilogue epilogue) {
  const std::int64_t* offsets = a.row_offsets.data();
  const std::int32_t* columns = a.column_indices.data();
  const double* values = a.values.data();
  T* partial = execution.scratch<T>(static_cast<std::size_t>(part_count(a)));
  const auto reduce = [=](std::int64_t k, std::int64_t end) {
    T total = identity;
    for (; k < end; ++k) total = combine(total, map(columns[k], values[k]));
    return total;
  };
  execution.parallel_for(part_count(a), a.rows + a.nonzeros, [&](std::int64_t p) {
    const RowPart part = row_part(a, p);
    if (part.is_piece) {
      partial[p] = reduce(part.first_entry, part.end_entry);
      return;
    }
    for (std::int32_t row = part.first_row; row < part.end_row; ++row) {
      epilogue(row, reduce(offsets[row], offsets[row + 1]));
    }
  });
  finish_cut_rows(a, partial, identity, combine, epilogue);
}

// The products of a part's rows, then what follows from them, row by row: both loops without branches. The total of a
// piece of a row is returned instead.
template <class Column, class Epilogue>
PLANWERK_INLINE double finish_part(const SlicedProduct<Column>& product, std::int64_t p, const RowPart& part,
                                   const Epilogue& epilogue) {
  double sums[part_rows + 1];
  const std::int32_t first = part.first_row, rows = part.rows();
  std::fill_n(sums, rows, 0.0);
  multiply_part(product, p, sums);
  if (part.is_piece) return sums[0];
  PLANWERK_INDEPENDENT
  for (std::int32_t i = 0; i < rows; ++i) epilogue(first + i, sums[i]);
  return 0;
}

template <class Column, class Epilogue>
double finish_part_baseline(const SlicedProduct<Column>& product, std::int64_t p, const RowPart& part,
                            const Epilogue& epilogue) {
  return finish_part(product, p, part, epilogue);
}
template <class Column, class Epilogue>
PLANWERK_AVX2 double finish_part_avx2(const SlicedProduct<Column>& product, std::int64_t p, const RowPart& part,
                                      const Epilogue& epilogue) {
  return finish_part(product, p, part, epilogue);
}

template <class Epilogue>
void row_products(Execution& execution, const DeviceCsr& a, const double* x, Epilogue epilogue) {
  const std::int64_t parts = part_count(a);
  double* partial = execution.scratch<double>(static_cast<std::size_t>(parts));
  const auto run = [&]<class Column>(const SlicedProduct<Column>& product) {
    const auto finish = execution.level() == CpuLevel::avx2 ? &finish_part_avx2<Column, Epilogue>
                                                            : &finish_part_baseline<Column, Epilogue>;
    execution.parallel_for(parts, a.rows + a.nonzeros,
                           [&](std::int64_t p) { partial[p] = finish(product, p, row_part(a, p), epilogue); });
  };
  if (is_cached(a)) {
    run(sliced_product(a.slices, a.slices.short_columns, x));
  } else {
    run(sliced_product(a.slices, a.slices.columns, x));
  }
  finish_cut_rows(a, partial, 0.0, Plus{}, epilogue);
}

}  // namespace planwerk::backend
