#pragma once

#include <compare>
#include <span>
#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/explain/marginal_recipes.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Something that has a valuation, or a need.
struct PricedThing {
  enum class Kind { need, product, labour, capacity, limit, stock };
  Kind kind = Kind::product;
  Index index = no_index;  // of a stock: that of its product
  auto operator<=>(const PricedThing&) const = default;
};

// An economy at a plan's valuations: who makes what part of each product, and what each recipe pays for.
class PricedEconomy {
 public:
  PricedEconomy(const Economy& economy, const Plan& plan);

  // One recipe (or the stock) as a maker of a product.
  struct Maker {
    Index product;
    Index recipe;  // no_index: drawn from stock
    double worth;  // of what it makes of the product in the period, hours of burden, > 0
  };
  // Whoever takes a product of negative valuation off others' hands counts as its maker.
  std::span<const Maker> makers_of(Index product) const {
    return {makers_.data() + offsets_[product], offsets_[product + 1] - offsets_[product]};
  }

  // Calls act(thing, hours of burden per unit of activity) for all that a recipe pays for; amounts are > 0.
  template <class Act>
  void for_each_cost(Index recipe, Act act) const {
    const auto pay = [&](PricedThing::Kind kind, Index index, double paid) {
      if (paid > 0) act(PricedThing{kind, index}, paid);
    };
    const Recipe& entry = economy_.recipes[recipe];
    const Valuations& prices = recipes_.valuations();
    for (const Flow& flow : recipes_.flows_of(recipe)) {
      pay(PricedThing::Kind::product, flow.index, -flow.amount * prices.products[flow.index]);
    }
    for (const Flow& work : economy_.flows_of(entry.labour)) {
      pay(PricedThing::Kind::labour, work.index, work.amount * prices.labour_kinds[work.index]);
    }
    for (const Flow& use : economy_.flows_of(entry.capacities)) {
      pay(PricedThing::Kind::capacity, use.index, use.amount * prices.capacities[use.index]);
    }
    recipes_.for_each_limit_charge(recipe,
                                   [&](Index limit, double charge) { pay(PricedThing::Kind::limit, limit, charge); });
  }

  double valuation(PricedThing thing) const;  // hours of burden per unit; 0 of needs
  const Economy& economy() const { return economy_; }
  const Plan& plan() const { return plan_; }

 private:
  const Economy& economy_;
  const Plan& plan_;
  MarginalRecipes recipes_;
  std::vector<Maker> makers_;         // by product
  std::vector<std::size_t> offsets_;  // products + 1
};

}  // namespace planwerk
