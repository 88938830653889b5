#pragma once

#include <optional>

#include "host/plan/tiers/plan_program.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// The optimum of a sum of goals where it covers what a point covers: with every step of coverage held, presolve takes
// most of the programme away, so that a vertex near the point is found by tens of pivots instead of hundreds. Its dual
// is one of the whole programme but for steps that are worth a little less than they cost, or a little more; that shows
// when goals are proved by it. Nothing where none is found within `work`, in matrix products. settings: limits and log.
// docs/mathematics.md, "Tiers".
std::optional<PrimalDual> optimum_at_coverage_of(const PlanProgram& program, const PrimalDual& point, double work,
                                                 SolveSettings settings, Device& device);

}  // namespace planwerk
