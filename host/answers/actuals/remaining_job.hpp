#pragma once

#include <vector>

#include "host/answers/actuals/account.hpp"
#include "host/base/problem.hpp"

namespace planwerk {

// The rest of the period as a job of its own. Recipes, products, plant, limits and kinds of work keep their places.
struct RemainingJob {
  Economy economy;
  std::vector<Index> needs;  // per need of it: index in the original; needs that have all they asked for are gone
  Problems warnings;         // what had to be bent
};

// Needs ask for what has not been delivered yet, steps of coverage and floors in their places on the whole way. Limits
// leave what has not been taken of them, least activities what has not been run. Plant, hours and greatest activities
// are there for the rest of the time only: what stood idle is gone, what was used beyond its part of the time is
// missing. Stocks open with what is there now. An objective in tiers becomes the weighted one where it states an
// exchange rate (floors asked for by a tier, not hard, are then left out). account.elapsed < 1.
RemainingJob remaining_job(const Economy& economy, const Account& account);

}  // namespace planwerk
