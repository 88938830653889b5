#pragma once

#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/repair/correction_system.hpp"

namespace planwerk {

// Makes plans executable: every balance, bound and limit kept to 1e-12 of its size or better, deliveries reduced where
// nothing else helps. Built once per linear programme, used for each point the solver offers.
class PrimalRepair {
 public:
  PrimalRepair(const Economy& economy, const ProductionLp& production);

  // Repairs the decisions of `plan` (recovered from a point with these row duals) by the cheapest of several attempts:
  // from the point as it is and from points shrunk by a factor 1 - delta, which gives room below capacities and in the
  // hours offered. Afterwards deliveries are raised where surplus allows, recipes lowered where nobody wants their
  // output, and labour is recovered from use. False: no attempt ended; the plan then holds the last one.
  bool repair(Plan& plan, const std::vector<double>& dual) const;

 private:
  const Economy& economy_;
  const ProductionLp& production_;
  CorrectionSystem system_;
};

}  // namespace planwerk
