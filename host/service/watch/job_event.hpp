#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "host/service/store/job_record.hpp"

namespace planwerk::service {

// What a watcher is told of a job: its state and, while it runs, where the solve stands.
struct JobEvent {
  std::string job;
  std::int64_t sequence = 0;  // rises by every event of a job; a watcher that resumes names the last one it saw
  JobState state = JobState::queued;
  std::string reason;
  int attempt = 0;
  std::string phase;  // "pdhg", "ipm", "repair" ...; empty while it does not run
  std::string method;
  std::int64_t iteration = 0;
  double primal_residual = 0;
  double dual_residual = 0;
  double relative_gap = 0;
  double objective = 0;
  double elapsed_s = 0;
};

// The newest event of each job, and who wants to hear of the next. Publishing never waits for a watcher: a slow one
// misses what came in between and gets the newest. Thread-safe.
class EventBoard {
 public:
  EventBoard();
  ~EventBoard();

  // Sets the event's sequence. Events that come too late are dropped: of a job that has ended, for an end is the last
  // word, and of an earlier attempt than the newest.
  void publish(JobEvent event);
  void forget(const std::string& job);

  // Unsubscribes when destroyed; after that its function is not called any more.
  class Subscription {
   public:
    virtual ~Subscription() = default;
  };
  // Calls `notify` (from any thread, without locks held; it must not block) at every new event of the job;
  // `newest` then tells it.
  std::unique_ptr<Subscription> subscribe(const std::string& job, std::function<void()> notify);
  std::unique_ptr<Subscription> subscribe_all(std::function<void()> notify);  // for lists
  // Calls `see` with every event that is taken, from the thread that publishes it and without locks held; it must not
  // block. For counts, of which nothing may be missed.
  std::unique_ptr<Subscription> observe(std::function<void(const JobEvent&)> see);

  bool newest(const std::string& job, JobEvent& event) const;  // false: nothing was published

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace planwerk::service
