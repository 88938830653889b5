#include "host/service/planner/planner_state.hpp"

#include <algorithm>
#include <new>
#include <system_error>

#include "host/service/planner/request_check.hpp"

namespace planwerk::service {
namespace {

constexpr const char* no_such_job = "no such job";

Refusal refusal_of(StoreError::Kind kind) {
  switch (kind) {
    case StoreError::Kind::damaged:
      return Refusal::damaged;
    case StoreError::Kind::conflict:
    case StoreError::Kind::fenced:
      return Refusal::conflict;
    case StoreError::Kind::not_found:
      return Refusal::not_found;
    case StoreError::Kind::invalid:
      return Refusal::invalid;
    case StoreError::Kind::full:
    case StoreError::Kind::io:
      break;
  }
  return Refusal::unavailable;
}

bool is_shared_with(const JobRecord& job, const std::string& user) {
  return std::find(job.shared_with.begin(), job.shared_with.end(), user) != job.shared_with.end();
}

}  // namespace

std::string_view to_string(Refusal why) {
  switch (why) {
    case Refusal::invalid:
      return "invalid";
    case Refusal::unauthenticated:
      return "unauthenticated";
    case Refusal::forbidden:
      return "forbidden";
    case Refusal::not_found:
      return "not_found";
    case Refusal::conflict:
      return "conflict";
    case Refusal::exhausted:
      return "exhausted";
    case Refusal::too_large:
      return "too_large";
    case Refusal::unavailable:
      return "unavailable";
    case Refusal::damaged:
      return "damaged";
  }
  return "refused";
}

Turnstile::Place::Place(Turnstile& turnstile) : turnstile_(turnstile) {
  std::unique_lock lock(turnstile_.mutex_);
  turnstile_.freed_.wait(lock, [this] { return turnstile_.free_ > 0; });
  --turnstile_.free_;
}

Turnstile::Place::~Place() {
  const std::lock_guard lock(turnstile_.mutex_);
  ++turnstile_.free_;
  turnstile_.freed_.notify_one();
}

JobRecord Planner::State::visible(const Caller& caller, const std::string& job) const {
  if (!looks_like_job_id(job)) throw Refused(Refusal::not_found, no_such_job);
  auto record = refusing([&] { return store.find(job); });
  if (!record || (record->owner != caller.user.id && !is_shared_with(*record, caller.user.id))) {
    throw Refused(Refusal::not_found, no_such_job);
  }
  return std::move(*record);
}

JobRecord Planner::State::owned(const Caller& caller, const std::string& job) const {
  JobRecord record = visible(caller, job);
  if (record.owner != caller.user.id) throw Refused(Refusal::forbidden, "only the job's owner may do that");
  return record;
}

void Planner::State::demand_accepting() const {
  if (!accepting) throw Refused(Refusal::unavailable, "the service is stopping; try again later");
}

void Planner::State::publish(const JobRecord& job) {
  events.publish(event_of(job));
}

void rethrow_as_refused() {
  try {
    throw;
  } catch (const StoreError& error) {
    throw Refused(refusal_of(error.kind()), error.what());
  } catch (const ExaminationFailed& failure) {
    throw Refused(Refusal::unavailable, std::string("the job could not be read: ") + failure.what());
  } catch (const std::bad_alloc&) {
    throw Refused(Refusal::unavailable, "the service is out of memory; try again later");
  } catch (const std::system_error& error) {
    throw Refused(Refusal::unavailable, error.code().message());
  }
}

// A log that cannot be written must not turn what was done into what was not.
void write_audit(JobStore& store, const Caller& caller, const std::string& action, const std::string& job,
                 std::string_view result) {
  try {
    store.accounts().audit(caller.user.id, action, job, std::string(result) + " via " + caller.via);
  } catch (const std::exception&) {
  }
}

JobEvent event_of(const JobRecord& job) {
  JobEvent event;
  event.job = job.id;
  event.state = job.state;
  event.reason = job.reason;
  event.attempt = job.attempts;
  if (job.figures) {
    event.objective = job.figures->objective;
    event.relative_gap = job.figures->safe_gap;
    event.elapsed_s = job.figures->elapsed_s;
  }
  return event;
}

}  // namespace planwerk::service
