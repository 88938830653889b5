#include "host/plan/make_plan.hpp"

#include "host/plan/certificate/figures.hpp"
#include "host/plan/merged_plan.hpp"
#include "host/plan/plan_ending.hpp"
#include "host/plan/raise_needs.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/tiers/make_tiered_plan.hpp"
#include "host/plan/tiers/solve_goal.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

template <class Work>
auto traced(const char* name, Work work) {
  const TraceRange range(name);
  return work();
}

PlanSettings with_start(const Economy& economy, const MergedNeeds& merged, const PlanProgram& program,
                        PlanSettings settings) {
  if (settings.start_from == nullptr || settings.solve.warm_start) return settings;
  settings.solve.warm_start = program.point_of(merged_plan(economy, merged, *settings.start_from));
  settings.solve.start_is_near = true;
  return settings;
}

}  // namespace

Plan make_plan(const Economy& economy, const PlanSettings& settings, Device& device) {
  if (!economy.objective.tiers.empty()) return make_tiered_plan(economy, settings, device);
  const MergedNeeds merged = traced("merge needs", [&] { return merge_needs(economy); });
  const certificate::DecisionCosts costs = certificate::weighted_costs(merged.economy);
  const certificate::TierGoal goal = weighted_goal(merged.economy, costs);
  const PlanProgram program(merged.economy);
  GoalSolve answer = solve_goal(program, goal, with_start(economy, merged, program, settings), device);
  Plan plan = answer.infeasible() ? conflicting_plan(program, answer.solution.ray) : std::move(answer.plan);
  plan = share_out(economy, merged, std::move(plan));
  plan.record = record_of(answer.solution, settings, device);
  traced("complete plan", [&] { complete(economy, plan); });
  raise_needs(economy, settings, device, plan);
  settle_status(economy, answer.solution, plan);
  return plan;
}

}  // namespace planwerk
