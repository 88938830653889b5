#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "host/service/supervisor/dispatcher.hpp"
#include "host/service/supervisor/wake_up.hpp"
#include "host/service/supervisor/worker_process.hpp"
#include "planwerk/v1/worker.pb.h"

namespace planwerk::service {

// What the slots of one supervisor share.
struct SlotContext {
  JobStore& store;
  EventBoard& events;
  Dispatcher& dispatcher;
  const SupervisorSettings& settings;
  std::function<void()> queue_changed;  // tells all slots
  const Examiner& examiner;
  std::mutex& large_checks;  // answers of large jobs are checked one at a time: each takes the memory of its job
};

// One slot: its worker process, the job that runs there, and all that can go wrong with either. run() is the body of
// the slot's thread; the other members may be called from any.
class SlotRunner {
 public:
  SlotRunner(int number, const SlotContext& context);

  // Until stop() was called and the job at hand has ended or gone back to the queue; no worker is left then.
  void run();
  void poke() const { wake_up_.call(); }
  // drain: the job at hand goes on to its end; else it goes back to the queue. The second is the stronger order.
  void stop(bool drain);
  SlotStatus status() const;

 private:
  using Clock = std::chrono::steady_clock;
  enum class Order { none, drain, give_back };

  struct Run {
    JobRecord job;
    Lease lease;
    std::filesystem::path scratch;
    std::filesystem::path job_file;
    std::optional<Clock::time_point> cancelled;  // when the worker was told
    std::optional<Clock::time_point> stopped;    // likewise
    v1::WorkerProgress progress;                 // what the worker told last
  };

  bool is_over() const { return order_ != Order::none && !run_; }
  void step();

  // --- The worker.
  void start_worker();
  void out_of_order(const std::string& fault);
  std::string end_worker(std::chrono::milliseconds patience);  // and says how it ended
  void wait_for_news();
  void listen();
  void take(const v1::FromWorker& message);
  void greet(const v1::Hello& hello);
  void feel(const v1::Heartbeat& heartbeat);
  void look_after();
  void look_after_run();

  // --- The job.
  void begin_next();
  void assign();
  void add_start(v1::Assignment& assignment) const;
  void cancel_if_asked();
  void tell_stop();
  void keep_checkpoint(const std::string& name);
  void conclude(const v1::Done& done);
  void conclude_plan(const v1::Done& done);
  CheckedAnswer check(const std::filesystem::path& plan);
  void lose(const std::string& why = "");
  void finish(JobState state, const std::string& reason, const std::optional<std::filesystem::path>& plan = {},
              const std::optional<PlanFigures>& figures = {});
  void release(bool lost, const std::string& reason);
  template <class Write>
  void record(const Write& write);
  void pause(std::chrono::milliseconds time) const;

  void log(const std::string& line) const;
  std::string name() const { return "slot " + std::to_string(number_) + " (" + slot_.device + ")"; }

  const int number_;
  const SlotContext context_;
  const Slot slot_;
  WakeUp wake_up_;
  std::atomic<Order> order_{Order::none};

  std::unique_ptr<WorkerProcess> worker_;
  bool greeted_ = false;
  std::chrono::milliseconds restart_delay_;
  Clock::time_point started_, last_heard_, last_moved_, last_looked_;
  double cpu_s_ = 0;
  std::int64_t steps_ = 0;
  std::optional<Run> run_;

  mutable std::mutex status_mutex_;
  SlotStatus status_;
};

}  // namespace planwerk::service
