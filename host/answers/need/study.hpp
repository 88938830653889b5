#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "host/answers/need/marginal_step.hpp"
#include "host/answers/need/optimal_basis.hpp"
#include "host/answers/need/value_network.hpp"
#include "host/plan/tiers/plan_program.hpp"

namespace planwerk {

struct StudySettings {
  bool exact = true;                // look for a basis
  std::int64_t pivot_limit = 2000;  // from the plan to it
};

// What questions about a plan rest on: the programme of the weighted objective, or of one result of tiers, an optimal
// basis of it near the plan, and the network of its prices.
class Study {
 public:
  // Of the weighted objective. plan: of the merged economy; both must outlive the study.
  Study(const Economy& merged, const Plan& plan, const StudySettings& settings, Device& device);
  // Of the result of tiers for `goal`, which must outlive the study, too; proof: of the plan's result.
  Study(const Economy& merged, const Plan& plan, const certificate::TierGoal& goal, const TierProof& proof,
        const StudySettings& settings, Device& device);

  // How the plan gives way to one more unit of each of these (merged) needs; nothing where there is no basis at the
  // plan, or the step cannot be computed. One call after the other.
  std::vector<std::optional<MarginalStep>> steps(std::span<const Index> needs);

  struct Trace {
    CostTrace cost;
    bool exact = false;
  };
  // Where the costs of needs end, by the prices of their steps or, without one, by the plan's. One call after the
  // other; steps may be taken meanwhile.
  std::vector<Trace> traces(std::span<const Index> needs, std::span<const std::optional<MarginalStep>> steps);

  const ProductionLp& production() const { return program_->production(); }
  const PrimalDual* vertex() const { return optimum_ ? &optimum_->vertex() : nullptr; }
  // The vertex became the plan.
  void adopt_vertex() { point_ = optimum_->vertex(); }

 private:
  void find_optimum(const StudySettings& settings, Device& device);
  bool of_tiers() const { return goal_ != nullptr; }
  Delivery delivery_of(Index need) const;
  bool stands_at_vertex(const Delivery& delivery, Index need) const;
  std::vector<double> charge_prices(const std::vector<double>& prices, bool with_goal) const;

  const Economy& economy_;
  const certificate::TierGoal* goal_ = nullptr;  // null: the weighted objective
  std::unique_ptr<PlanProgram> program_;
  PrimalDual point_;  // the plan
  std::unique_ptr<OptimalBasis> optimum_;
  std::optional<MarginalStepper> stepper_;
  std::optional<ValueNetwork> network_;
  std::vector<std::size_t> charging_;  // earlier results that charge for columns
};

}  // namespace planwerk
