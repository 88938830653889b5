#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "host/service/planner/planner.hpp"

namespace planwerk::service {

// So many at a time; others wait.
class Turnstile {
 public:
  explicit Turnstile(int places) : free_(places) {}

  class Place {
   public:
    explicit Place(Turnstile& turnstile);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Turnstile& turnstile_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable freed_;
  int free_;
};

// What all of the planner's functions work on, and what they have in common.
struct Planner::State {
  State(JobStore& job_store, Supervisor& workers, EventBoard& board, RequestLimits request_limits, int readers)
      : store(job_store), supervisor(workers), events(board), limits(request_limits), reading(readers) {}

  JobStore& store;
  Supervisor& supervisor;
  EventBoard& events;
  const RequestLimits limits;
  Turnstile reading;       // models in memory
  Turnstile answering{1};  // solves of answers
  std::mutex admission;    // of users with quotas: what was counted still holds when the job is there
  std::atomic<bool> accepting{true};

  // The job, if the caller may see it; throws Refused (not_found).
  JobRecord visible(const Caller& caller, const std::string& job) const;
  // The job, if it is the caller's; one that is shared with him is forbidden, any other not found.
  JobRecord owned(const Caller& caller, const std::string& job) const;
  void demand_accepting() const;
  void publish(const JobRecord& job);
};

// Runs a use of the store; what the store cannot do becomes a Refused.
[[noreturn]] void rethrow_as_refused();
template <class Function>
auto refusing(Function&& function) -> decltype(function()) {
  try {
    return std::forward<Function>(function)();
  } catch (const Refused&) {
    throw;
  } catch (...) {
    rethrow_as_refused();
  }
}

void write_audit(JobStore& store, const Caller& caller, const std::string& action, const std::string& job,
                 std::string_view result);

// Likewise, and the audit log has who did what and how it went. `job` may be set by the function.
template <class Function>
auto audited(JobStore& store, const Caller& caller, const std::string& action, const std::string& job,
             Function&& function) -> decltype(function()) {
  try {
    const auto result = refusing(std::forward<Function>(function));
    write_audit(store, caller, action, job, "done");
    return result;
  } catch (const Refused& refused) {
    write_audit(store, caller, action, job, to_string(refused.why()));
    throw;
  }
}

JobEvent event_of(const JobRecord& job);

}  // namespace planwerk::service
