#include "host/plan/make_plan.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "host/model/build_lp.hpp"
#include "host/plan/best_plan.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/verify.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

// Where the solver first asks whether a point will do. A repaired plan is often better than the point it came from, so
// that asking a little early pays; the solver goes on to a tenth each time.
double first_tolerance(double gap_tolerance) {
  return std::min(3 * gap_tolerance, 1e-2);
}

std::string short_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2e", value);
  return text.data();
}

SolveRecord record_of(const Solution& solution, const PlanSettings& settings, const Device& device) {
  SolveRecord record;
  record.method = solution.method;
  record.device = device.info().name;
  record.iterations = solution.iterations;
  record.matrix_products = solution.matrix_products;
  record.elapsed_s = solution.elapsed_s;
  record.tolerance = settings.gap_tolerance;
  record.version = PLANWERK_VERSION;
  return record;
}

// The plan of an infeasible job: nothing is done, and the valuations are the multipliers of the proof.
Plan conflicting_plan(const Economy& economy, const ProductionLp& production, const std::vector<double>& ray) {
  Plan plan;
  fit_to(economy, plan);
  recover_valuations(economy, production, ray, plan);
  plan.status = Status::infeasible;
  return plan;
}

// What the certificate allows the plan to be called, given how the solver ended.
void settle_status(const Economy& economy, const Solution& solution, Plan& plan) {
  const PlanCertificate& facts = plan.certificate;
  if (plan.status == Status::infeasible) {
    plan.reason = "the hard demands contradict each other";
    if (proves_infeasible(economy, plan)) return;
    plan.status = Status::numerical_trouble;
    plan.reason = "the solver found the job infeasible, but its proof did not stand up to rounding";
  } else if (facts.executable() && facts.safe_gap <= plan.record.tolerance) {
    plan.status = Status::optimal;
    plan.reason.clear();
  } else if (stopped_short(solution.status)) {
    plan.status = solution.status;
    plan.reason = solution.reason;
  } else if (facts.executable()) {
    plan.status = Status::feasible;
    plan.reason = "the plan can be carried out, but the gap to the proven bound is larger than asked for";
  } else {
    plan.status = Status::numerical_trouble;
    plan.reason = "no executable plan was found near the solver's point";
  }
}

template <class Work>
auto traced(const char* name, Work work) {
  const TraceRange range(name);
  return work();
}

}  // namespace

Plan make_plan(const Economy& economy, const PlanSettings& settings, Device& device) {
  const MergedNeeds merged = traced("merge needs", [&] { return merge_needs(economy); });
  const ProductionLp production = traced("build", [&] { return build_lp(merged.economy); });
  BestPlan best = traced("prepare repair", [&] {
    return BestPlan(merged.economy, production, settings.gap_tolerance, device.info().threads);
  });

  SolveSettings solving = settings.solve;
  solving.tolerance = first_tolerance(settings.gap_tolerance);
  solving.accept = [&](const PrimalDual& point) {
    best.offer(point);
    if (solving.on_log) solving.on_log("after repair the gap to the safe bound is " + short_text(best.gap()));
    return best.closed();
  };
  const Solution solution = solve(production.lp, solving, device);

  const bool infeasible = solution.status == Status::infeasible;
  if (!infeasible && !best.closed()) best.offer(solution.point);
  Plan plan = infeasible ? conflicting_plan(merged.economy, production, solution.ray) : best.take();
  plan = share_out(economy, merged, std::move(plan));
  plan.record = record_of(solution, settings, device);
  traced("complete plan", [&] { complete(economy, plan); });
  settle_status(economy, solution, plan);
  return plan;
}

}  // namespace planwerk
