#include "tools/planwerk/plan_outcome.hpp"

#include "host/answers/conflict/conflict_text.hpp"
#include "host/plan/report/summary.hpp"
#include "tools/planwerk/conflict_json.hpp"
#include "tools/planwerk/plan_json.hpp"

namespace planwerk::cli {

void tell_outcome(const Console& console, const Economy& economy, const Plan& plan, const ConflictAnswer& conflict,
                  const std::string& job_path, const std::string& plan_path) {
  if (console.json()) {
    auto json = to_json(economy, plan);
    json["competition"] = to_json(economy, competitions(economy, plan));
    if (plan.status == Status::infeasible) json["ways_out_of_conflict"] = to_json(conflict);
    console.result(json);
  } else {
    console.result(
        summary(economy, plan) + "\n" + to_text(conflict) +
        result_line(plan.status, plan.certificate.objective, plan.certificate.safe_gap, plan.record.elapsed_s));
  }
  if (plan.status == Status::infeasible) {
    console.suggest("change {} by one of the ways out and plan again", job_path);
  } else if (plan_path.empty()) {
    console.suggest("planwerk plan {} -o plan.json   keep the plan", job_path);
  } else {
    console.suggest("planwerk report {} --job {} -o report.html", plan_path, job_path);
    console.suggest("planwerk verify {} {}", job_path, plan_path);
  }
}

}  // namespace planwerk::cli
