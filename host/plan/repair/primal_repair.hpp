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

  // What moves are worth from now on, instead of what the programme says: per column of it, what a unit costs (worth
  // counts negative). Recipes that are worth something by themselves are not lowered because nobody wants what they
  // make.
  void value_moves(const std::vector<double>& column_costs);

  // From now on every need keeps this coverage, whatever moves are worth; 0: none but its floor.
  void keep_level(double coverage);

  // Repairs the decisions of `plan`, recovered from a point with these row duals: recipes nobody wants are lowered,
  // every row is restored by the cheapest chains of moves (from the point as it is or, where that fails, from one
  // moved as little as helps towards `executable`, a plan of the same economy that is, or towards the idle plan),
  // deliveries are raised where surplus allows, and labour is recovered from use. Each attempt takes a bounded number
  // of sweeps over the matrix. False: no attempt ended, and the plan stays as it was.
  bool repair(Plan& plan, const std::vector<double>& dual, const Plan* executable = nullptr) const;

 private:
  void lower_idle_work(std::vector<double>& levels) const;
  bool restore_rows(const MoveCosts& costs, std::vector<double>& levels) const;

  const Economy& economy_;
  CorrectionSystem system_;
  const std::vector<double> floors_;  // per column of it: the least that the programme allows
  bool recipes_have_worth_ = false;
  bool keeps_level_ = false;
  std::vector<Index> columns_;  // per column of the system: that of the linear programme
};

}  // namespace planwerk
