#pragma once

#include <vector>

#include "host/plan/certificate/balances.hpp"
#include "host/plan/certificate/decision_costs.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::certificate {

// What may not get worse while needs are covered further, coverage itself apart: burden and regret of the weighted
// objective, or what each tier asks for that counts anything else, in the order of the tiers.
std::vector<DecisionCosts> kept_costs(const Economy& economy, const NettedRecipes& recipes);

// The most by which the coverage of any need could still rise while no other falls and nothing that is kept gets worse:
// proved with the plan's valuations, the proofs of its tiers or plan.no_fall_through, whichever proves most.
// Needs weigh what they cost at the prices of the proof; what the weighted coverage of all misses its bound by, over a
// need's weight, is the most that this need can gain.
double fall_through(const EconomyBound& bound, const Balances& balances, const Plan& plan);

}  // namespace planwerk::certificate
