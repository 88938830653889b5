#include "host/solver/interior_point/sparse_kkt_matrix.hpp"

#include <algorithm>

namespace planwerk {
namespace {

std::vector<std::int32_t> places(std::int32_t columns, std::span<const std::int32_t> kept) {
  std::vector<std::int32_t> place(columns, -1);
  for (std::size_t k = 0; k < kept.size(); ++k) place[kept[k]] = static_cast<std::int32_t>(k);
  return place;
}

std::vector<std::int64_t> column_places(const SparseMatrix& a, const SparseMatrix& transposed_a) {
  std::vector<std::int64_t> next(transposed_a.row_offsets.begin(), transposed_a.row_offsets.end() - 1);
  std::vector<std::int64_t> place(a.values.size());
  for (std::size_t e = 0; e < place.size(); ++e) place[e] = next[a.column_indices[e]]++;
  return place;
}

}  // namespace

double triangle_entries_bound(const SparseMatrix& a, std::span<const std::int32_t> kept) {
  std::vector<double> counts(a.columns, 0);
  for (const std::int32_t j : a.column_indices) counts[j] += 1;
  double entries = a.rows;
  for (const std::int32_t j : kept) {
    entries += counts[j] + 1;
    counts[j] = 0;
  }
  for (const double c : counts) entries += c * (c - 1) / 2;
  return entries;
}

SparseKktMatrix::SparseKktMatrix(const SparseMatrix& a, std::vector<std::int32_t> kept)
    : rows_(a.rows),
      columns_(a.columns),
      by_rows_(a),
      by_columns_(transposed(a)),
      to_by_columns_(column_places(by_rows_, by_columns_)),
      kept_(std::move(kept)),
      place_in_kept_(places(a.columns, kept_)) {
  std::vector<std::int32_t> marker(rows_, -1);
  find_pattern(marker);
}

void SparseKktMatrix::find_pattern(std::vector<std::int32_t>& marker) {
  pattern_.size = rows_ + static_cast<std::int32_t>(kept_.size());
  pattern_.row_offsets.reserve(pattern_.size + 1);
  auto& found = pattern_.column_indices;
  for (std::int32_t i = 0; i < rows_; ++i) {
    marker[i] = i;  // the diagonal comes last
    const auto row_begin = static_cast<std::ptrdiff_t>(found.size());
    for (std::int64_t e = by_rows_.row_offsets[i]; e < by_rows_.row_offsets[i + 1]; ++e) {
      const std::int32_t column = by_rows_.column_indices[e];
      if (place_in_kept_[column] >= 0) continue;
      for (std::int64_t f = by_columns_.row_offsets[column]; f < to_by_columns_[e]; ++f) {
        const std::int32_t row = by_columns_.column_indices[f];
        if (marker[row] != i) {
          marker[row] = i;
          found.push_back(row);
        }
      }
    }
    std::sort(found.begin() + row_begin, found.end());
    found.push_back(i);
    pattern_.row_offsets.push_back(static_cast<std::int64_t>(found.size()));
  }
  for (std::size_t k = 0; k < kept_.size(); ++k) {
    const auto entries = by_columns_.column_indices.begin();
    found.insert(found.end(), entries + by_columns_.row_offsets[kept_[k]],
                 entries + by_columns_.row_offsets[kept_[k] + 1]);
    found.push_back(rows_ + static_cast<std::int32_t>(k));
    pattern_.row_offsets.push_back(static_cast<std::int64_t>(found.size()));
  }
}

bool SparseKktMatrix::has_pattern_of(const SparseMatrix& a) const {
  return a.rows == rows_ && a.columns == columns_ && a.row_offsets == by_rows_.row_offsets &&
         a.column_indices == by_rows_.column_indices;
}

void SparseKktMatrix::set_matrix_values(std::span<const double> values) {
  std::copy(values.begin(), values.end(), by_rows_.values.begin());
  for (std::size_t e = 0; e < values.size(); ++e) by_columns_.values[to_by_columns_[e]] = values[e];
}

void SparseKktMatrix::assemble(std::span<const double> column_weights, std::span<const double> row_weights,
                               std::vector<double>& values) const {
  values.resize(pattern_.column_indices.size());
  std::vector<double> sums(rows_, 0);  // of the row at hand, zero in between
  for (std::int32_t i = 0; i < rows_; ++i) {
    sums[i] = row_weights[i];
    for (std::int64_t e = by_rows_.row_offsets[i]; e < by_rows_.row_offsets[i + 1]; ++e) {
      const std::int32_t column = by_rows_.column_indices[e];
      if (place_in_kept_[column] >= 0) continue;
      const double weighted = by_rows_.values[e] * column_weights[column];
      for (std::int64_t f = by_columns_.row_offsets[column]; f <= to_by_columns_[e]; ++f)
        sums[by_columns_.column_indices[f]] += weighted * by_columns_.values[f];
    }
    for (std::int64_t e = pattern_.row_offsets[i]; e < pattern_.row_offsets[i + 1]; ++e) {
      values[e] = sums[pattern_.column_indices[e]];
      sums[pattern_.column_indices[e]] = 0;
    }
  }
  for (std::size_t k = 0; k < kept_.size(); ++k) {
    const std::int32_t column = kept_[k];
    std::copy(by_columns_.values.begin() + by_columns_.row_offsets[column],
              by_columns_.values.begin() + by_columns_.row_offsets[column + 1],
              values.begin() + pattern_.row_offsets[rows_ + k]);
    values[pattern_.row_offsets[rows_ + k + 1] - 1] = -1 / column_weights[column];
  }
}

void SparseKktMatrix::reduce(std::span<const double> column_weights, std::span<const double> g,
                             std::span<const double> r, std::vector<double>& right_hand_side) const {
  right_hand_side.resize(pattern_.size);
  for (std::int32_t i = 0; i < rows_; ++i) {
    double sum = 0;
    for (std::int64_t e = by_rows_.row_offsets[i]; e < by_rows_.row_offsets[i + 1]; ++e) {
      const std::int32_t column = by_rows_.column_indices[e];
      if (place_in_kept_[column] < 0) sum += by_rows_.values[e] * column_weights[column] * g[column];
    }
    right_hand_side[i] = r[i] + sum;
  }
  for (std::size_t k = 0; k < kept_.size(); ++k) right_hand_side[rows_ + k] = g[kept_[k]];
}

void SparseKktMatrix::expand(std::span<const double> column_weights, std::span<const double> g,
                             std::span<const double> solution, std::vector<double>& dx, std::vector<double>& dy) const {
  dy.assign(solution.begin(), solution.begin() + rows_);
  dx.resize(columns_);
  for (std::int32_t j = 0; j < columns_; ++j) {
    if (place_in_kept_[j] >= 0) {
      dx[j] = solution[rows_ + place_in_kept_[j]];
      continue;
    }
    double sum = 0;
    for (std::int64_t e = by_columns_.row_offsets[j]; e < by_columns_.row_offsets[j + 1]; ++e)
      sum += by_columns_.values[e] * dy[by_columns_.column_indices[e]];
    dx[j] = column_weights[j] * (sum - g[j]);
  }
}

}  // namespace planwerk
