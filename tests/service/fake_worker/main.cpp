// A worker that misbehaves as the environment's FAKE_WORKER says, for tests of the supervisor. It keeps to the protocol
// but for that one thing.
//   crash, exit, silent, close, garbage        when it has a job
//   eat                                        takes memory until it has no more
//   beat                                       beats, but does nothing
//   device                                     loses its device, says so and ends
//   unsaid, farewell                           dies when the plan is written: before it says so, and right after
//   nan, other, optimal, better, truncated,    answers with a plan that is none: of numbers, of this job, of an
//   excuse                                     impossible job, with a better certificate, cut short, with another
//                                              answer to why a need is short
//   stale                                      answers for a lease before this one, then well
//   outside                                    names a file that is not its own
//   sleep                                      stops itself (SIGSTOP), and answers well when it is woken
//   fault                                      does what every sanitizer reports, then answers well
//   wait                                       goes on until it is told to stop, or to cancel, and does
// "WORD once FILE": only the first time, which FILE remembers; after that it is a good worker.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include "host/answers/plan_job/plan_job.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/service/worker/assignment_run.hpp"
#include "host/service/worker/process.hpp"
#include "planwerk/v1/worker.pb.h"

namespace planwerk::service {
namespace {

namespace fs = std::filesystem;

struct Behaviour {
  std::string word, once;
};

Behaviour behaviour() {
  const char* given = std::getenv("FAKE_WORKER");
  std::istringstream words(given == nullptr ? "" : given);
  Behaviour behaviour;
  std::string once;
  words >> behaviour.word >> once >> behaviour.once;
  if (!behaviour.once.empty() && fs::exists(behaviour.once)) return {};
  return behaviour;
}

// Seen by the next process before this one does its deed.
void remember(const Behaviour& now) {
  if (!now.once.empty()) std::ofstream(now.once).put('x');
}

Job read(const std::string& file) {
  return std::move(*read_job_as(FileForm::parts, file).value);
}

class FakeWorker {
 public:
  explicit FakeWorker(int descriptor) : channel_(descriptor), device_(open_device(DeviceChoice::cpu, 1)) {}

  [[noreturn]] void run() {
    v1::FromWorker hello;
    hello.mutable_hello()->set_version(PLANWERK_VERSION);
    channel_.send(hello);
    std::thread([this] { beat(); }).detach();
    for (v1::ToWorker message;;) {
      if (channel_.receive(message) != Channel::Received::message) std::_Exit(0);
      if (message.has_assignment()) plan(message.assignment());
    }
  }

 private:
  [[noreturn]] void beat() {
    while (true) {
      v1::FromWorker message;
      message.mutable_heartbeat()->set_memory_bytes(resident_bytes());
      if (!silent_) channel_.send(message, Channel::Delivery::if_there_is_room);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  void plan(const v1::Assignment& assignment) {
    const Behaviour now = behaviour();
    remember(now);
    if (now.word == "wait" && is_stopped(assignment)) return;
    misbehave(now.word, assignment);
    v1::FromWorker message;
    *message.mutable_done() = run_assignment(assignment, *device_, orders_, steps_, channel_);
    if (now.word == "unsaid") std::abort();
    lie(now.word, assignment, *message.mutable_done());
    channel_.send(message);
    if (now.word == "farewell") std::abort();
  }

  // Before the job is planned.
  void misbehave(const std::string& word, const v1::Assignment& assignment) {
    if (word == "crash") std::abort();
    if (word == "exit") std::_Exit(3);
    if (word == "close") close_and_linger();
    if (word == "garbage") send_garbage();
    if (word == "eat") eat();
    if (word == "beat") linger();
    if (word == "device") lose_device(assignment);
    if (word == "sleep") raise(SIGSTOP);
    if (word == "fault") do_what_is_reported();
    if (word == "stale") answer_of_the_past(assignment);
    if (word == "silent") {
      silent_ = true;
      linger();
    }
  }

  // After it.
  void lie(const std::string& word, const v1::Assignment& assignment, v1::Done& done) const {
    const fs::path file = fs::path(assignment.scratch()) / done.plan();
    if (word == "outside") done.set_plan("../../store.sqlite");
    if (word == "truncated") fs::resize_file(file, fs::file_size(file) / 2);
    if (word != "nan" && word != "other" && word != "optimal" && word != "better" && word != "excuse") return;
    const Job job = read(assignment.job_file());
    Plan plan = std::move(*read_plan_as(FileForm::parts, file, job.economy).value);
    if (word == "nan") plan.activity[0] = std::numeric_limits<double>::quiet_NaN();
    if (word == "other") plan.job_sha256 = std::string(64, 'a');
    if (word == "optimal") plan.status = Status::optimal;
    if (word == "better") plan.certificate.objective -= 1;
    if (word == "excuse") plan.answers.at(0).bottlenecks.at(0).id = "labour:nobody";
    static_cast<void>(write_plan(plan, job.economy, file));
  }

  [[noreturn]] void lose_device(const v1::Assignment& assignment) const {
    v1::FromWorker message;
    message.mutable_done()->set_fence(assignment.fence());
    message.mutable_done()->set_outcome(v1::Done::DEVICE_FAILED);
    message.mutable_done()->set_reason("the device has fallen off the bus");
    channel_.send(message);
    std::_Exit(5);
  }

  [[noreturn]] static void linger() {
    while (true) pause();
  }

  [[noreturn]] void close_and_linger() {
    silent_ = true;
    shutdown(channel_.descriptor(), SHUT_RDWR);  // as closing it, for the other side; the heart may still beat
    linger();
  }

  void send_garbage() const {
    const std::string garbage = "\xff\xfe no message";
    if (write(channel_.descriptor(), garbage.data(), garbage.size()) < 0) std::_Exit(4);
    linger();
  }

  static void eat() {
    std::vector<std::vector<char>> eaten;
    while (true) eaten.emplace_back(std::size_t{16} << 20, 'x');  // ends by std::bad_alloc, which nobody catches
  }

  // A race for ThreadSanitizer; for AddressSanitizer, which ends the process, a look behind the end.
  static void do_what_is_reported() {
    std::vector<int> numbers(1);
    std::thread other([&] { ++numbers[0]; });
    ++numbers[0];
    other.join();
#if defined(__SANITIZE_ADDRESS__)
    const volatile std::size_t behind = 1;
    numbers[0] = numbers.data()[behind];
#endif
  }

  // Of a lease before this one, for which there is no plan.
  void answer_of_the_past(const v1::Assignment& assignment) const {
    v1::FromWorker message;
    message.mutable_done()->set_fence(assignment.fence() - 1);
    message.mutable_done()->set_outcome(v1::Done::PLANNED);
    message.mutable_done()->set_plan("plan.pbs");
    channel_.send(message);
  }

  // Waits until it is told to cancel, or to stop, which it does.
  bool is_stopped(const v1::Assignment& assignment) {
    for (v1::ToWorker message;;) {
      if (channel_.receive(message) != Channel::Received::message) std::_Exit(0);
      if (message.has_cancel()) return false;  // what it then plans is its best so far
      if (!message.has_stop()) continue;
      v1::FromWorker done;
      done.mutable_done()->set_fence(assignment.fence());
      done.mutable_done()->set_outcome(v1::Done::STOPPED);
      channel_.send(done);
      return true;
    }
  }

  Channel channel_;
  std::unique_ptr<Device> device_;
  Orders orders_;
  Steps steps_{0};
  std::atomic<bool> silent_{false};
};

std::int64_t number_after(const std::vector<std::string>& words, const std::string& flag) {
  for (std::size_t k = 0; k + 1 < words.size(); ++k) {
    if (words[k] == flag) return std::stoll(words[k + 1]);
  }
  return 0;
}

}  // namespace
}  // namespace planwerk::service

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  planwerk::service::die_with_parent();
  planwerk::service::limit_memory(planwerk::service::number_after(words, "--memory"));
  planwerk::service::FakeWorker(static_cast<int>(planwerk::service::number_after(words, "--channel"))).run();
}
