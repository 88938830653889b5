#include "tools/planwerk_service/job_text.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "host/codec/enum_numbers.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk::cli {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string time_text(std::int64_t milliseconds) {
  if (milliseconds == 0) return "";
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(seconds));
}

Status status_of_plan(const v1::JobInfo& job) {
  return planwerk::status_of(job.figures().status()).value_or(Status::numerical_trouble);
}

bool is_proof_of_no_plan(const v1::JobInfo& job) {
  return job.state() == v1::FINISHED && job.has_figures() && status_of_plan(job) == Status::infeasible;
}

}  // namespace

std::string state_name(v1::JobState state) {
  return lower_case(v1::JobState_Name(state));
}

bool has_ended(v1::JobState state) {
  return state == v1::FINISHED || state == v1::FAILED || state == v1::CANCELLED;
}

std::string state_text(const v1::JobInfo& job) {
  return state_name(job.state()) + (is_proof_of_no_plan(job) ? ": no plan exists" : "");
}

std::string outcome_text(const v1::JobInfo& job) {
  std::string text = "job " + job.id() + ": " + state_text(job);
  if (job.has_figures() && !is_proof_of_no_plan(job)) {
    text += fmt::format(", {}, objective {:.6g}, gap {:.1e}, {:.1f} s", to_string(status_of_plan(job)),
                        job.figures().objective(), job.figures().safe_gap(), job.figures().elapsed_s());
  }
  if (!job.reason().empty()) text += ": " + job.reason();
  return text;
}

ExitCode exit_code_of(const v1::JobInfo& job) {
  if (job.state() == v1::FINISHED && job.has_figures()) return exit_code_of(status_of_plan(job));
  return job.state() == v1::FAILED ? ExitCode::internal_failure : ExitCode::stopped_short;
}

nlohmann::ordered_json to_json(const v1::JobInfo& job) {
  nlohmann::ordered_json json{{"id", job.id()},
                              {"name", job.request().name()},
                              {"state", state_name(job.state())},
                              {"reason", job.reason()},
                              {"owner", job.owner()},
                              {"priority", job.request().priority()},
                              {"products", job.size().products()},
                              {"recipes", job.size().recipes()},
                              {"needs", job.size().needs()},
                              {"bytes", job.size().bytes()},
                              {"memory_estimate", job.size().memory_estimate()},
                              {"attempts", job.attempts()},
                              {"created_ms", job.created_ms()},
                              {"started_ms", job.started_ms()},
                              {"finished_ms", job.finished_ms()},
                              {"has_plan", job.has_plan()},
                              {"shared_with", job.shared_with()}};
  if (job.has_figures()) {
    json["status"] = std::string(to_string(status_of_plan(job)));
    json["objective"] = finite_or_null(job.figures().objective());
    json["gap"] = finite_or_null(job.figures().safe_gap());
    json["time_s"] = job.figures().elapsed_s();
  }
  return json;
}

std::string table_of(const std::vector<v1::JobInfo>& jobs) {
  std::size_t width = 9;
  for (const v1::JobInfo& job : jobs) width = std::max(width, state_text(job).size());
  std::string text =
      fmt::format("{:<26}  {:<19}  {:<{}}  {:>10}  {}\n", "job", "sent", "state", width, "products", "name");
  for (const v1::JobInfo& job : jobs) {
    text += fmt::format("{:<26}  {:<19}  {:<{}}  {:>10}  {}\n", job.id(), time_text(job.created_ms()), state_text(job),
                        width, figure(static_cast<double>(job.size().products())), job.request().name());
  }
  return text;
}

Problems problems_of(const v1::Faults& faults) {
  Problems problems;
  for (const v1::Fault& fault : faults.faults()) {
    problems.add(fault.warning() ? Severity::warning : Severity::error, fault.path(), fault.value(), fault.message());
  }
  return problems;
}

void EventConsole::show(const v1::JobEvent& event) {
  if (event.state() != state_) {
    state_ = event.state();
    console_.log("job " + event.job() + ": " + state_name(state_));
  }
  if (has_ended(state_)) return console_.end_progress();
  Progress now;
  now.phase = event.phase().empty() ? state_name(state_) : event.phase();
  now.iteration = event.iteration();
  now.primal_residual = event.primal_residual();
  now.dual_residual = event.dual_residual();
  now.relative_gap = event.relative_gap();
  now.objective = event.objective();
  now.elapsed_s = event.elapsed_s();
  console_.progress(now);
}

}  // namespace planwerk::cli
