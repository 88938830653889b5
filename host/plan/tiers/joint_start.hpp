#pragma once

#include <optional>
#include <vector>

#include "host/plan/best_plan.hpp"
#include "host/plan/make_plan.hpp"
#include "host/plan/tiers/joint_goal.hpp"
#include "host/plan/tiers/tier_vertices.hpp"

namespace planwerk {

// What a solve for all goals of a stack at once leaves to the goals one after the other.
struct JointStart {
  Solution solution;         // work done, and the ray of an infeasible job
  std::optional<Plan> plan;  // can be carried out; of little cost to any goal
  std::vector<double> dual;  // of the joint programme
  bool vertex = false;       // whether the vertices have one to go on from
  bool close = false;        // whether the plan and the dual are near any goal's
};

// Ends when a repaired plan is as good for the last goal as settings.gap_tolerance asks, which happens where all
// earlier ones can be had in full, or when a vertex is found.
JointStart solve_jointly(const PlanProgram& program, const certificate::TierGoal& first, const JointGoal& joint,
                         const PlanSettings& settings, Device& device, TierVertices& vertices);

}  // namespace planwerk
