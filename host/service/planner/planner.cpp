#include "host/service/planner/planner.hpp"

#include "host/service/planner/planner_state.hpp"
#include "host/service/planner/request_check.hpp"

namespace planwerk::service {

Planner::Planner(JobStore& store, Supervisor& supervisor, EventBoard& events, RequestLimits limits, int readers)
    : state_(std::make_shared<State>(store, supervisor, events, limits, readers)) {}

JobRecord Planner::get(const Caller& caller, const std::string& job) {
  return state_->visible(caller, job);
}

JobPage Planner::list(const Caller& caller, JobFilter filter) {
  Problems problems;
  if (filter.page_size < 1 || filter.page_size > 1000) {
    problems.error("page_size", std::to_string(filter.page_size), "must be within 1 and 1000");
  }
  if (filter.name_contains.size() > state_->limits.text_length) {
    problems.error("name_contains", "", "is longer than " + std::to_string(state_->limits.text_length) + " bytes");
  }
  demand(problems);
  filter.owner = caller.user.id;
  return refusing([&] { return state_->store.list(filter); });
}

JobEvent Planner::newest_event(const Caller& caller, const std::string& job) {
  const JobRecord record = state_->visible(caller, job);
  // After a restart the board knows nothing of what is over, and nothing yet of what waits.
  auto event = board_event(job);
  return event && (!is_terminal(record.state) || is_terminal(event->state)) ? *event : event_of(record);
}

std::unique_ptr<EventBoard::Subscription> Planner::watch(const Caller& caller, const std::string& job,
                                                         std::function<void()> notify) {
  state_->visible(caller, job);
  return state_->events.subscribe(job, std::move(notify));
}

std::optional<JobEvent> Planner::board_event(const std::string& job) const {
  JobEvent event;
  if (!state_->events.newest(job, event)) return std::nullopt;
  return event;
}

std::filesystem::path Planner::plan_path(const Caller& caller, const std::string& job) {
  const JobRecord record = state_->visible(caller, job);
  if (!record.plan) {
    throw Refused(Refusal::conflict, is_terminal(record.state) ? "the job ended without a plan: " + record.reason
                                                               : "the job has no plan yet");
  }
  return refusing([&] { return state_->store.checked_path(record, *record.plan); });
}

std::filesystem::path Planner::job_path(const Caller& caller, const std::string& job) {
  const JobRecord record = state_->visible(caller, job);
  if (!record.job) throw Refused(Refusal::conflict, "the job's upload is not complete");
  return refusing([&] { return state_->store.checked_path(record, *record.job); });
}

JobRecord Planner::cancel(const Caller& caller, const std::string& job) {
  return audited(state_->store, caller, "cancel", job, [&] {
    state_->owned(caller, job);
    JobRecord record = state_->store.request_cancel(job);
    if (is_terminal(record.state)) state_->publish(record);
    state_->supervisor.wake(job);
    return record;
  });
}

void Planner::remove(const Caller& caller, const std::string& job) {
  audited(state_->store, caller, "delete", job, [&] {
    state_->owned(caller, job);
    state_->store.remove(job);
    state_->events.forget(job);
    return true;
  });
}

void Planner::share(const Caller& caller, const std::string& job, const std::vector<std::string>& users) {
  audited(state_->store, caller, "share", job, [&] {
    demand(check_users(users));
    state_->owned(caller, job);
    state_->store.share(job, users);
    return true;
  });
}

void Planner::stop_accepting() {
  state_->accepting = false;
}

}  // namespace planwerk::service
