#pragma once

#include <utility>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// The flows of a cycle, its products numbered from 0; amounts of the plan's period.
struct CycleFlow {
  Index product;
  double amount;
  double share;  // of outputs: part of the recipe that is made for this one, by all its outputs, those outside included
};
struct CycleRecipe {
  std::vector<CycleFlow> inputs, outputs;
};
struct CycleFlows {
  std::vector<CycleRecipe> recipes;
  std::vector<double> made;         // per product, by all recipes of the plan
  std::vector<double> circulating;  // per product, used by the recipes of the cycle
  std::vector<bool> from_outside;   // per product: made by a recipe that uses nothing from within
};

// Lower and upper bound of the loop gain: the spectral radius of A, a_ki = inputs of k from within per unit of i made.
std::pair<double, double> gain_of(const CycleFlows& flows);

}  // namespace planwerk
