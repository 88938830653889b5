#pragma once

#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/netting.hpp"
#include "host/plan/repair/product_prices.hpp"

namespace planwerk {

// Turns near-optimal valuations into valuations with a good rigorous bound on some costs of plans. Valuations of
// labour, capacities and limits stay; given those, the best prices of products are the highest at which no recipe
// profits (where there are no joint products and no stocks; Bellman's equations, price = least cost of the makers).
//
//   lower   a recipe that earns too much has the prices of what it earns from lowered, which may make recipes
//           profitable whose inputs have become cheaper;
//   shrink  all prices by the factor that takes the remaining profits away;
//   raise   each price as far as no maker profits: users gain room, so nothing is undone.
//
// A recipe that runs at its upper bound may profit: the bound's rent. Built once per economy.
class DualRepair {
 public:
  // accuracy: relative, of the bound; less is not worth much time.
  DualRepair(const Economy& economy, double accuracy);

  struct Result {
    certificate::Valuations valuations;
    double bound;  // safe; -infinity where none was found
  };
  // activity: per recipe, near the optimum as well; it says which upper bounds are reached and what prices matter.
  // costs: what is to be bounded, over the plans that keep all floors.
  Result repair(const certificate::Valuations& valuations, const std::vector<double>& activity,
                const certificate::DecisionCosts& costs) const;

  const certificate::EconomyBound& bound() const { return bound_; }

 private:
  std::vector<double> own_costs(const certificate::Valuations& valuations,
                                const certificate::DecisionCosts& costs) const;
  std::vector<char> may_profit(const std::vector<double>& activity) const;
  std::vector<double> turnover(const std::vector<double>& prices, const std::vector<double>& activity) const;
  double room_to_rise(const ProductPrices& prices, Index product) const;
  void raise_prices(const std::vector<double>& given, const std::vector<double>& turnover, ProductPrices& prices) const;
  void offer(certificate::Valuations candidate, const certificate::DecisionCosts& costs, Result& best) const;

  const Economy& economy_;
  const double accuracy_;
  const certificate::EconomyBound bound_;
  const certificate::NettedRecipes& recipes_;
  const std::vector<double> floors_;  // hard, per need
  ProductUses uses_;
  std::vector<char> has_stock_;  // per product: whether some is there at the start
};

}  // namespace planwerk
