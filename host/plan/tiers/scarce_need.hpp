#pragma once

#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/tiers.hpp"

namespace planwerk {

// The proof that no plan raises the least coverage above what can ever be there for the scarcest of the open needs: all
// makers of its products at their implied upper bounds, and all stocks. goal: of worst_off, with open needs.
TierProof proof_by_supply(const certificate::EconomyBound& bound, const certificate::TierGoal& goal);

}  // namespace planwerk
