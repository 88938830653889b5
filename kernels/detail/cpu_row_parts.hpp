#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/csr_matrix.hpp"
#include "kernels/detail/execution.hpp"

namespace planwerk::backend {

// How the CPU deals out rows. A part is a run of whole rows, at most `part_rows` of them with at most `part_entries`
// entries together; a row with more entries than that is cut into pieces of `part_entries`, each a part, whose totals
// are combined in order. Parts depend on the pattern alone, so results do not depend on the number of threads, and one
// huge row is shared out like any other work. row_parts lists where parts begin, (row, number of the piece within it),
// and ends with (rows, 0).
inline constexpr std::int64_t part_rows = 512;
inline constexpr std::int64_t part_entries = 4096;

struct RowPlace {
  std::int32_t row;
  std::int32_t piece;
};

struct RowPart {
  std::int32_t first_row, end_row;      // of a piece: its row alone
  std::int64_t first_entry, end_entry;  // in the matrix's rows
  bool is_piece, is_last_piece;
  std::int32_t rows() const { return end_row - first_row; }
};

inline std::int64_t part_count(const DeviceCsr& a) {
  return static_cast<std::int64_t>(a.row_parts.size() / 2) - 1;
}

inline RowPart row_part(const DeviceCsr& a, std::int64_t part) {
  const auto* places = reinterpret_cast<const RowPlace*>(a.row_parts.data());
  const std::int64_t* offsets = a.row_offsets.data();
  const RowPlace from = places[part], to = places[part + 1];
  const std::int64_t begin = offsets[from.row] + from.piece * part_entries;
  const std::int64_t end = offsets[to.row] + to.piece * part_entries;
  const bool is_piece = from.piece > 0 || to.piece > 0;
  return {from.row, is_piece ? from.row + 1 : to.row, begin, end, is_piece, is_piece && to.piece == 0};
}

inline DeviceVector<std::int32_t> plan_row_parts(Device& device, const DeviceCsr& a) {
  const std::int64_t* offsets = a.row_offsets.data();
  std::vector<std::int32_t> places;
  for (std::int32_t row = 0; row < a.rows;) {
    places.insert(places.end(), {row, 0});
    const std::int64_t begin = offsets[row];
    if (const std::int64_t length = offsets[row + 1] - begin; length > part_entries) {
      for (std::int32_t piece = 1; piece * part_entries < length; ++piece) places.insert(places.end(), {row, piece});
      ++row;
      continue;
    }
    const auto last = static_cast<std::int32_t>(std::min<std::int64_t>(a.rows, row + part_rows));
    while (row < last && offsets[row + 1] - begin <= part_entries) ++row;
  }
  places.insert(places.end(), {a.rows, 0});
  return DeviceVector<std::int32_t>(device, std::span<const std::int32_t>(places));
}

// Hands the totals of rows that were cut into pieces to `epilogue`. partial: one per part.
template <class T, class Combine, class Epilogue>
void finish_cut_rows(const DeviceCsr& a, const T* partial, T identity, Combine combine, Epilogue& epilogue) {
  T total = identity;
  for (std::int64_t p = 0; p < part_count(a); ++p) {
    const RowPart part = row_part(a, p);
    if (!part.is_piece) continue;
    total = combine(total, partial[p]);
    if (!part.is_last_piece) continue;
    epilogue(part.first_row, total);
    total = identity;
  }
}

}  // namespace planwerk::backend
