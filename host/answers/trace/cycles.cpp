#include "host/answers/trace/cycles.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "host/answers/trace/cycle_gain.hpp"
#include "host/answers/trace/cycle_start.hpp"
#include "host/answers/trace/strong_components.hpp"

namespace planwerk {
namespace {

constexpr double significant = 1e-9;  // of a product's throughput

bool counts(const FlowNetwork& network, Index recipe, const FlowNetwork::Flow& flow) {
  return flow.amount * network.activity(recipe) > significant * network.throughput(flow.product);
}

// Products first, then recipes: product -> recipes that use it, recipe -> products it makes.
DirectedGraph graph_of(const FlowNetwork& network) {
  const std::size_t products = network.economy().products.size(), recipes = network.economy().recipes.size();
  DirectedGraph graph;
  graph.offsets.assign(products + recipes + 1, 0);
  const auto each_edge = [&](const auto& visit) {
    for (std::size_t r = 0; r < recipes; ++r) {
      const Index recipe = static_cast<Index>(r), node = static_cast<Index>(products + r);
      for (const auto& input : network.inputs(recipe)) {
        if (counts(network, recipe, input)) visit(input.product, node);
      }
      for (const auto& output : network.outputs(recipe)) {
        if (counts(network, recipe, output)) visit(node, output.product);
      }
    }
  };
  each_edge([&](Index from, Index) { ++graph.offsets[static_cast<std::size_t>(from) + 1]; });
  std::partial_sum(graph.offsets.begin(), graph.offsets.end(), graph.offsets.begin());
  graph.targets.resize(static_cast<std::size_t>(graph.offsets.back()));
  auto next = graph.offsets;
  each_edge([&](Index from, Index to) { graph.targets[static_cast<std::size_t>(next[from]++)] = to; });
  return graph;
}

// The flows of a cycle among its own products, numbered from 0.
class InnerFlows {
 public:
  explicit InnerFlows(const FlowNetwork& network)
      : network_(network), local_(network.economy().products.size(), no_index) {}

  CycleFlows of(const Cycle& cycle) {
    for (std::size_t k = 0; k < cycle.products.size(); ++k) local_[cycle.products[k]] = static_cast<Index>(k);
    CycleFlows flows;
    for (const Index product : cycle.products) {
      flows.made.push_back(network_.made(product));
      flows.circulating.push_back(0);
    }
    flows.from_outside.assign(cycle.products.size(), false);
    for (const Index recipe : cycle.recipes) {
      CycleRecipe& inner = flows.recipes.emplace_back();
      const double activity = network_.activity(recipe);
      for (const auto& input : network_.inputs(recipe)) {
        if (local_[input.product] == no_index || !counts(network_, recipe, input)) continue;
        inner.inputs.push_back({local_[input.product], input.amount * activity, 0});
        flows.circulating[local_[input.product]] += input.amount * activity;
      }
      for (const auto& output : network_.outputs(recipe)) {
        if (local_[output.product] == no_index || !counts(network_, recipe, output)) continue;
        inner.outputs.push_back({local_[output.product], output.amount * activity, output.share});
      }
    }
    mark_outside_makers(cycle, flows);
    for (const Index product : cycle.products) local_[product] = no_index;
    return flows;
  }

 private:
  // Makers of a cycle's products that are not in it use nothing from within.
  void mark_outside_makers(const Cycle& cycle, CycleFlows& flows) {
    if (makers_.empty()) find_makers();
    for (const Index product : cycle.products) {
      for (const Index recipe : makers_[product]) {
        const bool inside = std::binary_search(cycle.recipes.begin(), cycle.recipes.end(), recipe);
        if (!inside) flows.from_outside[local_[product]] = true;
      }
    }
  }

  void find_makers() {
    makers_.resize(local_.size());
    for (std::size_t r = 0; r < network_.economy().recipes.size(); ++r) {
      for (const auto& output : network_.outputs(static_cast<Index>(r))) {
        if (counts(network_, static_cast<Index>(r), output)) makers_[output.product].push_back(static_cast<Index>(r));
      }
    }
  }

  const FlowNetwork& network_;
  std::vector<Index> local_;                // per product, within the cycle at hand
  std::vector<std::vector<Index>> makers_;  // per product
};

double turnover(const FlowNetwork& network, Index product) {
  return network.worth(product) * network.throughput(product);
}

std::vector<Cycle> by_turnover(const FlowNetwork& network, std::vector<Cycle> cycles) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t k = 0; k < cycles.size(); ++k) {
    double sum = 0;
    for (const Index product : cycles[k].products) sum += turnover(network, product);
    order.emplace_back(-sum, k);
  }
  std::sort(order.begin(), order.end());
  std::vector<Cycle> sorted;
  for (const auto& [sum, k] : order) sorted.push_back(std::move(cycles[k]));
  return sorted;
}

std::vector<Cycle> components_with_products(const FlowNetwork& network) {
  const Index products = static_cast<Index>(network.economy().products.size());
  std::vector<Cycle> cycles;
  for (const auto& component : strong_components(graph_of(network))) {
    if (component.size() < 2) continue;
    Cycle& cycle = cycles.emplace_back();
    for (const Index node : component) {
      node < products ? cycle.products.push_back(node) : cycle.recipes.push_back(node - products);
    }
    std::stable_sort(cycle.products.begin(), cycle.products.end(),
                     [&](Index a, Index b) { return turnover(network, a) > turnover(network, b); });
  }
  return by_turnover(network, std::move(cycles));
}

}  // namespace

std::vector<Cycle> cycles_of(const FlowNetwork& network) {
  std::vector<Cycle> cycles = components_with_products(network);
  InnerFlows inner_flows(network);
  std::vector<double> opening(network.economy().products.size(), 0);
  for (const Stock& stock : network.economy().stocks) opening[stock.product] += stock.opening;
  for (Cycle& cycle : cycles) {
    const CycleFlows flows = inner_flows.of(cycle);
    std::tie(cycle.gain_lower, cycle.gain_upper) = gain_of(flows);
    const StartingSet start = starting_set(flows);
    cycle.starters_minimal = start.minimal;
    for (const Index local : start.products) {
      const Index product = cycle.products[local];
      cycle.starters.push_back({product, flows.circulating[local], opening[product]});
    }
  }
  return cycles;
}

}  // namespace planwerk
