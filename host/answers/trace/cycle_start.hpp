#pragma once

#include <vector>

#include "host/answers/trace/cycle_gain.hpp"

namespace planwerk {

struct StartingSet {
  std::vector<Index> products;  // numbers within the cycle
  bool minimal = true;          // none can be left out; false: there was too much to look at
};

// Products with which everything in the cycle can be made for the first time, when nothing of it is there: a recipe can
// run when all its inputs from within are there, and what one recipe can make is there. The smallest such set is hard
// to find (it contains feedback vertex sets); this one takes the product that most recipes use until all is there,
// then takes out, last first, what turns out not to be needed.
StartingSet starting_set(const CycleFlows& flows);

}  // namespace planwerk
