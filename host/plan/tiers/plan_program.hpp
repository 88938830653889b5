#pragma once

#include <optional>
#include <vector>

#include "host/lp/extended_program.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/certificate/tiers.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/tiers/tier_ladders.hpp"

namespace planwerk {

// What is solved for one goal: the production programme of the economy under the goal's conditions, with the goal's
// costs, a row for each earlier result that is held, and, for the worst off, a column for their least coverage.
class PlanProgram {
 public:
  // The weighted programme itself, of an economy without tiers, which must outlive this.
  explicit PlanProgram(const Economy& economy);
  // The programme of a goal. Coverage that is held becomes the needs' floors; their ladders are cut wherever one of the
  // goal's costs changes.
  PlanProgram(const Economy& economy, const certificate::TierGoal& goal);
  // The same among the programmes of a stack: rows of results not held yet and of needs that do not count are without
  // sides. As long as no sum over decisions is held, and the stack has it so, levels and questions about them (goals
  // whose costs are not of the stack: least_coverage up to where their costs end) have each need in its first step
  // alone.
  PlanProgram(const Economy& economy, const certificate::TierGoal& goal, const TierStack& stack);
  // The programme of a stack for several goals at once, in place of `first`, which asks for the first result: costs of
  // decisions, and what a unit of the least coverage is worth beside them.
  PlanProgram(const Economy& economy, certificate::TierGoal first, const TierStack& stack,
              const certificate::DecisionCosts& joint, double level_worth);
  PlanProgram(const PlanProgram&) = delete;
  PlanProgram& operator=(const PlanProgram&) = delete;

  const Economy& economy() const { return economy_; }
  const ProductionLp& production() const { return production_; }
  const LinearProgram& lp() const { return extended_ ? *extended_ : production_.lp; }

  // Costs of decisions as costs of the production programme's columns; the constant is left out.
  std::vector<double> column_costs(const certificate::DecisionCosts& costs) const;
  // Columns and rows of the production programme alone.
  PrimalDual production_part(const PrimalDual& point) const;
  bool has_single_steps() const { return has_single_steps_; }
  bool is_question() const { return is_question_; }
  // The row of a need's coverage less the level; no_index: none.
  Index coverage_row(Index need) const { return coverage_rows_.empty() ? no_index : coverage_rows_[need]; }
  // The row of an earlier result; no_index: held by the economy.
  Index earlier_row(std::size_t k) const { return earlier_rows_[k]; }
  // The row by which later goals hold this one's result; no_index: none.
  Index own_row() const { return own_row_; }
  Index level_column() const { return level_column_; }  // no_index: none
  // A plan of this economy as a point to start from.
  PrimalDual point_of(const Plan& plan) const;
  // The same with the proof of the goal's result for duals.
  PrimalDual point_of(Plan plan, const TierProof& proof) const;
  std::vector<double> earlier_multipliers(const std::vector<double>& dual) const;  // prices of earlier results
  // Prices of earlier results and weights of needs; the rest of the proof is left empty.
  TierProof multipliers_of(const certificate::TierGoal& goal, const PrimalDual& point) const;

 private:
  void add_earlier_rows(const certificate::TierGoal& goal, ExtendedProgram& program);
  void add_least_coverage(const certificate::TierGoal& goal, ExtendedProgram& program);
  Index add_held_row(const certificate::DecisionCosts& costs, double upper, ExtendedProgram& program) const;
  void add_stack_rows(const certificate::TierGoal& goal, const TierStack& stack, ExtendedProgram& program);
  void take_single_steps(const certificate::TierGoal& goal, ExtendedProgram& program);
  void set_costs(const certificate::DecisionCosts& costs, ExtendedProgram& program) const;

  std::optional<Economy> own_economy_;
  const Economy& economy_;
  ProductionLp production_;
  std::optional<LinearProgram> extended_;
  std::vector<Index> earlier_rows_;   // per earlier result; no_index: held by the economy
  std::vector<Index> coverage_rows_;  // per need that counts for the worst off: coverage - level >= 0
  Index level_column_ = no_index;
  Index own_row_ = no_index;
  bool has_single_steps_ = false;
  bool is_question_ = false;
};

}  // namespace planwerk
