#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/service/store/job_store.hpp"
#include "host/service/supervisor/queue_choice.hpp"
#include "host/service/supervisor/supervisor.hpp"

namespace planwerk::service {

// A job under a lease.
struct LeasedJob {
  JobRecord job;
  Lease lease;
};

// Hands the queue's jobs out to slots and knows what runs where. Thread-safe; throws StoreError.
class Dispatcher {
 public:
  Dispatcher(JobStore& store, EventBoard& events, const SupervisorSettings& settings);

  // It is read anew when next asked for. That takes time with its length: for single jobs there is `job_changed`.
  void queue_changed();
  // The job was queued, or has left the queue without this dispatcher. Does not throw.
  void job_changed(const std::string& job);
  // Whether the slot has a worker that can take jobs.
  void set_working(int slot, bool working);

  // The next job for the slot, under a lease; none: nothing may run there now.
  std::optional<LeasedJob> take(int slot);
  // The slot's job has ended or gone back to the queue; its time counts for its owner.
  void leave(int slot);
  // The slot's job was lost there: another slot goes first.
  void avoid(const std::string& job, int slot);
  // Asked of a slot that runs a job: it is to give way to one that waits. True once for a job.
  bool gives_way(int slot);

 private:
  using Clock = std::chrono::steady_clock;
  struct Seat {
    bool working = false;
    std::optional<RunningJob> running;
    Clock::time_point since;
  };
  void read_queue();
  void add(const JobRecord& job);
  void remove(std::size_t position);
  void refuse_what_fits_nowhere();
  bool fits_somewhere(const WaitingJob& job) const;
  bool has_idle_place(const WaitingJob& job) const;
  SlotRoom room_of(int slot) const;
  std::map<std::string, UserLoad> loads() const;
  std::optional<LeasedJob> lease(std::size_t position);

  JobStore& store_;
  EventBoard& events_;
  const SupervisorSettings& settings_;
  std::mutex mutex_;
  bool stale_ = true;
  Clock::time_point read_;
  std::vector<WaitingJob> waiting_;     // the queue, in no order
  std::map<std::string, double> used_;  // device seconds, by owner of a waiting job
  std::map<std::string, int> avoided_;  // slot, by job
  std::vector<Seat> seats_;
};

}  // namespace planwerk::service
