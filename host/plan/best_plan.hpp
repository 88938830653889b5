#pragma once

#include <future>
#include <limits>

#include "host/plan/certificate/tiers.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/repair/dual_repair.hpp"
#include "host/plan/repair/primal_repair.hpp"
#include "host/plan/tiers/plan_program.hpp"

namespace planwerk {

// The best executable plan that holds all earlier results, and the best proof of a bound, for one goal, among all
// points a solver has offered; the two need not come from the same point.
class BestPlan {
 public:
  // threads: how many may work at the same time; the answer does not depend on it. held: a plan that keeps all earlier
  // results with their tolerance to spare; null only where there are none. All must outlive this.
  BestPlan(const PlanProgram& program, const certificate::TierGoal& goal, double gap_tolerance, int threads,
           const Plan* held = nullptr);

  // Recovers, repairs and judges a point of the linear programme. Points with entries that are no numbers are ignored.
  void offer(const PrimalDual& point);

  // Takes its prices alone.
  void offer_bound(const PrimalDual& point);

  // (value - safe bound) / max(1, |value|); infinite while no executable plan or no bound is known.
  double gap() const;
  bool closed() const { return gap() <= gap_tolerance_; }
  bool executable() const { return violation_ == 0; }
  double value() const { return value_; }
  double bound() const { return bound_; }
  const TierProof& proof() const { return proof_; }
  double value_of(const certificate::DecisionCosts& costs) const;  // what it charges for the plan so far
  // Of the plan so far, by the proof so far: see PlanCertificate.
  double fall_through() const;
  // Decisions and valuations; where no offer was executable, the repair that came closest.
  Plan take();

 private:
  struct Bound {
    TierProof proof;
    double value;
  };
  Bound bound_by(TierProof multipliers, const Plan& candidate) const;
  bool is_tier() const { return goal_.tier != no_index; }
  void expect_everything();
  void keep_level(const PrimalDual& own, double level);
  bool says_nothing(const TierProof& multipliers) const;
  void value_moves(const TierProof& multipliers);
  void adopt(Bound bound);
  void adopt(Plan candidate);
  void adopt_as_it_is(Plan candidate);
  void keep_earlier_results(Plan& candidate) const;
  double share_to_give_up(const Plan& candidate) const;
  certificate::Balances balances_of(const Plan& plan) const;
  bool worth_a_repair(double promised_value) const;
  Plan priced(Plan plan) const;

  const PlanProgram& program_;
  const certificate::TierGoal& goal_;
  const double gap_tolerance_;
  const std::launch launch_;  // of the dual repair
  const Plan* held_;
  PrimalRepair primal_;
  DualRepair dual_;
  Plan plan_;
  double violation_ = std::numeric_limits<double>::infinity();  // of plan_: worst shortage or excess
  double value_ = std::numeric_limits<double>::infinity();
  double failed_level_ = std::numeric_limits<double>::infinity();  // that repair has not been able to keep
  TierProof proof_;
  double bound_ = -std::numeric_limits<double>::infinity();
};

// The goal of the weighted objective, as if it were a tier. costs: of the economy; they must outlive the goal.
certificate::TierGoal weighted_goal(const Economy& economy, const certificate::DecisionCosts& costs);

}  // namespace planwerk
