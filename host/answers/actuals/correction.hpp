#pragma once

#include <vector>

#include "host/answers/actuals/remaining_job.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// A recipe that is to run other than the plan says for the rest of the period.
struct ActivityChange {
  Index recipe = no_index;
  double planned = 0;
  double now = 0;
};

// A need whose coverage over the whole period differs from the plan's.
struct CoverageChange {
  Index need = no_index;
  double people = 0;
  double planned = 0;  // coverage, 0..1
  double now = 0;
};

struct Correction {
  Account account;
  RemainingJob rest;
  Plan plan;                               // of rest.economy; its status says what it is worth
  std::vector<ActivityChange> activities;  // largest turnover, by the plan's valuations, first
  std::vector<CoverageChange> coverages;   // greatest loss, by people and coverage, first
};

// What to do in the rest of the period: first, coverage comes as close to the plan's as it can (least loss by the
// needs' ladders, nothing beyond the plan); then, among all ways to do so, the one that changes least:
//   min  sum_r weight_r |x_r - (1 - elapsed) x_r of the plan|,
// weight_r being the value of what a unit of the recipe turns over, at the plan's valuations, and its hours. Status
// `feasible`: can be carried out (valuations are those of the best plan of the rest, so that the gap says how much
// better that would be); `infeasible`: hard demands on the rest cannot be kept any more; else how the solver stopped
// short. actuals.elapsed < 1.
Correction correct(const Economy& economy, const Plan& plan, const Actuals& actuals, const SolveSettings& settings,
                   Device& device);

}  // namespace planwerk
