#include "host/solver/matching_basis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/solver/device_vectors.hpp"

namespace planwerk {
namespace {

constexpr double lowest = -std::numeric_limits<double>::infinity();
constexpr double log_range = 300;  // of row scales, so that their products stay finite
constexpr std::int64_t round_limit = 100000;
constexpr int repair_limit = 10;

}  // namespace

std::optional<MatchedBasis> match_basis(const DeviceCsr& a, const MatchingWeights& weights, Device& device) {
  const RowMatching matching = device.matching().match_rows(
      a, upload(weights.column_logs, device), upload(weights.slack_logs, device), {.round_limit = round_limit});
  if (matching.unmatched > 0) return std::nullopt;
  MatchedBasis basis{matching.column_of_row.to_host(), matching.row_profit.to_host()};
  std::vector<double> sorted = basis.row_scale;
  if (!sorted.empty()) std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
  const double middle = sorted.empty() ? 0 : sorted[sorted.size() / 2];
  for (std::size_t i = 0; i < basis.row_scale.size(); ++i) {
    if (basis.column_of_row[i] == RowMatching::slack) basis.column_of_row[i] = a.columns + static_cast<std::int32_t>(i);
    basis.row_scale[i] = std::exp(std::clamp(middle - basis.row_scale[i], -log_range, log_range));
  }
  return basis;
}

std::optional<MatchedBasis> match_columns(const DeviceCsr& a, const std::vector<std::int32_t>& basic, Device& device) {
  MatchingWeights weights{std::vector<double>(static_cast<std::size_t>(a.columns), lowest),
                          std::vector<double>(static_cast<std::size_t>(a.rows), lowest)};
  for (const std::int32_t j : basic) {
    (j < a.columns ? weights.column_logs[j] : weights.slack_logs[j - a.columns]) = 0;
  }
  return match_basis(a, weights, device);
}

std::unique_ptr<BasisSolver> make_repaired_solver(const DeviceCsr& a, const SparseMatrix& columns_of_a,
                                                  MatchedBasis& basis, Device& device, std::int64_t* lost_work) {
  for (int attempt = 0; attempt < repair_limit; ++attempt) {
    std::vector<Dependence> dependent;
    auto solver =
        make_basis_solver(basis_matrix(columns_of_a, basis.column_of_row), basis.row_scale, dependent, lost_work);
    if (solver || dependent.empty()) return solver;
    for (const auto& [row, column] : dependent) basis.column_of_row[column] = columns_of_a.rows + row;
    auto matched = match_columns(a, basis.column_of_row, device);
    if (!matched) return nullptr;
    basis = std::move(*matched);
  }
  return nullptr;
}

SparseMatrix basis_matrix(const SparseMatrix& columns_of_a, const std::vector<std::int32_t>& column_of_row) {
  const auto size = static_cast<std::int32_t>(column_of_row.size());
  SparseMatrix by_columns;
  by_columns.rows = by_columns.columns = size;
  for (const std::int32_t j : column_of_row) {
    if (j >= columns_of_a.rows) {
      by_columns.column_indices.push_back(j - columns_of_a.rows);
      by_columns.values.push_back(-1);
    } else {
      const auto begin = columns_of_a.row_offsets[j], end = columns_of_a.row_offsets[j + 1];
      by_columns.column_indices.insert(by_columns.column_indices.end(), columns_of_a.column_indices.begin() + begin,
                                       columns_of_a.column_indices.begin() + end);
      by_columns.values.insert(by_columns.values.end(), columns_of_a.values.begin() + begin,
                               columns_of_a.values.begin() + end);
    }
    by_columns.row_offsets.push_back(by_columns.nonzeros());
  }
  return transposed(by_columns);
}

}  // namespace planwerk
