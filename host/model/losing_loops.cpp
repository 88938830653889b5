#include "host/model/losing_loops.hpp"

#include <algorithm>

#include "host/model/net_flows.hpp"

namespace planwerk {
namespace {

constexpr int most_sweeps = 60;
constexpr int most_strike_offs = 1000;
constexpr double profit_tolerance = 1e-9;

// Net flows of products that hang on loops, recipe by recipe.
class LoopRecipes {
 public:
  LoopRecipes(const Economy& economy, const Suppliability& supply) {
    NetFlows net_flows(economy);
    for (std::size_t recipe = 0; recipe < economy.recipes.size(); ++recipe) {
      if (!supply.recipes[recipe]) continue;
      bool makes = false;
      const std::size_t begin = flows_.size();
      for (const Flow& flow : net_flows.of(economy.recipes[recipe])) {
        if (!supply.products[flow.index] || supply.bootstrapped[flow.index]) continue;
        makes |= flow.amount > 0;
        flows_.push_back(flow);
      }
      if (makes) {
        ends_.push_back(static_cast<std::int64_t>(flows_.size()));
      } else {
        flows_.resize(begin);
      }
    }
  }

  // visit(flows of the recipe, value of its inputs, value of its outputs)
  template <class Visit>
  void for_each(const std::vector<double>& prices, Visit visit) const {
    std::int64_t begin = 0;
    for (const std::int64_t end : ends_) {
      const std::span<const Flow> flows(flows_.data() + begin, static_cast<std::size_t>(end - begin));
      double cost = 0, revenue = 0;
      for (const Flow& flow : flows) {
        (flow.amount > 0 ? revenue : cost) += prices[flow.index] * std::abs(flow.amount);
      }
      visit(flows, cost, revenue);
      begin = end;
    }
  }

 private:
  std::vector<Flow> flows_;
  std::vector<std::int64_t> ends_;
};

void scale_outputs(std::span<const Flow> flows, double factor, std::vector<double>& prices) {
  for (const Flow& flow : flows) {
    if (flow.amount > 0) prices[flow.index] *= factor;
  }
}

// Lets prices fall until no recipe makes a profit, or time is up.
void lower_prices(const LoopRecipes& recipes, std::vector<double>& prices) {
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    bool changed = false;
    recipes.for_each(prices, [&](std::span<const Flow> flows, double cost, double revenue) {
      if (revenue <= cost) return;
      scale_outputs(flows, cost / revenue, prices);
      changed = true;
    });
    // Prices are only bounded by where they started: where none is left there, all are on their way to zero.
    const bool all_fall = std::find(prices.begin(), prices.end(), 1.0) == prices.end();
    if (!changed || all_fall) return;
  }
}

// Gives up the prices that are not proved; false where even that does not end.
bool strike_unproved(const LoopRecipes& recipes, std::vector<double>& prices) {
  for (int pass = 0; pass < most_strike_offs; ++pass) {
    bool changed = false;
    recipes.for_each(prices, [&](std::span<const Flow> flows, double cost, double revenue) {
      if (revenue <= cost * (1 + profit_tolerance)) return;
      scale_outputs(flows, 0, prices);
      changed = true;
    });
    if (!changed) return true;
  }
  return false;
}

}  // namespace

std::vector<bool> products_of_losing_loops(const Economy& economy, const Suppliability& supply) {
  const LoopRecipes recipes(economy, supply);
  std::vector<double> prices(economy.products.size(), 0);
  for (std::size_t k = 0; k < prices.size(); ++k) {
    prices[k] = supply.products[k] && !supply.bootstrapped[k] ? 1 : 0;
  }
  lower_prices(recipes, prices);
  std::vector<bool> losing(economy.products.size(), false);
  if (!strike_unproved(recipes, prices)) return losing;
  for (std::size_t k = 0; k < prices.size(); ++k) losing[k] = prices[k] > 0;
  return losing;
}

}  // namespace planwerk
