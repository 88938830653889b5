#pragma once

#include "host/plan/make_plan.hpp"
#include "host/plan/tiers/plan_program.hpp"

namespace planwerk {

// How planning ends: the record of the solve, and the status that the certificate allows.

SolveRecord record_of(const Solution& solution, const PlanSettings& settings, const Device& device);

// The plan of an infeasible job: nothing is done, and the valuations are the multipliers of the proof. ray: over the
// rows of the production programme.
Plan conflicting_plan(const PlanProgram& program, const std::vector<double>& ray);

// What the certificate allows a completed plan to be called, given how the solver ended.
void settle_status(const Economy& economy, const Solution& solution, Plan& plan);

}  // namespace planwerk
