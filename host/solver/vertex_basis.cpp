#include "host/solver/vertex_basis.hpp"

#include <cmath>
#include <limits>

namespace planwerk {
namespace {

constexpr std::size_t longest_product = 100;  // of elementary matrices, before B is factorised anew
constexpr double negligible = 1e-14;          // entry of an elementary matrix
constexpr double never = -std::numeric_limits<double>::infinity();
constexpr double if_need_be = -100;  // logarithm of a slack's weight where the basis has none for its row

}  // namespace

void SlackForm::add_column(std::int32_t variable, double factor, std::vector<double>& result) const {
  if (variable >= columns()) {
    result[variable - columns()] -= factor;
    return;
  }
  for (auto k = by_columns.row_offsets[variable]; k < by_columns.row_offsets[variable + 1]; ++k) {
    result[by_columns.column_indices[k]] += factor * by_columns.values[k];
  }
}

double SlackForm::column_product(std::int32_t variable, const std::vector<double>& y) const {
  if (variable >= columns()) return -y[variable - columns()];
  double sum = 0;
  for (auto k = by_columns.row_offsets[variable]; k < by_columns.row_offsets[variable + 1]; ++k) {
    sum += by_columns.values[k] * y[by_columns.column_indices[k]];
  }
  return sum;
}

std::vector<double> SlackForm::row_combination(const std::vector<double>& y) const {
  std::vector<double> sum(static_cast<std::size_t>(variables()), 0.0);
  for (std::int32_t i = 0; i < rows(); ++i) {
    if (y[i] == 0) continue;
    for (auto k = by_rows.row_offsets[i]; k < by_rows.row_offsets[i + 1]; ++k) {
      sum[by_rows.column_indices[k]] += by_rows.values[k] * y[i];
    }
    sum[columns() + i] = -y[i];
  }
  return sum;
}

bool VertexBasis::adopt(MatchedBasis matched) {
  own_work_ = work();
  etas_.clear();
  product_entries_ = 0;
  solver_ = make_repaired_solver(a_, form_.by_columns, matched, device_);
  variable_at_ = std::move(matched.column_of_row);
  return solver_ != nullptr;
}

bool VertexBasis::refactorize() {
  auto matched = match_columns(a_, variable_at_, device_);
  return matched && adopt(std::move(*matched));
}

bool VertexBasis::exchange(const std::vector<std::pair<std::int32_t, std::int32_t>>& exchanges) {
  std::vector<std::int32_t> successor(static_cast<std::size_t>(form_.variables()), -1);
  for (const auto& [goes, comes] : exchanges) successor[goes] = comes;
  for (std::int32_t& variable : variable_at_) {
    if (successor[variable] >= 0) variable = successor[variable];
  }
  // Rows that no column of the new basis is left for get their slacks.
  MatchingWeights weights{std::vector<double>(static_cast<std::size_t>(form_.columns()), never),
                          std::vector<double>(static_cast<std::size_t>(form_.rows()), if_need_be)};
  for (const std::int32_t j : variable_at_) {
    (j < form_.columns() ? weights.column_logs[j] : weights.slack_logs[j - form_.columns()]) = 0;
  }
  auto matched = match_basis(a_, weights, device_);
  return matched && adopt(std::move(*matched));
}

bool VertexBasis::solve(std::vector<double>& x, double accuracy) {
  const bool reached = solver_->solve(x, accuracy, work_space_);
  x.swap(work_space_);
  own_work_ += product_entries_;
  for (const Eta& eta : etas_) {
    const double value = x[eta.position] / eta.pivot;
    x[eta.position] = value;
    if (value == 0) continue;
    for (const auto& [position, entry] : eta.others) x[position] -= entry * value;
  }
  return reached;
}

std::array<bool, block_lanes> VertexBasis::solve_block(std::vector<double>& x, double accuracy) {
  const auto reached = solver_->solve_block(x, accuracy, work_space_);
  x.swap(work_space_);
  own_work_ += block_lanes * product_entries_;
  for (const Eta& eta : etas_) {
    double* const own = &x[static_cast<std::size_t>(eta.position) * block_lanes];
    for (int l = 0; l < block_lanes; ++l) own[l] /= eta.pivot;
    for (const auto& [position, entry] : eta.others) {
      double* const other = &x[static_cast<std::size_t>(position) * block_lanes];
      for (int l = 0; l < block_lanes; ++l) other[l] -= entry * own[l];
    }
  }
  return reached;
}

bool VertexBasis::solve_transposed(std::vector<double>& y, double accuracy) {
  own_work_ += product_entries_;
  for (auto eta = etas_.rbegin(); eta != etas_.rend(); ++eta) {
    double sum = y[eta->position];
    for (const auto& [position, entry] : eta->others) sum -= entry * y[position];
    y[eta->position] = sum / eta->pivot;
  }
  const bool reached = solver_->solve_transposed(y, accuracy, work_space_);
  y.swap(work_space_);
  return reached;
}

void VertexBasis::replace(std::int32_t position, std::int32_t entering, const std::vector<double>& column) {
  Eta eta{position, column[position], {}};
  for (std::int32_t i = 0; i < form_.rows(); ++i) {
    if (i != position && std::fabs(column[i]) > negligible) eta.others.emplace_back(i, column[i]);
  }
  product_entries_ += static_cast<std::int64_t>(eta.others.size());
  etas_.push_back(std::move(eta));
  variable_at_[position] = entering;
}

bool VertexBasis::worth_refactorizing() const {
  return etas_.size() >= longest_product;
}

}  // namespace planwerk
