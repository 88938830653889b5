#pragma once

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/report/outlook.hpp"
#include "host/solver/solve.hpp"

namespace planwerk::cli {

// What else could be done, for a report: what each need takes of the plan, how much work covers how much, and plans
// that are nearly as good. Takes some solves of the job's programme. The plan is one that can be carried out.
Outlook outlook_of(const Economy& economy, const Plan& plan, const SolveSettings& solve, Device& device);

}  // namespace planwerk::cli
