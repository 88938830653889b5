#pragma once

#include <vector>

#include "host/answers/conflict/conflict_program.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

struct MinimalConflict {
  std::vector<std::size_t> members;    // indices of conditions, by falling part in the conflict; empty: none was found
  std::vector<Sides> prices;           // per member: which of its sides contradict the others
  std::vector<double> scales_of_none;  // per condition, as ConflictQuestion
  bool minimal = false;
};

// Starts from the conditions with a part in the Farkas proof that the plan's valuations hold.
MinimalConflict minimal_conflict(const Economy& economy, const Plan& plan, ConflictProgram& program);

}  // namespace planwerk
