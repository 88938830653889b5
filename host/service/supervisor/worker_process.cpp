#include "host/service/supervisor/worker_process.hpp"

#include <csignal>
#include <cstring>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace planwerk::service {
namespace {

constexpr int channel_descriptor = 3;  // in the worker
constexpr std::chrono::milliseconds poll_interval{2};

// The service's environment without what configures the service: a worker has no use for its secrets.
std::vector<char*> environment_of_workers() {
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view(*entry).starts_with("PLANWERK_")) environment.push_back(*entry);
  }
  environment.push_back(nullptr);
  return environment;
}

// Of CUDA's reservations of address space the system counts so much as memory that a limit would keep it from starting.
std::int64_t memory_limit(const Slot& slot) {
  return slot.device == "cpu" ? slot.memory : 0;
}

std::vector<std::string> arguments(const std::filesystem::path& program, const Slot& slot) {
  return {program.string(),
          "--channel",
          std::to_string(channel_descriptor),
          "--device",
          slot.device,
          "--threads",
          std::to_string(slot.threads),
          "--memory",
          std::to_string(memory_limit(slot))};
}

void demand(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), std::string("cannot ") + what);
}

// What a new process inherits: nothing on its input, the service's log as both outputs, the channel, no signal blocked.
class SpawnPlan {
 public:
  explicit SpawnPlan(int channel) {
    demand(posix_spawn_file_actions_init(&files_), "prepare a worker");
    demand(posix_spawnattr_init(&attributes_), "prepare a worker");
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", 0, 0);
    posix_spawn_file_actions_adddup2(&files_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files_, channel, channel_descriptor);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  pid_t start(const std::vector<std::string>& words) const {
    std::vector<char*> pointers;
    for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    std::vector<char*> environment = environment_of_workers();
    pid_t id = -1;
    const int error =
        posix_spawn(&id, words.front().c_str(), &files_, &attributes_, pointers.data(), environment.data());
    demand(error, ("start " + words.front()).c_str());
    return id;
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

std::string ending(int status) {
  if (!WIFSIGNALED(status)) return "ended with status " + std::to_string(WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  const std::string number = " (signal " + std::to_string(signal) + ")";
  return signal == SIGKILL ? "was killed, perhaps for memory" + number : "crashed" + number;
}

}  // namespace

WorkerProcess::WorkerProcess(const std::filesystem::path& program, const Slot& slot) : channel_(-1) {
  auto [own, others] = Channel::make_pair();
  id_ = SpawnPlan(others.descriptor()).start(arguments(program, slot));
  channel_ = std::move(own);
  fcntl(channel_.descriptor(), F_SETFL, O_NONBLOCK);  // the service waits for no worker
}

WorkerProcess::~WorkerProcess() {
  if (id_ > 0) end(std::chrono::milliseconds(0));
}

std::string WorkerProcess::end(std::chrono::milliseconds patience) {
  channel_.close();
  if (id_ <= 0) return "has ended before";  // to wait for -1 is to wait for any child, to kill -1 is to kill everybody
  const auto deadline = std::chrono::steady_clock::now() + patience;
  int status = 0;
  pid_t ended = 0;
  while ((ended = waitpid(id_, &status, WNOHANG)) == 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(poll_interval);
  }
  const bool had_to_be_killed = ended == 0;
  if (had_to_be_killed) {
    kill(id_, SIGKILL);
    waitpid(id_, &status, 0);
  }
  id_ = -1;
  return had_to_be_killed ? "had to be killed" : ending(status);
}

}  // namespace planwerk::service
