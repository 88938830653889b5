#pragma once

#include <vector>

#include "host/answers/trace/flow_network.hpp"

namespace planwerk {

// Something that must be there before a cycle can turn for the first time.
struct Starter {
  Index product = no_index;
  double circulating = 0;    // what recipes of the cycle use of it in the plan's period
  double opening_stock = 0;  // at hand
};

// Products and recipes that need each other, directly or through others: none of them can be had without all the rest.
struct Cycle {
  std::vector<Index> products;  // those worth most in the plan first
  std::vector<Index> recipes;   // running
  // Spectral radius of the inner requirements: inputs from within per unit of output, over and over. 0.2: of everything
  // made, a fifth is used up by the cycle itself. It lies between these bounds.
  double gain_lower = 0;
  double gain_upper = 0;
  // A set of products with which everything in the cycle can be made for the first time. Empty: it starts by itself, by
  // recipes that use nothing from within.
  std::vector<Starter> starters;
  bool starters_minimal = true;  // none of them can be left out; false: the cycle was too large to look
};

// The strongly connected components of the recipes that run and the products they use and make on balance, largest
// turnover first. A recipe's flow counts where it is more than 1e-9 of the product's throughput. By-products belong to
// a cycle through their recipe; their part of its inputs follows the network's allocation. Gains: Collatz-Wielandt
// bounds, min_i (Av)_i / v_i <= rho(A) <= max_i (Av)_i / v_i for v > 0 (the lower one holds for every A >= 0).
// Starters: the most used product first, then what is not needed is taken out again, last first.
std::vector<Cycle> cycles_of(const FlowNetwork& network);

}  // namespace planwerk
