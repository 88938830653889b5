#pragma once

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

struct PlanSettings {
  double gap_tolerance = 1e-4;  // safe gap; executability is always brought to 1e-9 or reported
  SolveSettings solve;          // its tolerance and `accept` are chosen by make_plan
  // Decisions and valuations of a plan of this economy, or of one that differs a little (carried_plan.hpp), from which
  // planning starts; a warm start of `solve` goes before it. Jobs with tiers begin anew all the same.
  const Plan* start_from = nullptr;
};

// Job to plan: build, solve, recover, repair, certify, explain. The economy must be free of errors.
Plan make_plan(const Economy& economy, const PlanSettings& settings, Device& device);

}  // namespace planwerk
