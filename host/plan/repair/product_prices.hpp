#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/plan/certificate/netting.hpp"

namespace planwerk {

// Which recipes touch which product, the transpose of the netted recipes.
class ProductUses {
 public:
  struct Use {
    Index recipe;
    double amount;  // made (> 0) or used (< 0) per unit of activity
  };

  ProductUses(const certificate::NettedRecipes& recipes, std::size_t recipe_count, std::size_t product_count);

  // By ascending recipe.
  std::span<const Use> of(Index product) const {
    return {uses_.data() + offsets_[product], static_cast<std::size_t>(offsets_[product + 1] - offsets_[product])};
  }

 private:
  std::vector<Use> uses_;
  std::vector<std::int64_t> offsets_;  // products + 1
};

// Prices of products, and, kept up to date with every change of one, the loss of each recipe: its own costs and what it
// pays for products less what it earns from them, per unit of activity. A recipe with a negative loss profits.
class ProductPrices {
 public:
  ProductPrices(const certificate::NettedRecipes& recipes, const ProductUses& uses, std::vector<double> own_costs,
                std::vector<double> prices);

  const std::vector<double>& prices() const { return prices_; }
  double price(Index product) const { return prices_[product]; }
  double own_cost(Index recipe) const { return own_costs_[recipe]; }
  double loss(Index recipe) const { return losses_[recipe]; }
  std::int64_t work() const { return work_; }  // entries visited so far

  struct Earnings {
    double revenue = 0;   // outputs with a price, wastes taken in at a negative one
    double expenses = 0;  // inputs, wastes made
  };
  // Summed afresh, without the roundings that changes of prices leave in loss().
  Earnings earnings(Index recipe) const;

  void set_price(Index product, double price);
  void scale(double factor);  // all prices
  void recompute_losses();

 private:
  const certificate::NettedRecipes& recipes_;
  const ProductUses& uses_;
  std::vector<double> own_costs_;  // per recipe: labour, capacities, limits
  std::vector<double> prices_;     // per product
  std::vector<double> losses_;     // per recipe
  std::int64_t work_ = 0;
};

}  // namespace planwerk
