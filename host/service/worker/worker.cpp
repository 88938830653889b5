#include "host/service/worker/worker.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include <malloc.h>

#include "host/service/worker/assignment_run.hpp"
#include "host/service/worker/orders.hpp"
#include "host/service/worker/process.hpp"
#include "planwerk/v1/worker.pb.h"

namespace planwerk::service {
namespace {

constexpr std::chrono::seconds heartbeat_interval{1};
constexpr int device_failed = 5;  // exit status, as of the command line

class Worker {
 public:
  Worker(Channel channel, Device& device) : channel_(std::move(channel)), device_(device) {}

  [[noreturn]] void run() {
    greet();
    std::thread([this] { listen(); }).detach();
    std::thread([this] { beat(); }).detach();
    while (plan(next_assignment())) continue;
    std::_Exit(device_failed);
  }

 private:
  void greet() const {
    v1::FromWorker message;
    message.mutable_hello()->set_version(PLANWERK_VERSION);
    message.mutable_hello()->set_device(device_.info().name);
    message.mutable_hello()->set_device_memory_bytes(static_cast<std::int64_t>(device_.info().memory_bytes));
    channel_.send(message);
  }

  // The service's end is all that keeps a worker alive: without it nobody wants the answer.
  [[noreturn]] void listen() {
    for (v1::ToWorker message;;) {
      const auto received = channel_.receive(message);
      if (received != Channel::Received::message) std::_Exit(EXIT_SUCCESS);
      const std::lock_guard lock(mutex_);
      if (message.has_assignment()) take(message.assignment());
      if (message.has_cancel() && message.cancel().fence() == fence_) orders_.cancel = true;
      if (message.has_stop() && message.stop().fence() == fence_) orders_.stop = true;
    }
  }

  void take(const v1::Assignment& assignment) {
    fence_ = assignment.fence();
    orders_.cancel = orders_.stop = false;
    assignment_ = assignment;
    assigned_.notify_one();
  }

  v1::Assignment next_assignment() {
    std::unique_lock lock(mutex_);
    assigned_.wait(lock, [this] { return assignment_.has_value(); });
    v1::Assignment next = std::move(*assignment_);
    assignment_.reset();
    return next;
  }

  // False: the device has failed, and with it everything on it.
  bool plan(const v1::Assignment& assignment) {
    v1::FromWorker message;
    *message.mutable_done() = run_assignment(assignment, device_, orders_, steps_, channel_);
    malloc_trim(0);  // what the job had is the machine's again
    channel_.send(message);
    return message.done().outcome() != v1::Done::DEVICE_FAILED;
  }

  [[noreturn]] void beat() const {
    while (true) {
      v1::FromWorker message;
      message.mutable_heartbeat()->set_memory_bytes(resident_bytes());
      message.mutable_heartbeat()->set_cpu_s(cpu_seconds());
      message.mutable_heartbeat()->set_steps(steps_);
      channel_.send(message, Channel::Delivery::if_there_is_room);
      std::this_thread::sleep_for(heartbeat_interval);
    }
  }

  Channel channel_;
  Device& device_;
  Orders orders_;
  Steps steps_{0};
  std::mutex mutex_;
  std::condition_variable assigned_;
  std::optional<v1::Assignment> assignment_;  // taken but not begun
  std::int64_t fence_ = 0;                    // of the newest assignment
};

}  // namespace

void run_worker(Channel channel, const WorkerSettings& settings) {
  const auto device = open_device(settings.device, settings.threads);
  Worker(std::move(channel), *device).run();
}

}  // namespace planwerk::service
