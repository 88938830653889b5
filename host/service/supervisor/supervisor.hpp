#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/service/examine/examiner.hpp"
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
  // A worker that beats, but has neither computed nor got on with its job for so long, hangs and is replaced.
  std::chrono::milliseconds stall_timeout{600'000};
  std::chrono::milliseconds cancel_grace{120'000};  // for the best plan so far, then the worker is killed
  std::chrono::milliseconds stop_grace{30'000};     // for a last checkpoint, likewise
  std::chrono::milliseconds farewell{2'000};        // for a worker whose channel is closed to end by itself, likewise
  std::chrono::milliseconds restart_delay{1'000};   // before a worker that could not start is tried again, doubling
  // What operators should hear of: lost workers, jobs in quarantine, answers that did not verify. Job ids, no contents.
  std::function<void(const std::string& line)> on_log = {};
};

// How the slots stand, for metrics and the console.
struct SlotStatus {
  Slot slot;
  std::int64_t process = 0;              // 0: none
  std::string job;                       // empty: idle
  std::int64_t memory_bytes = 0;         // of the worker
  std::int64_t device_memory_bytes = 0;  // what its device has in all; 0: not known yet
  std::int64_t workers_lost = 0;
  std::string fault = {};  // why there is no worker; empty: there is one, or it is starting
};

// Runs the queue's jobs in worker processes, one per slot, started by exec and watched: heartbeats, leases with fences,
// checkpoints, the service's own certificate for every answer, one retry where a worker died. Threads of its own.
class Supervisor {
 public:
  Supervisor(JobStore& store, EventBoard& events, SupervisorSettings settings);
  ~Supervisor();  // stop(false)

  void start();
  // The job was queued, or its cancellation was asked for.
  void wake(const std::string& job);
  // drain: running jobs go on to their end, no new ones start; else they are checkpointed and go back to the queue.
  // Returns when no worker is left.
  void stop(bool drain);
  std::vector<SlotStatus> slots() const;
  // Whether a job of this estimate fits into any slot; the largest slot's memory.
  bool fits(std::int64_t memory_estimate, std::int64_t& largest) const;
  const Examiner& examiner() const;  // whose processes are of the workers' program

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace planwerk::service
