#pragma once

#include <future>
#include <limits>

#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/repair/dual_repair.hpp"
#include "host/plan/repair/primal_repair.hpp"

namespace planwerk {

// The best executable plan and the best safe bound among all points a solver has offered; the two need not come from
// the same point.
class BestPlan {
 public:
  // threads: how many may work at the same time; the answer does not depend on it.
  BestPlan(const Economy& economy, const ProductionLp& production, double gap_tolerance, int threads);

  // Recovers, repairs and judges a point of the linear programme. Points with entries that are no numbers are ignored.
  void offer(const PrimalDual& point);

  // (objective - safe bound) / max(1, |objective|); infinite while no executable plan or no bound is known.
  double gap() const;
  bool closed() const { return gap() <= gap_tolerance_; }
  // Decisions and valuations; where no offer was executable, the repair that came closest.
  Plan take();

 private:
  void adopt(DualRepair::Result bound);
  void adopt(Plan candidate);
  bool worth_a_repair(double promised_objective) const;

  const Economy& economy_;
  const ProductionLp& production_;
  const double gap_tolerance_;
  const std::launch launch_;  // of the dual repair
  const certificate::DecisionCosts costs_;
  PrimalRepair primal_;
  DualRepair dual_;
  Plan plan_;
  double violation_ = std::numeric_limits<double>::infinity();  // of plan_: worst shortage or excess
  double objective_ = std::numeric_limits<double>::infinity();
  DualRepair::Result valuations_;
};

}  // namespace planwerk
