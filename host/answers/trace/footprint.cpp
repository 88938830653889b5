#include "host/answers/trace/footprint.hpp"

#include <algorithm>

#include "host/lp/accurate_sum.hpp"

namespace planwerk {

std::vector<Purpose> purposes_of(const Economy& economy) {
  std::vector<Purpose> purposes;
  for (std::size_t j = 0; j < economy.needs.size(); ++j) {
    purposes.push_back({Purpose::Kind::need, static_cast<Index>(j)});
  }
  for (const auto kind : {Purpose::Kind::surplus, Purpose::Kind::closing_stock, Purpose::Kind::nothing}) {
    purposes.push_back({kind, no_index});
  }
  return purposes;
}

Attribution::Attribution(const FlowNetwork& network)
    : network_(network),
      row_of_(rows_of(network)),
      rows_(static_cast<std::int32_t>(
          std::count_if(row_of_.begin(), row_of_.end(), [](Index row) { return row != no_index; }))),
      solver_(matrix(), std::vector<double>(static_cast<std::size_t>(rows_), 1.0)) {}

std::vector<Index> Attribution::rows_of(const FlowNetwork& network) {
  std::vector<Index> rows(network.economy().products.size(), no_index);
  Index next = 0;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (network.throughput(static_cast<Index>(k)) > 0) rows[k] = next++;
  }
  return rows;
}

SparseMatrix Attribution::matrix() const {
  std::vector<Triplet> entries;
  for (std::int32_t row = 0; row < rows_; ++row) entries.push_back({row, row, 1});
  for (std::size_t r = 0; r < network_.economy().recipes.size(); ++r) {
    const Index recipe = static_cast<Index>(r);
    for (const auto& input : network_.inputs(recipe)) {
      const double part = input.amount * network_.activity(recipe) / network_.throughput(input.product);
      for (const auto& output : network_.outputs(recipe)) {
        entries.push_back({row_of_[input.product], row_of_[output.product], -part * output.share});
      }
    }
  }
  return matrix_from_triplets(rows_, rows_, std::move(entries));
}

// Per row: the part of a product's throughput that goes to the purpose directly.
std::vector<double> Attribution::arriving(Purpose purpose) const {
  const Economy& economy = network_.economy();
  std::vector<double> part(static_cast<std::size_t>(rows_), 0);
  const auto add = [&](Index product, double amount) {
    if (amount > 0) part[row_of_[product]] += amount / network_.throughput(product);
  };
  const auto each_product = [&](const auto& amount_of) {
    for (std::size_t k = 0; k < economy.products.size(); ++k) {
      if (row_of_[k] != no_index) add(static_cast<Index>(k), amount_of(static_cast<Index>(k)));
    }
  };
  switch (purpose.kind) {
    case Purpose::Kind::need: {
      const auto alternatives = economy.alternatives_of(economy.needs[purpose.need]);
      for (std::size_t k = 0; k < alternatives.size(); ++k) {
        if (row_of_[alternatives[k].product] == no_index) continue;
        add(alternatives[k].product, network_.plan().needs[purpose.need].deliveries[k]);
      }
      break;
    }
    case Purpose::Kind::surplus:
      each_product([&](Index product) { return network_.surplus(product); });
      break;
    case Purpose::Kind::closing_stock:
      each_product([&](Index product) { return network_.closing(product); });
      break;
    case Purpose::Kind::nothing:
      for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
        const Index recipe = static_cast<Index>(r);
        if (!network_.outputs(recipe).empty()) continue;
        for (const auto& input : network_.inputs(recipe)) add(input.product, input.amount * network_.activity(recipe));
      }
      break;
  }
  return part;
}

Footprint Attribution::of(Purpose purpose) {
  const Economy& economy = network_.economy();
  const CheckedSolution solution = solver_.solve(arriving(purpose));
  Footprint footprint;
  footprint.purpose = purpose;
  footprint.relative_residual = solution.relative_residual;
  footprint.shares.assign(economy.products.size(), 0);
  footprint.drawn.assign(economy.products.size(), 0);
  for (std::size_t k = 0; k < economy.products.size(); ++k) {
    if (row_of_[k] == no_index) continue;
    footprint.shares[k] = std::max(0.0, solution.values[row_of_[k]]);
    footprint.drawn[k] = footprint.shares[k] * network_.drawn(static_cast<Index>(k));
  }
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    const auto outputs = network_.outputs(static_cast<Index>(r));
    double share = outputs.empty() && purpose.kind == Purpose::Kind::nothing ? 1 : 0;
    for (const auto& output : outputs) share += output.share * footprint.shares[output.product];
    footprint.recipes.push_back(share * network_.activity(static_cast<Index>(r)));
  }
  footprint.claims = claims_of(economy, footprint.recipes);
  return footprint;
}

Uses Attribution::of_recipe(Index recipe) {
  const auto outputs = network_.outputs(recipe);
  if (outputs.empty()) {
    Uses uses{std::vector<double>(network_.economy().needs.size() + 3, 0), 0};
    uses.shares.back() = 1;
    return uses;
  }
  std::vector<double> start(static_cast<std::size_t>(rows_), 0);
  for (const auto& output : outputs) start[row_of_[output.product]] += output.share;
  return follow(start);
}

Uses Attribution::of_product(Index product) {
  std::vector<double> start(static_cast<std::size_t>(rows_), 0);
  start[row_of_[product]] = 1;
  return follow(start);
}

// B w = f for every purpose's f, and start'w asked for: one solve with B' serves all, start'w = (B'^-1 start)'f.
Uses Attribution::follow(const std::vector<double>& start) {
  const CheckedSolution passing = solver_.solve_transposed(start);
  Uses uses;
  uses.relative_residual = passing.relative_residual;
  for (const Purpose purpose : purposes_of(network_.economy())) {
    const std::vector<double> arrived = arriving(purpose);
    AccurateSum share;
    for (std::size_t row = 0; row < arrived.size(); ++row) share.add_product(passing.values[row], arrived[row]);
    uses.shares.push_back(std::max(0.0, share.value()));
  }
  return uses;
}

}  // namespace planwerk
