#pragma once

#include <vector>

#include "host/lp/accurate_sum.hpp"
#include "host/model/economy.hpp"
#include "host/plan/certificate/netting.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::certificate {

// All sums that a plan's decisions (activity, deliveries, labour, stocks) lead to, in twice the working precision.
struct Balances {
  struct Product {
    AccurateSum made, used, delivered, drawn;
    AccurateSum balance;  // made + drawn - used - delivered - closing stock, in one sum, so that nothing cancels badly
    double closing = 0;

    // The larger of what comes in and what goes out: the measure of a shortage.
    double throughput() const;
  };
  struct Limit {
    AccurateSum value;
    double gross = 0;  // sum of the absolute values of the terms
  };
  std::vector<Product> products;
  std::vector<AccurateSum> labour_used;     // per kind, by recipes
  std::vector<AccurateSum> labour_planned;  // per kind: the plan's hours over all offers and steps
  std::vector<AccurateSum> labour_offered;  // per kind, over all offers and steps
  std::vector<AccurateSum> capacity_used;   // per capacity
  std::vector<Limit> limits;                // per limit
  std::vector<AccurateSum> delivered;       // per need, in the unit of the need
};

// The plan's decision vectors have the economy's sizes.
Balances balances_of(const Economy& economy, const NettedRecipes& recipes, const Plan& plan);

}  // namespace planwerk::certificate
