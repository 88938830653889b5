#pragma once

#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// The way back from share_out(): a plan of the original economy as one of the merged economy, deliveries of needs that
// are the same added up, with the results of its tiers. Sums, certificate and explanations are left out.
Plan merged_plan(const Economy& original, const MergedNeeds& merged, const Plan& plan);

}  // namespace planwerk
