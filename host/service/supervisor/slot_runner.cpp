#include "host/service/supervisor/slot_runner.hpp"

#include <algorithm>
#include <array>

#include <poll.h>

#include "host/service/supervisor/job_events.hpp"

namespace planwerk::service {
namespace {

constexpr std::chrono::milliseconds tick{200};              // between two looks at what has no descriptor
constexpr std::chrono::milliseconds longest_delay{60'000};  // between two attempts to start a worker
constexpr double least_cpu_s = 0.5;                         // that count as having computed

}  // namespace

SlotRunner::SlotRunner(int number, const SlotContext& context)
    : number_(number),
      context_(context),
      slot_(context.settings.slots[static_cast<std::size_t>(number)]),
      restart_delay_(context.settings.restart_delay) {
  status_.slot = slot_;
}

void SlotRunner::stop(bool drain) {
  Order expected = Order::none;
  if (drain) {
    order_.compare_exchange_strong(expected, Order::drain);
  } else {
    order_ = Order::give_back;
  }
  poke();
}

SlotStatus SlotRunner::status() const {
  const std::lock_guard lock(status_mutex_);
  return status_;
}

void SlotRunner::run() {
  while (!is_over()) {
    try {
      step();
    } catch (const std::exception& fault) {  // the store cannot write, memory is short: the slot goes on
      log(std::string("goes on after: ") + fault.what());
      pause(context_.settings.restart_delay);
    }
  }
  end_worker(context_.settings.farewell);
}

void SlotRunner::step() {
  if (!worker_) return start_worker();
  if (greeted_ && !run_ && order_ == Order::none) begin_next();
  if (!worker_) return;  // lost as it was to begin: it had ended since it was last heard of
  wait_for_news();
  listen();
  look_after();
}

// --- The worker.

void SlotRunner::start_worker() {
  try {
    worker_ = std::make_unique<WorkerProcess>(context_.settings.worker, slot_);
  } catch (const std::exception& fault) {
    return out_of_order(fault.what());
  }
  greeted_ = false;
  started_ = last_heard_ = last_moved_ = Clock::now();
  const std::lock_guard lock(status_mutex_);
  status_.process = worker_->id();
}

void SlotRunner::out_of_order(const std::string& fault) {
  log("has no worker: " + fault);
  {
    const std::lock_guard lock(status_mutex_);
    status_.fault = fault;
  }
  pause(restart_delay_);
  restart_delay_ = std::min(2 * restart_delay_, longest_delay);
}

std::string SlotRunner::end_worker(std::chrono::milliseconds patience) {
  const std::string how = worker_ ? worker_->end(patience) : "";
  worker_.reset();
  context_.dispatcher.set_working(number_, false);
  const std::lock_guard lock(status_mutex_);
  status_.process = 0;
  return how;
}

void SlotRunner::wait_for_news() {
  std::array<pollfd, 2> waits{{{wake_up_.descriptor(), POLLIN, 0}, {worker_->channel().descriptor(), POLLIN, 0}}};
  poll(waits.data(), waits.size(), static_cast<int>(tick.count()));
  wake_up_.clear();
}

void SlotRunner::listen() {
  v1::FromWorker message;
  while (worker_) {
    switch (worker_->channel().receive(message)) {
      case Channel::Received::message:
        take(message);
        break;
      case Channel::Received::nothing:
        return;
      case Channel::Received::garbage:
        return lose("sent what nobody understands");
      case Channel::Received::closed:
        return lose();
    }
  }
}

void SlotRunner::take(const v1::FromWorker& message) {
  last_heard_ = Clock::now();
  if (message.has_hello()) greet(message.hello());
  if (message.has_heartbeat()) feel(message.heartbeat());
  const auto is_current = [this](std::int64_t fence) { return run_ && run_->lease.fence == fence; };
  if (message.has_progress() && is_current(message.progress().fence())) {
    run_->progress = message.progress();
    publish_progress(context_.events, run_->job, run_->progress);
  }
  if (message.has_checkpoint() && is_current(message.checkpoint().fence()))
    keep_checkpoint(message.checkpoint().file());
  if (message.has_done() && is_current(message.done().fence())) conclude(message.done());
}

void SlotRunner::greet(const v1::Hello& hello) {
  if (hello.version() != PLANWERK_VERSION) return lose("is of version " + hello.version());
  greeted_ = true;
  restart_delay_ = context_.settings.restart_delay;
  context_.dispatcher.set_working(number_, true);
  const std::lock_guard lock(status_mutex_);
  status_.device_memory_bytes = hello.device_memory_bytes();
  status_.fault.clear();
}

void SlotRunner::feel(const v1::Heartbeat& heartbeat) {
  if (heartbeat.cpu_s() > cpu_s_ + least_cpu_s || heartbeat.steps() != steps_) {
    cpu_s_ = heartbeat.cpu_s();
    steps_ = heartbeat.steps();
    last_moved_ = Clock::now();
  }
  const std::lock_guard lock(status_mutex_);
  status_.memory_bytes = heartbeat.memory_bytes();
}

void SlotRunner::look_after() {
  const auto now = Clock::now();
  if (!worker_ || now - last_looked_ < tick) return;
  last_looked_ = now;
  if (now - last_heard_ > context_.settings.heartbeat_timeout) return lose("was silent for too long");
  if (run_) look_after_run();
}

void SlotRunner::look_after_run() {
  const SupervisorSettings& settings = context_.settings;
  const auto now = Clock::now();
  if (now - last_moved_ > settings.stall_timeout) return lose("hung");
  if (run_->stopped && now - *run_->stopped > settings.stop_grace) return lose("did not stop in time");
  if (run_->cancelled && now - *run_->cancelled > settings.cancel_grace) return lose("did not stop in time");
  cancel_if_asked();
  if (run_->stopped) return;
  if (order_ == Order::give_back || (!run_->cancelled && context_.dispatcher.gives_way(number_))) tell_stop();
}

// Or until the service stops.
void SlotRunner::pause(std::chrono::milliseconds time) const {
  const auto end = Clock::now() + time;
  do {
    pollfd wait{wake_up_.descriptor(), POLLIN, 0};
    poll(&wait, 1, static_cast<int>(std::min(time, tick).count()));
    wake_up_.clear();
  } while (Clock::now() < end && order_ == Order::none);
}

void SlotRunner::log(const std::string& line) const {
  if (context_.settings.on_log) context_.settings.on_log(name() + " " + line);
}

}  // namespace planwerk::service
