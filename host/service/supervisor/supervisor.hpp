#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/service/store/job_store.hpp"
#include "host/service/watch/job_event.hpp"

namespace planwerk::service {

// One place where a job can run: a device, or a share of the cores.
struct Slot {
  std::string device = "cpu";  // "cpu", "cuda:0" ...
  int threads = 0;             // 0: all cores, divided by the CPU slots there are
  std::int64_t memory = 0;     // bytes a worker may use; 0: what the machine has, divided likewise
};

struct SupervisorSettings {
  std::filesystem::path worker;  // the program planwerk-worker
  std::vector<Slot> slots;
  std::chrono::milliseconds heartbeat_timeout{20'000};  // a worker that was silent for so long is replaced
  std::chrono::seconds checkpoint_interval{60};
  std::chrono::seconds default_time_limit{0};  // for jobs that name none; 0: none
  int attempts = 2;                            // a job whose worker died so often is quarantined
  int running_per_user = 0;                    // 0: as many as there are slots
};

// How the slots stand, for metrics and the console.
struct SlotStatus {
  Slot slot;
  std::int64_t process = 0;  // 0: none
  std::string job;           // empty: idle
  std::int64_t memory_bytes = 0;
  std::int64_t workers_lost = 0;
};

// Runs the queue's jobs in worker processes, one per slot, started by exec and watched: heartbeats, leases with fences,
// checkpoints, the service's own certificate for every answer, one retry where a worker died. Threads of its own.
class Supervisor {
 public:
  Supervisor(JobStore& store, EventBoard& events, SupervisorSettings settings);
  ~Supervisor();  // stop(false)

  void start();
  void wake();  // something was queued, or a job's cancellation was asked for
  // drain: running jobs go on to their end, no new ones start; else they are checkpointed and go back to the queue.
  // Returns when no worker is left.
  void stop(bool drain);
  std::vector<SlotStatus> slots() const;
  // Whether a job of this estimate fits into any slot; the largest slot's memory.
  bool fits(std::int64_t memory_estimate, std::int64_t& largest) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace planwerk::service
