#include "host/service/grpc/messages.hpp"

#include "host/codec/enum_numbers.hpp"
#include "host/codec/job_message.hpp"
#include "host/codec/message_faults.hpp"

namespace planwerk::service {
namespace {

constexpr int default_page = 100;

std::optional<JobState> job_state_of(int number) {
  switch (number) {
    case v1::UPLOADING:
      return JobState::uploading;
    case v1::QUEUED:
      return JobState::queued;
    case v1::RUNNING:
      return JobState::running;
    case v1::FINISHED:
      return JobState::finished;
    case v1::FAILED:
      return JobState::failed;
    case v1::CANCELLED:
      return JobState::cancelled;
    default:
      return std::nullopt;
  }
}

}  // namespace

v1::JobState to_message(JobState state) {
  switch (state) {
    case JobState::uploading:
      return v1::UPLOADING;
    case JobState::queued:
      return v1::QUEUED;
    case JobState::running:
      return v1::RUNNING;
    case JobState::finished:
      return v1::FINISHED;
    case JobState::failed:
      return v1::FAILED;
    case JobState::cancelled:
      return v1::CANCELLED;
  }
  return v1::JOB_STATE_UNSPECIFIED;
}

JobRequest from_message(const v1::JobRequest& message) {
  JobRequest request;
  request.name = message.name();
  request.priority = message.priority();
  const v1::JobSettings& settings = message.settings();
  if (settings.has_tolerance()) request.tolerance = settings.tolerance();
  if (settings.has_time_limit_s()) request.time_limit_s = settings.time_limit_s();
  request.method = settings.method();
  request.previous_job = message.previous_job();
  request.labour_questions = message.labour_questions();
  return request;
}

v1::JobRequest to_message(const JobRequest& request) {
  v1::JobRequest message;
  message.set_name(request.name);
  message.set_priority(request.priority);
  if (request.tolerance) message.mutable_settings()->set_tolerance(*request.tolerance);
  if (request.time_limit_s) message.mutable_settings()->set_time_limit_s(*request.time_limit_s);
  if (!request.method.empty()) message.mutable_settings()->set_method(request.method);
  message.set_previous_job(request.previous_job);
  message.set_labour_questions(request.labour_questions);
  return message;
}

v1::JobSize to_message(const JobSize& size) {
  v1::JobSize message;
  message.set_products(size.products);
  message.set_recipes(size.recipes);
  message.set_needs(size.needs);
  message.set_bytes(size.bytes);
  message.set_memory_estimate(size.memory_estimate);
  return message;
}

v1::JobInfo to_message(const JobRecord& job) {
  v1::JobInfo message;
  message.set_id(job.id);
  message.set_owner(job.owner);
  *message.mutable_request() = to_message(job.request);
  *message.mutable_size() = to_message(job.size);
  message.set_state(to_message(job.state));
  message.set_reason(job.reason);
  message.set_cancel_requested(job.cancel_requested);
  message.set_attempts(job.attempts);
  message.set_created_ms(job.created);
  message.set_started_ms(job.started);
  message.set_finished_ms(job.finished);
  for (const std::string& user : job.shared_with) message.add_shared_with(user);
  message.set_has_plan(job.plan.has_value());
  if (job.figures) {
    v1::PlanFigures& figures = *message.mutable_figures();
    figures.set_status(static_cast<v1::Plan::Status>(number_of(job.figures->status)));
    figures.set_objective(job.figures->objective);
    figures.set_safe_gap(job.figures->safe_gap);
    figures.set_elapsed_s(job.figures->elapsed_s);
  }
  return message;
}

v1::JobEvent to_message(const JobEvent& event) {
  v1::JobEvent message;
  message.set_job(event.job);
  message.set_sequence(event.sequence);
  message.set_state(to_message(event.state));
  message.set_reason(event.reason);
  message.set_attempt(event.attempt);
  message.set_phase(event.phase);
  message.set_method(event.method);
  message.set_iteration(event.iteration);
  message.set_primal_residual(event.primal_residual);
  message.set_dual_residual(event.dual_residual);
  message.set_relative_gap(event.relative_gap);
  message.set_objective(event.objective);
  message.set_elapsed_s(event.elapsed_s);
  return message;
}

v1::Upload to_message(const UploadStatus& upload) {
  v1::Upload message;
  *message.mutable_job() = to_message(upload.job);
  message.set_parts(upload.parts);
  message.set_bytes(upload.bytes);
  return message;
}

JobFilter from_message(const v1::ListJobsRequest& message, Problems& problems) {
  JobFilter filter;
  filter.page_size = message.page_size() == 0 ? default_page : message.page_size();
  filter.page_token = message.page_token();
  filter.name_contains = message.name_contains();
  for (int i = 0; i < message.states_size(); ++i) {
    if (const auto state = job_state_of(message.states(i))) {
      filter.states.push_back(*state);
    } else {
      problems.error("states[" + std::to_string(i) + "]", std::to_string(message.states(i)), "is no state of a job");
      break;
    }
  }
  return filter;
}

Outcome<Job> read_job(const v1::Job& message) {
  Outcome<Job> outcome;
  report_unknown_fields(message, outcome.problems);
  if (outcome.problems.has_errors()) return outcome;
  Job job = planwerk::from_message(message, outcome.problems);
  if (!outcome.problems.has_errors()) outcome.value = std::move(job);
  return outcome;
}

}  // namespace planwerk::service
