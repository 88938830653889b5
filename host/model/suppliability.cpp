#include "host/model/suppliability.hpp"

#include <algorithm>

#include "host/model/net_flows.hpp"

namespace planwerk {
namespace {

// Net flows of all recipes, seen from both ends.
struct FlowGraph {
  std::vector<std::int64_t> output_begin;  // per recipe, into outputs
  std::vector<Index> outputs;              // products made on balance
  std::vector<std::int64_t> user_begin;    // per product, into users
  std::vector<Index> users;                // recipes that use it on balance
  std::vector<Index> input_counts;         // per recipe: products it uses on balance
};

FlowGraph flow_graph(const Economy& economy) {
  FlowGraph graph;
  graph.output_begin.assign(1, 0);
  graph.user_begin.assign(economy.products.size() + 1, 0);
  struct Use {
    Index product;
    Index recipe;
  };
  std::vector<Use> uses;
  uses.reserve(economy.flows.size());
  NetFlows net_flows(economy);
  graph.input_counts.assign(economy.recipes.size(), 0);
  for (std::size_t recipe = 0; recipe < economy.recipes.size(); ++recipe) {
    for (const Flow& flow : net_flows.of(economy.recipes[recipe])) {
      if (flow.amount > 0) {
        graph.outputs.push_back(flow.index);
      } else {
        uses.push_back({flow.index, static_cast<Index>(recipe)});
        ++graph.user_begin[flow.index + 1];
        ++graph.input_counts[recipe];
      }
    }
    graph.output_begin.push_back(static_cast<std::int64_t>(graph.outputs.size()));
  }
  for (std::size_t product = 0; product < economy.products.size(); ++product) {
    graph.user_begin[product + 1] += graph.user_begin[product];
  }
  graph.users.resize(uses.size());
  auto next = graph.user_begin;
  for (const Use& use : uses) graph.users[next[use.product]++] = use.recipe;
  return graph;
}

bool can_run_at_all(const Economy& economy, const Recipe& recipe, const std::vector<bool>& offered) {
  if (recipe.upper_activity <= 0) return false;
  const auto labour = economy.flows_of(recipe.labour);
  const auto capacities = economy.flows_of(recipe.capacities);
  return std::all_of(labour.begin(), labour.end(), [&](const Flow& flow) { return offered[flow.index]; }) &&
         std::all_of(capacities.begin(), capacities.end(),
                     [&](const Flow& flow) { return economy.capacities[flow.index].amount > 0; });
}

// Products that need no recipe: not balanced, or at hand at the start.
std::vector<bool> products_at_hand(const Economy& economy) {
  std::vector<bool> at_hand(economy.products.size(), false);
  for (std::size_t k = 0; k < at_hand.size(); ++k) at_hand[k] = economy.products[k].balance == BalanceRule::free;
  for (const Stock& stock : economy.stocks) {
    if (stock.opening > 0) at_hand[stock.product] = true;
  }
  return at_hand;
}

// Strikes off recipes and products until nothing changes. Linear: every flow is looked at once from each end.
class StrikeOff {
 public:
  StrikeOff(const Economy& economy, const FlowGraph& graph)
      : graph_(graph), makers_(economy.products.size(), 0), at_hand_(products_at_hand(economy)) {
    result_.products.assign(economy.products.size(), true);
    result_.recipes.assign(economy.recipes.size(), true);
    for (const Index product : graph.outputs) ++makers_[product];
  }

  void strike_recipe(Index recipe) {
    if (!result_.recipes[recipe]) return;
    result_.recipes[recipe] = false;
    for (auto k = graph_.output_begin[recipe]; k < graph_.output_begin[recipe + 1]; ++k) {
      const Index product = graph_.outputs[k];
      if (--makers_[product] == 0) lose_makers(product);
    }
  }

  Suppliability run() {
    for (std::size_t product = 0; product < makers_.size(); ++product) {
      if (makers_[product] == 0) lose_makers(static_cast<Index>(product));
    }
    while (!struck_.empty()) {
      const Index product = struck_.back();
      struck_.pop_back();
      for (auto k = graph_.user_begin[product]; k < graph_.user_begin[product + 1]; ++k) strike_recipe(graph_.users[k]);
    }
    return std::move(result_);
  }

 private:
  void lose_makers(Index product) {
    if (at_hand_[product] || !result_.products[product]) return;
    result_.products[product] = false;
    struck_.push_back(product);
  }

  const FlowGraph& graph_;
  std::vector<Index> makers_;  // per product: recipes that may run and make it
  std::vector<bool> at_hand_;
  std::vector<Index> struck_;  // products whose users are still to be struck
  Suppliability result_;
};

// Products that the recipes which may run can make one after another, beginning with what is at hand.
std::vector<bool> bootstrapped(const Economy& economy, const FlowGraph& graph, const std::vector<bool>& may_run) {
  std::vector<bool> reached = products_at_hand(economy);
  std::vector<Index> missing = graph.input_counts;
  std::vector<Index> to_visit;
  const auto run = [&](Index recipe) {
    if (!may_run[recipe]) return;
    for (auto k = graph.output_begin[recipe]; k < graph.output_begin[recipe + 1]; ++k) {
      const Index product = graph.outputs[k];
      if (reached[product]) continue;
      reached[product] = true;
      to_visit.push_back(product);
    }
  };
  for (std::size_t product = 0; product < reached.size(); ++product) {
    if (reached[product]) to_visit.push_back(static_cast<Index>(product));
  }
  for (std::size_t recipe = 0; recipe < missing.size(); ++recipe) {
    if (missing[recipe] == 0) run(static_cast<Index>(recipe));
  }
  while (!to_visit.empty()) {
    const Index product = to_visit.back();
    to_visit.pop_back();
    for (auto k = graph.user_begin[product]; k < graph.user_begin[product + 1]; ++k) {
      if (--missing[graph.users[k]] == 0) run(graph.users[k]);
    }
  }
  return reached;
}

}  // namespace

std::vector<bool> offered_labour_kinds(const Economy& economy) {
  std::vector<bool> offered(economy.labour_kinds.size(), false);
  for (const LabourOffer& offer : economy.labour_offers) offered[offer.kind] = true;
  return offered;
}

Suppliability suppliability(const Economy& economy) {
  const FlowGraph graph = flow_graph(economy);
  const auto offered = offered_labour_kinds(economy);
  StrikeOff strike_off(economy, graph);
  for (std::size_t k = 0; k < economy.recipes.size(); ++k) {
    if (!can_run_at_all(economy, economy.recipes[k], offered)) strike_off.strike_recipe(static_cast<Index>(k));
  }
  Suppliability result = strike_off.run();
  result.bootstrapped = bootstrapped(economy, graph, result.recipes);
  return result;
}

}  // namespace planwerk
