#include "host/plan/raise_needs.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/certificate/fall_through.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/certificate/tiers.hpp"
#include "host/plan/merged_plan.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/tiers/solve_goal.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

using certificate::Balances;
using certificate::DecisionCosts;
using certificate::TierGoal;

// The question on the merged economy, so that needs that are the same rise alike.
class Rising {
 public:
  Rising(const Economy& economy, const Plan& plan)
      : original_(economy),
        merged_(merge_needs(economy)),
        recipes_(merged_.economy),
        plan_(merged_plan(economy, merged_, plan)),
        now_(certificate::balances_of(merged_.economy, recipes_, plan_)),
        kept_(certificate::kept_costs(merged_.economy, recipes_)) {
    set_goal();
  }

  GoalSolve ask(const PlanSettings& settings, Device& device) const {
    const PlanProgram program(merged_.economy, goal_);
    return solve_goal(program, goal_, settings, device, {.held = &plan_});
  }

  // The decisions of an answer for the plan of the original economy.
  void adopt(Plan answer, Plan& plan) const {
    answer = share_out(original_, merged_, std::move(answer));
    plan.activity = std::move(answer.activity);
    plan.labour = std::move(answer.labour);
    plan.drawn = std::move(answer.drawn);
    for (std::size_t n = 0; n < plan.needs.size(); ++n) plan.needs[n].deliveries = answer.needs[n].deliveries;
  }

 private:
  void set_goal() {
    const Economy& economy = merged_.economy;
    goal_.tier = 0;  // as a tier: whatever is moved is worth what the goal makes of it
    goal_.least_coverage = certificate::hard_floors(economy);
    std::vector<double> weights(economy.needs.size());
    AccurateSum covered;
    for (std::size_t n = 0; n < weights.size(); ++n) {
      const double asked = economy.asked(economy.needs[n]);
      const double coverage = asked > 0 ? std::clamp(now_.delivered[n].value() / asked, 0.0, 1.0) : 1;
      goal_.least_coverage[n] = std::max(goal_.least_coverage[n], coverage);
      weights[n] = coverage < 1 ? 1 : 0;
      covered.add(weights[n] * coverage);
    }
    rise_ = certificate::coverage_costs(economy, weights);
    rise_.constant.add({covered.value(), 0});
    goal_.costs = &rise_;
    for (const DecisionCosts& costs : kept_) {
      goal_.earlier.push_back(&costs);
      goal_.held_at.push_back(certificate::value_of(costs, now_, plan_).value());
    }
  }

  const Economy& original_;
  const MergedNeeds merged_;
  const certificate::NettedRecipes recipes_;
  const Plan plan_;
  const Balances now_;
  const std::vector<DecisionCosts> kept_;
  DecisionCosts rise_;
  TierGoal goal_;
};

bool is_open(const Economy& economy, const Plan& plan) {
  return plan.status != Status::infeasible && plan.certificate.executable() &&
         plan.certificate.fall_through > no_rise && economy.products.size() <= raised_products;
}

// What is left of the limits of planning.
PlanSettings what_is_left(PlanSettings settings, const SolveRecord& spent) {
  settings.gap_tolerance = 0.1 * no_rise;  // of all rises together, in coverage
  settings.solve.time_limit_s -= spent.elapsed_s;
  settings.solve.iteration_limit -= std::min(settings.solve.iteration_limit, spent.iterations);
  return settings;
}

void count(const Solution& solution, SolveRecord& record) {
  record.iterations += solution.iterations;
  record.matrix_products += solution.matrix_products;
  record.elapsed_s += solution.elapsed_s;
}

}  // namespace

void raise_needs(const Economy& economy, const PlanSettings& settings, Device& device, Plan& plan) {
  if (!is_open(economy, plan)) return;
  const TraceRange range("raise needs");
  const Rising rising(economy, plan);
  GoalSolve answer = rising.ask(what_is_left(settings, plan.record), device);
  count(answer.solution, plan.record);
  Plan raised = plan;
  raised.no_fall_through = std::move(answer.proof);
  if (answer.executable && answer.value < -no_rise) rising.adopt(std::move(answer.plan), raised);
  complete(economy, raised);
  const PlanCertificate &before = plan.certificate, &after = raised.certificate;
  if (after.executable() && after.fall_through < before.fall_through) plan = std::move(raised);
}

}  // namespace planwerk
