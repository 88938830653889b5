#pragma once

#include "host/plan/best_plan.hpp"
#include "host/plan/make_plan.hpp"

namespace planwerk {

// How far a goal was reached.
struct GoalSolve {
  Solution solution;
  Plan plan;  // decisions and valuations
  TierProof proof;
  double value = 0;
  double bound = 0;
  bool executable = false;

  bool infeasible() const { return solution.status == Status::infeasible; }
};

// Solves the programme of a goal until its gap is within settings.gap_tolerance, judged after repair. held: a plan that
// holds all earlier results, where the solve starts and what is returned where nothing better is found; null where
// there are none.
GoalSolve solve_goal(const PlanProgram& program, const certificate::TierGoal& goal, const PlanSettings& settings,
                     Device& device, const Plan* held = nullptr);

}  // namespace planwerk
