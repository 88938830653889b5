#include "host/lp/gram_eigenvalue.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace planwerk {
namespace {

// Dense, the lower triangle by rows.
struct GramMatrix {
  std::size_t size;
  std::vector<double> entries;
  double largest = 0, trace = 0;  // of the diagonal
  std::int64_t longest = 0;       // entries of a column of A

  double& at(std::size_t row, std::size_t column) { return entries[row * size + column]; }
};

GramMatrix gram_matrix(const SparseMatrix& by_columns, const std::vector<std::int32_t>& columns,
                       const std::vector<double>& weight, const std::vector<double>& scale) {
  GramMatrix gram{columns.size(), std::vector<double>(columns.size() * columns.size(), 0.0)};
  std::vector<double> spread(by_columns.columns, 0.0);
  const auto for_column = [&](std::size_t k, auto&& f) {
    for (auto p = by_columns.row_offsets[columns[k]]; p < by_columns.row_offsets[columns[k] + 1]; ++p) {
      const auto row = by_columns.column_indices[p];
      f(row, weight[row] * by_columns.values[p] * scale[k]);
    }
  };
  for (std::size_t k = 0; k < gram.size; ++k) {
    for_column(k, [&](std::int32_t row, double value) { spread[row] = value; });
    for (std::size_t l = k; l < gram.size; ++l) {
      for_column(l, [&](std::int32_t row, double value) { gram.at(l, k) += spread[row] * value; });
    }
    for_column(k, [&](std::int32_t row, double) { spread[row] = 0; });
    gram.largest = std::max(gram.largest, gram.at(k, k));
    gram.trace += gram.at(k, k);
    gram.longest = std::max(gram.longest, by_columns.row_offsets[columns[k] + 1] - by_columns.row_offsets[columns[k]]);
  }
  return gram;
}

// Whether the Cholesky factorisation of  gram - shift I  runs to its end.
bool cholesky_succeeds(GramMatrix gram, double shift) {
  for (std::size_t j = 0; j < gram.size; ++j) {
    for (std::size_t i = j; i < gram.size; ++i) {
      double sum = gram.at(i, j) - (i == j ? shift : 0);
      for (std::size_t k = 0; k < j; ++k) sum -= gram.at(i, k) * gram.at(j, k);
      if (i == j && !(sum > 0)) return false;
      gram.at(i, j) = i == j ? std::sqrt(sum) : sum / gram.at(j, j);
    }
  }
  return true;
}

}  // namespace

double gram_eigenvalue_bound(const SparseMatrix& by_columns, const std::vector<std::int32_t>& columns,
                             const std::vector<double>& weight, const std::vector<double>& scale) {
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const auto gram = gram_matrix(by_columns, columns, weight, scale);
  // Of the entries, and of the factorisation; twice what the theorems ask for.
  const auto size = static_cast<double>(gram.size);
  const double rounding =
      2 * epsilon * (size * (static_cast<double>(gram.longest) + 4) * gram.largest + (size + 4) * gram.trace);
  for (const double shift : {1e-2, 1e-4, 1e-6, 1e-8, 1e-10}) {
    if (shift < 4 * rounding) break;
    if (cholesky_succeeds(gram, shift)) return shift - rounding;
  }
  return 0;
}

}  // namespace planwerk
