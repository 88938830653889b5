#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/answers/dossier/alternatives.hpp"
#include "host/lp/extended_program.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/tiers/plan_program.hpp"

namespace planwerk {

// The plans that are nearly as good as a given one, as a programme: objective, or the value of every tier, and
// coverages within the slack.
class NearOptimal {
 public:
  NearOptimal(const Economy& economy, const Plan& plan, const Slack& slack);

  // Least of `costs`, per column of columns().
  LinearProgram with(const std::vector<double>& costs) const;
  std::size_t columns() const { return production_.column_origins.size(); }
  const PrimalDual& start() const { return start_; }  // the given plan
  Plan plan_at(const PrimalDual& point) const;        // completed and certified, needs shared out

  // What a plan does, for comparison: recipes, draws on stocks, variants of needs that have several.
  struct Doing {
    std::string id;      // as Shift::id
    std::size_t column;  // of the programme
    std::string serves;  // `product:ID` of what it mainly makes or brings, `need:ID` of a variant
    double worth;        // of one unit, at the given plan's valuations
  };
  const std::vector<Doing>& doings() const { return doings_; }
  std::vector<double> levels(const PrimalDual& point) const;  // per doing

  double given_objective() const { return given_objective_; }  // of the result that prices the plan, where it has tiers
  // By how much another plan is worse, relative to the given one: its objective, or the tier that loses most.
  double loss_of(const Plan& other) const;
  // Per column: the quantity that a range is asked of.
  std::vector<double> costs_of(const Quantity& quantity) const;

 private:
  std::unique_ptr<PlanProgram> program_within(double slack) const;
  void hold(const Slack& slack);
  void find_doings(const Plan& plan);
  void add_recipes(const Plan& plan);
  void add_stocks(const Plan& plan);
  void add_variants(const Plan& plan);

  const Economy& economy_;
  const Plan& given_;
  const MergedNeeds merged_;
  const Plan merged_plan_;
  const std::unique_ptr<PlanProgram> program_;
  const ProductionLp& production_;
  LinearProgram lp_;
  PrimalDual start_;
  double given_objective_ = 0;
  std::vector<Doing> doings_;
};

}  // namespace planwerk
