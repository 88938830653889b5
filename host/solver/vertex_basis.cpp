#include "host/solver/vertex_basis.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

namespace planwerk {
namespace {

constexpr std::size_t longest_product = 100;  // of elementary matrices, before B is factorised anew
constexpr double never = -std::numeric_limits<double>::infinity();
constexpr std::size_t least_block = 4;  // right-hand sides for which a block takes less time than one after the other
constexpr double if_need_be = -100;     // logarithm of a slack's weight where the basis has none for its row

// `sides` from `first` on, as many as a block holds, side by side and back.
void gather(const std::vector<std::vector<double>>& sides, std::size_t first, std::vector<double>& block) {
  block.assign(sides[first].size() * block_lanes, 0.0);
  for (std::size_t l = 0; l < block_lanes && first + l < sides.size(); ++l) {
    const std::vector<double>& side = sides[first + l];
    for (std::size_t i = 0; i < side.size(); ++i) block[i * block_lanes + l] = side[i];
  }
}

void scatter(const std::vector<double>& block, std::size_t first, std::vector<std::vector<double>>& sides) {
  for (std::size_t l = 0; l < block_lanes && first + l < sides.size(); ++l) {
    std::vector<double>& side = sides[first + l];
    for (std::size_t i = 0; i < side.size(); ++i) side[i] = block[i * block_lanes + l];
  }
}

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

bool VertexBasis::match(const MatchingWeights& weights) {
  return adopt(match_basis(a_, weights, device_));
}

bool VertexBasis::adopt(std::optional<MatchedBasis> matched) {
  if (!matched) return false;
  own_work_ = work();
  product_.clear();
  solver_ = make_repaired_solver(a_, form_.by_columns, *matched, device_);
  variable_at_ = std::move(matched->column_of_row);
  return solver_ != nullptr;
}

bool VertexBasis::refactorize() {
  return adopt(match_columns(a_, variable_at_, device_));
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
  return match(weights);
}

bool VertexBasis::solve(std::vector<double>& x, double accuracy) {
  const bool reached = solver_->solve(x, accuracy, work_space_);
  x.swap(work_space_);
  own_work_ += product_.entries();
  product_.apply(0, product_.size(), x);
  return reached;
}

bool VertexBasis::solve_transposed(std::vector<double>& y, double accuracy) {
  own_work_ += product_.entries();
  product_.apply_transposed(0, product_.size(), y);
  const bool reached = solver_->solve_transposed(y, accuracy, work_space_);
  y.swap(work_space_);
  return reached;
}

std::array<bool, block_lanes> VertexBasis::solve_block(std::vector<double>& x, double accuracy) {
  const auto reached = solver_->solve_block(x, accuracy, work_space_);
  x.swap(work_space_);
  own_work_ += block_lanes * product_.entries();
  product_.apply<block_lanes>(0, product_.size(), x);
  return reached;
}

void VertexBasis::solve_all(std::vector<std::vector<double>>& sides) {
  if (sides.size() < least_block || together() == 1) {
    for (auto& side : sides) solve(side);
    return;
  }
  for (std::size_t first = 0; first < sides.size(); first += block_lanes) {
    gather(sides, first, block_);
    solve_block(block_, pivot_accuracy);
    scatter(block_, first, sides);
  }
}

void VertexBasis::solve_all_transposed(std::vector<std::vector<double>>& sides, std::size_t replaced) {
  const auto by_factors = [&](std::vector<double>& y, auto lanes) {
    own_work_ += lanes * product_.entries();
    product_.apply_transposed<lanes>(0, replaced, y);
    if constexpr (lanes == 1) {
      solver_->solve_transposed(y, pivot_accuracy, work_space_);
    } else {
      solver_->solve_block_transposed(y, pivot_accuracy, work_space_);
    }
    y.swap(work_space_);
  };
  if (sides.size() < least_block || together() == 1) {
    for (auto& side : sides) by_factors(side, std::integral_constant<int, 1>{});
    return;
  }
  for (std::size_t first = 0; first < sides.size(); first += block_lanes) {
    gather(sides, first, block_);
    by_factors(block_, std::integral_constant<int, block_lanes>{});
    scatter(block_, first, sides);
  }
}

void VertexBasis::replace(std::int32_t position, std::int32_t entering, const std::vector<double>& column) {
  product_.append(position, column);
  variable_at_[position] = entering;
}

void VertexBasis::take_back(std::int32_t position, std::int32_t left) {
  product_.take_back();
  variable_at_[position] = left;
}

bool VertexBasis::worth_refactorizing() const {
  return product_.size() >= longest_product;
}

}  // namespace planwerk
