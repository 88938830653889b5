#pragma once

#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/repair/correction_system.hpp"
#include "host/plan/repair/potentials.hpp"

namespace planwerk {

// Makes plans executable: every balance, bound and limit kept to 1e-12 of its size or better, deliveries reduced where
// nothing else helps. Built once per linear programme, used for each point the solver offers.
class PrimalRepair {
 public:
  PrimalRepair(const Economy& economy, const ProductionLp& production);

  // What deliveries are worth from now on, instead of what they are in the programme given: per column of it, what a
  // unit costs (worth counts negative).
  void value_deliveries(const std::vector<double>& column_costs);

  // Repairs the decisions of `plan`, recovered from a point with these row duals: recipes nobody wants are lowered,
  // every row is restored by the cheapest chains of moves (from the point as it is or, where that fails, from one
  // moved as little as helps towards `executable`, a plan of the same economy that is, or towards the idle plan),
  // deliveries are raised where surplus allows, and labour is recovered from use. Each attempt takes a bounded number
  // of sweeps over the matrix. False: no attempt ended, and the plan stays as it was.
  bool repair(Plan& plan, const std::vector<double>& dual, const Plan* executable = nullptr) const;

 private:
  bool restore_rows(const MoveCosts& costs, std::vector<double>& levels) const;

  const Economy& economy_;
  CorrectionSystem system_;
  std::vector<Index> columns_;  // per column of the system: that of the linear programme
};

}  // namespace planwerk
