#include "host/plan/plan_ending.hpp"

#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/verify.hpp"

namespace planwerk {

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

Plan conflicting_plan(const PlanProgram& program, const std::vector<double>& ray) {
  Plan plan;
  fit_to(program.economy(), plan);
  recover_valuations(program.economy(), program.production(), ray, plan);
  plan.status = Status::infeasible;
  return plan;
}

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

}  // namespace planwerk
