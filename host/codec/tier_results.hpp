#pragma once

#include <vector>

#include "host/model/validation/findings.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

namespace v1 {
class Plan;
}

// Results of tiers, with their proofs, between a plan and its message.

// Where the entries of a message's lists belong in the job: per entry its index there, no_index where there is none.
struct PlanOrder {
  std::vector<Index> needs, products, labour_kinds, capacities, limits;
};

void add_tier_results(const Plan& plan, const Economy& economy, v1::Plan& message);
void read_tier_results(const v1::Plan& message, const Economy& economy, const PlanOrder& order, Findings& findings,
                       Plan& plan);

}  // namespace planwerk
