#include "host/answers/trace/requirements.hpp"

#include <algorithm>

namespace planwerk {
namespace {

// A requirement below zero by more than rounding of the largest shows that the makers do not sustain each other.
constexpr double rounding = 1e-9;

std::vector<double> row_scale(const FlowNetwork& network, const std::vector<Index>& product_of) {
  std::vector<double> scale;
  for (const Index product : product_of) scale.push_back(1 / network.made(product));
  return scale;
}

}  // namespace

UpstreamRequirements::UpstreamRequirements(const FlowNetwork& network)
    : network_(network),
      makers_(makers_in(network)),
      row_of_(makers_.size(), no_index),
      product_of_([&] {
        std::vector<Index> rows;
        for (std::size_t k = 0; k < makers_.size(); ++k) {
          if (makers_[k] == no_index) continue;
          row_of_[k] = static_cast<Index>(rows.size());
          rows.push_back(static_cast<Index>(k));
        }
        return rows;
      }()),
      activity_per_unit_([&] {
        std::vector<double> activity;
        for (const Index product : product_of_) activity.push_back(activity_per_unit(product));
        return activity;
      }()),
      solver_(matrix(), row_scale(network, product_of_)) {}

std::vector<Index> UpstreamRequirements::makers_in(const FlowNetwork& network) {
  std::vector<Index> makers(network.economy().products.size(), no_index);
  std::vector<double> most(makers.size(), 0);
  for (std::size_t r = 0; r < network.economy().recipes.size(); ++r) {
    for (const auto& output : network.outputs(static_cast<Index>(r))) {
      const double made = output.amount * network.activity(static_cast<Index>(r));
      if (made <= most[output.product]) continue;
      most[output.product] = made;
      makers[output.product] = static_cast<Index>(r);
    }
  }
  return makers;
}

double UpstreamRequirements::activity_per_unit(Index product) const {
  for (const auto& output : network_.outputs(maker(product))) {
    if (output.product == product) return output.share / output.amount;
  }
  return 0;
}

SparseMatrix UpstreamRequirements::matrix() const {
  std::vector<Triplet> entries;
  for (std::size_t column = 0; column < product_of_.size(); ++column) {
    const Index place = static_cast<Index>(column);
    entries.push_back({place, place, 1});
    for (const auto& input : network_.inputs(maker(product_of_[column]))) {
      if (row_of_[input.product] == no_index) continue;
      entries.push_back({row_of_[input.product], place, -input.amount * activity_per_unit_[column]});
    }
  }
  const auto size = static_cast<std::int32_t>(product_of_.size());
  return matrix_from_triplets(size, size, std::move(entries));
}

Requirements UpstreamRequirements::of(Index product) {
  std::vector<double> unit(product_of_.size(), 0);
  unit[row_of_[product]] = 1;
  const CheckedSolution solution = solver_.solve(unit);

  Requirements result;
  result.product = product;
  result.relative_residual = solution.relative_residual;
  result.products.assign(makers_.size(), 0);
  result.stocks.assign(makers_.size(), 0);
  result.recipes.assign(network_.economy().recipes.size(), 0);
  for (std::size_t row = 0; row < product_of_.size(); ++row) {
    const Index made = product_of_[row];
    const double amount = solution.values[row];
    if (amount * network_.made(product) < -rounding * network_.made(made)) result.sustained = false;
    result.products[made] = std::max(0.0, amount);
    const double activity = result.products[made] * activity_per_unit_[row];
    result.recipes[maker(made)] += activity;
    for (const auto& input : network_.inputs(maker(made))) {
      if (row_of_[input.product] == no_index) result.stocks[input.product] += input.amount * activity;
    }
  }
  result.claims = claims_of(network_.economy(), result.recipes);
  return result;
}

}  // namespace planwerk
