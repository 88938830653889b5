#pragma once

#include "host/plan/best_plan.hpp"
#include "host/plan/make_plan.hpp"
#include "host/plan/tiers/tier_vertices.hpp"

namespace planwerk {

// How far a goal was reached.
struct GoalSolve {
  Solution solution;
  Plan plan;  // decisions and valuations
  TierProof proof;
  double value = 0;
  double bound = 0;
  bool executable = false;
  bool at_start = false;  // the plan is the one it began with: nothing was to be gained

  bool infeasible() const { return solution.status == Status::infeasible; }
};

// What the goals before leave to one.
struct GoalStart {
  // Holds all earlier results: where the solve starts, and what is returned where nothing better is found. Null where
  // there are none.
  const Plan* held = nullptr;
  // Of the stack that the programme belongs to; where there is one to go on from, the goal is solved from there, and if
  // that does not close the gap, like any other. Null: not to be used.
  TierVertices* vertices = nullptr;
  bool others_follow = false;        // so that a goal solved like any other is to give a vertex to go on from
  const PrimalDual* near = nullptr;  // a point that may do as it is, looked at first; null: none
};

// Solves the programme of a goal until its gap is within settings.gap_tolerance, judged after repair.
GoalSolve solve_goal(const PlanProgram& program, const certificate::TierGoal& goal, const PlanSettings& settings,
                     Device& device, const GoalStart& start = {});

// Plan and prices at the vertex of a question among the optima of the goals before, from the vertex before; without
// value and bound, as it is for who asks to judge what follows. Nothing where it is not reached.
std::optional<GoalSolve> answer_at_vertex(const PlanProgram& program, const certificate::TierGoal& goal,
                                          const PlanSettings& settings, TierVertices& vertices);

}  // namespace planwerk
