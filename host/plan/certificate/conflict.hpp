#pragma once

#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// The hard demands of an infeasible job that contradict each other: those with a part in the Farkas proof that the
// plan's valuations hold, by falling share. Demands (floors, closing stocks, least activities, lower limits) have
// positive shares that add up to 1; what stands against them (labour, capacities, limits, stocks, greatest activities)
// has negative ones that add up to more than -1: all there is does not meet all that must be.
std::vector<NamedResidual> conflict_of(const Economy& economy, const Plan& plan);

}  // namespace planwerk
