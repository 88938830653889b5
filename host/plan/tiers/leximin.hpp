#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "host/plan/tiers/solve_goal.hpp"

namespace planwerk {

// Solves another goal from a plan that holds what the goal asks for.
using SolveGoal = std::function<GoalSolve(const certificate::TierGoal&, double gap_tolerance, const Plan& held)>;

// What a level of coverage comes to: its proof, and the needs that cannot rise above it.
struct Level {
  TierProof proof;
  double bound = 0;
  std::vector<Index> settled;  // ascending
};

// The needs that no product of the economy's can ever supply, proved so; empty where the level would not be proved.
std::optional<Level> needs_without_supply(const certificate::EconomyBound& bound, const certificate::TierGoal& goal);

// Which of the open needs cannot rise while all others keep the level of `reached`. Those with a weight in its proof
// that leaves no room are; of others that stand at the level, a programme decides that raises all of them a little at
// once: whoever rises in it can, and for the rest it is asked again until nobody rises. Its prices then join the proof.
// last: no more levels will be asked for, so that nobody has to be decided on.
Level settle(const certificate::EconomyBound& bound, const certificate::TierGoal& goal, const GoalSolve& reached,
             bool last, const SolveGoal& solve);

}  // namespace planwerk
