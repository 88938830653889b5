#include "host/plan/report/priced_economy.hpp"

#include <algorithm>

namespace planwerk {

PricedEconomy::PricedEconomy(const Economy& economy, const Plan& plan)
    : economy_(economy), plan_(plan), recipes_(economy, plan), offsets_(economy.products.size() + 1, 0) {
  const auto& prices = recipes_.valuations().products;
  const auto add = [&](Index product, Index recipe, double amount) {
    const double worth = amount * prices[product];
    if (worth > 0) makers_.push_back({product, recipe, worth});
  };
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    const auto recipe = static_cast<Index>(r);
    for (const Flow& flow : recipes_.flows_of(recipe)) add(flow.index, recipe, flow.amount * plan.activity[r]);
  }
  for (std::size_t s = 0; s < economy.stocks.size(); ++s) add(economy.stocks[s].product, no_index, plan.drawn[s]);
  std::stable_sort(makers_.begin(), makers_.end(),
                   [](const Maker& a, const Maker& b) { return a.product < b.product; });
  for (const Maker& maker : makers_) ++offsets_[static_cast<std::size_t>(maker.product) + 1];
  for (std::size_t p = 0; p < economy.products.size(); ++p) offsets_[p + 1] += offsets_[p];
}

double PricedEconomy::valuation(PricedThing thing) const {
  const Valuations& prices = recipes_.valuations();
  switch (thing.kind) {
    case PricedThing::Kind::product:
    case PricedThing::Kind::stock:
      return prices.products[thing.index];
    case PricedThing::Kind::labour:
      return prices.labour_kinds[thing.index];
    case PricedThing::Kind::capacity:
      return prices.capacities[thing.index];
    case PricedThing::Kind::limit:
      return prices.limits[thing.index];
    case PricedThing::Kind::need:
      break;
  }
  return 0;
}

}  // namespace planwerk
