#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/netting.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

using certificate::Valuations;

// At the plan's valuations: which recipe answers for one more unit of each product, and what it pays for what.
class MarginalRecipes {
 public:
  MarginalRecipes(const Economy& economy, const Plan& plan);

  // The recipe that sets the product's valuation, or no_index where none makes it or it costs nothing.
  Index recipe_of(Index product) const { return marginal_[product]; }
  bool has_stock(Index product) const { return has_stock_[product] != 0; }
  // All that a unit of activity costs: inputs, wastes, labour, capacities, limits, what the objective charges for it by
  // itself (strain, for instance), and the rent of its upper bound.
  double cost_of(Index recipe) const;
  // What the objective charges for a unit of activity by itself; nothing where it is worth something.
  double own_cost_of(Index recipe) const { return std::max(0.0, own_costs_[recipe]); }
  // What one more unit of the recipe's upper bound would save: where it runs there and earns more than it costs.
  double rent_of(Index recipe) const;
  std::span<const Flow> flows_of(Index recipe) const { return recipes_.of(recipe); }
  const Valuations& valuations() const { return valuations_; }

  // Calls act(limit, cost per unit of activity) for each limit that charges the recipe.
  template <class Act>
  void for_each_limit_charge(Index recipe, Act act) const {
    for (auto k = charge_offsets_[recipe]; k < charge_offsets_[recipe + 1]; ++k) {
      if (charges_[k].amount > 0) act(charges_[k].index, charges_[k].amount);
    }
  }

 private:
  void collect_limit_charges();
  void choose(const Plan& plan);

  const Economy& economy_;
  certificate::NettedRecipes recipes_;
  Valuations valuations_;
  std::vector<double> own_costs_;      // per recipe: what the objective charges
  std::vector<double> reduced_costs_;  // per recipe
  std::vector<char> at_upper_;         // per recipe
  std::vector<Index> marginal_;        // per product
  std::vector<char> has_stock_;        // per product
  std::vector<Flow> charges_;          // by recipe: limit and cost per unit of activity
  std::vector<std::int64_t> charge_offsets_;
};

}  // namespace planwerk
