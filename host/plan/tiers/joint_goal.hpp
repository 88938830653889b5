#pragma once

#include "host/plan/tiers/plan_program.hpp"

namespace planwerk {

// All goals of a stack of tiers in one sum, weighted so that an earlier one counts for far more than a later one, but
// not for so much more that rounding takes the later one's place. Near its optimum lie those of the goals one after the
// other. docs/mathematics.md, "Tiers".
class JointGoal {
 public:
  JointGoal(const Economy& economy, const certificate::TierWalk& walk, const certificate::EconomyBound& bound);

  const certificate::DecisionCosts& costs() const { return costs_; }  // levels left out
  double level_weight() const { return level_weight_; }               // of the least coverage; 0 where no tier asks
  // What counts least, and for how much.
  const certificate::DecisionCosts& last_costs() const { return *terms_.front().costs; }
  double last_weight() const { return terms_.front().weight; }
  bool empty() const { return terms_.empty(); }

  // A point of the joint programme, with a plan in its place, as one of a goal's programme: duals in that goal's unit,
  // and earlier results priced by their weights.
  PrimalDual seen_from(const PlanProgram& program, const certificate::TierGoal& goal, const Plan& plan,
                       std::vector<double> dual) const;

 private:
  struct Weighted {
    const certificate::DecisionCosts* costs;
    double weight;
  };
  double weight_of(const certificate::DecisionCosts* costs) const;  // null: the level's

  std::vector<Weighted> terms_;  // last tier first
  double level_weight_ = 0;
  certificate::DecisionCosts costs_;
};

}  // namespace planwerk
