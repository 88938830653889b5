#include "host/answers/plan_job/plan_job.hpp"

#include "host/answers/need/need_answers.hpp"
#include "host/solver/method.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

// Answers cost little where a basis of the plan does.
bool brings_answers(const Economy& economy, const AnswersWanted& wanted, const Plan& plan) {
  const bool asked_for = wanted.labour || (wanted.worst_needs && economy.products.size() <= exact_products);
  return asked_for && plan.certificate.executable() && plan.status != Status::infeasible;
}

void answer(const Economy& economy, const SolveSettings& solve, bool labour, Device& device, Plan& plan) {
  const TraceRange range("answers");
  AnswerSettings settings;
  settings.needs = worst_short_needs(plan, most_answers);
  settings.improve = true;  // the basis that is looked for anyway may be better than the plan
  settings.labour = labour;
  settings.solve = solve;
  settings.solve.time_limit_s = infinity;
  if (!settings.needs.empty()) add_answers(economy, plan, settings, device);
}

ConflictAnswer resolve(const Economy& economy, const SolveSettings& solve, Device& device, Plan& plan) {
  const TraceRange range("conflict");
  ConflictAnswer answer = resolve_conflict(economy, plan, solve, device);
  note(answer, plan);
  return answer;
}

}  // namespace

PlanSettings settings_for(const PlanRequest& request, const JobSettings& job, SolveSettings solve) {
  PlanSettings settings;
  settings.solve = std::move(solve);
  settings.gap_tolerance = request.tolerance.value_or(job.tolerance.value_or(settings.gap_tolerance));
  settings.solve.time_limit_s = request.time_limit_s.value_or(job.time_limit_s.value_or(settings.solve.time_limit_s));
  const bool says_method = !request.method.empty() && request.method != "auto";
  const std::string& method = says_method ? request.method : job.method;
  if (!method.empty()) settings.solve.method = method_named(method).value_or(Method::automatic);
  return settings;
}

PlannedJob plan_job(const Economy& economy, const PlanSettings& settings, const AnswersWanted& wanted, Device& device) {
  PlannedJob planned;
  planned.plan = make_plan(economy, settings, device);
  // Of the plan's own programme alone.
  SolveSettings solve = settings.solve;
  solve.warm_start.reset();
  solve.on_checkpoint = nullptr;
  if (planned.plan.status == Status::infeasible) planned.conflict = resolve(economy, solve, device, planned.plan);
  if (brings_answers(economy, wanted, planned.plan)) answer(economy, solve, wanted.labour, device, planned.plan);
  return planned;
}

}  // namespace planwerk
