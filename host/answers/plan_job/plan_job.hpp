#pragma once

#include <optional>
#include <string>

#include "host/answers/conflict/conflict_answer.hpp"
#include "host/model/economy.hpp"
#include "host/plan/make_plan.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// What whoever asks for a plan wants of the solve. What is unset is left to the job's own settings, then to the
// defaults.
struct PlanRequest {
  std::optional<double> tolerance;  // largest safe gap, relative
  std::optional<double> time_limit_s;
  std::string method;  // "" or "auto": as the job says
};

// The request goes before the job, the job before the defaults. solve: hooks, the default time limit, and what else is
// not for the job to say.
PlanSettings settings_for(const PlanRequest& request, const JobSettings& job, SolveSettings solve);

// Which answers a plan is to bring along.
struct AnswersWanted {
  bool worst_needs = true;  // why the worst covered needs are short, where the job is small enough (exact_products)
  bool labour = false;  // ask of each of them, however large the job, what full coverage would take of people's work
};

struct PlannedJob {
  Plan plan;                // its job_sha256 is left to whoever knows the job's form
  ConflictAnswer conflict;  // infeasible: why, and the ways out
};

// Job to plan as people get it: the plan, what a conflict consists of, why needs are short. The economy must be free of
// errors. The same economy, settings and device: the same plan, whoever asks.
PlannedJob plan_job(const Economy& economy, const PlanSettings& settings, const AnswersWanted& wanted, Device& device);

}  // namespace planwerk
