#pragma once

#include "host/plan/certificate/balances.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::certificate {

// The most by which the coverage of any need could still rise while no other falls, no tier before coverage gets worse
// and, in weighted mode, no burden or regret grows: proved with the plan's own valuations, 1 where they prove nothing.
// Needs weigh what they cost at these prices; what the weighted coverage of all misses its bound by, over a need's
// weight, is the most that this need can gain.
double fall_through(const EconomyBound& bound, const Balances& balances, const Plan& plan);

}  // namespace planwerk::certificate
