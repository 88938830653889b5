#pragma once

#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// What can be supplied at all. `false` is certain: no plan can make, draw or deliver any of it. `true` is not: only
// the programme knows whether a loop of recipes yields more than it takes.
//
// Greatest fixed point: a product stays supplied as long as it is not balanced, has an opening stock, or a recipe that
// stays runnable makes it on balance; a recipe stays runnable as long as all it uses on balance stays supplied, its
// labour is offered, its capacities are not zero and its upper activity is not zero. The products a plan supplies and
// the recipes it runs satisfy exactly these conditions, so that nothing a plan can supply is ever struck off; loops
// that feed each other (machines need steel needs machines) hold each other up.
//
// Of the products supplied, those are `bootstrapped` that can be built up from nothing but labour, stocks and what is
// free (least fixed point of the same conditions). The others hang on loops.
struct Suppliability {
  std::vector<bool> products;      // per product: may be supplied
  std::vector<bool> recipes;       // per recipe: may run
  std::vector<bool> bootstrapped;  // per product
};
Suppliability suppliability(const Economy& economy);

// Per labour kind: somebody offers hours of it.
std::vector<bool> offered_labour_kinds(const Economy& economy);

}  // namespace planwerk
