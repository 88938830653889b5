#pragma once

#include <optional>

#include "host/lp/linear_program.hpp"
#include "host/plan/certificate/tiers.hpp"
#include "host/plan/tiers/joint_goal.hpp"
#include "host/plan/tiers/plan_program.hpp"

namespace planwerk {

// Where nearly all that is asked for can be had, the prices of a sum of goals fall for long from what coverage is worth
// to what labour costs, while their relations hardly change any more: everything is covered at any level of them. So
// the level is looked for at once: of all multiples of the repaired prices, those with the best bound.
// docs/mathematics.md, "Tiers".
struct LevelledPoint {
  PrimalDual point;  // of the programme: labour as the recipes use it, steps of coverage where their prices want them
  double gap = 0;    // of the sum, between its decisions and its prices; of what the last goal comes to in it
};

// goal: of the sum of `joint`, without its levels. Nothing where a point of the programme leaves more than a little
// uncovered. accuracy: relative, of the bound.
std::optional<LevelledPoint> at_best_price_level(const PlanProgram& program, const certificate::TierGoal& goal,
                                                 const JointGoal& joint, const PrimalDual& point, double accuracy);

}  // namespace planwerk
