#pragma once

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

struct PlanSettings {
  double gap_tolerance = 1e-4;  // safe gap; executability is always brought to 1e-9 or reported
  SolveSettings solve;          // its tolerance and `accept` are chosen by make_plan
};

// Job to plan: build, solve, recover, repair, certify, explain. The economy must be free of errors.
Plan make_plan(const Economy& economy, const PlanSettings& settings, Device& device);

}  // namespace planwerk
