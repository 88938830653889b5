#include "host/service/process/child_process.hpp"

#include <csignal>
#include <cstring>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace planwerk::service {
namespace {

constexpr std::chrono::milliseconds poll_interval{2};

// The service's environment without what configures the service: no child has a use for its secrets.
std::vector<char*> environment_of_children() {
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view(*entry).starts_with("PLANWERK_")) environment.push_back(*entry);
  }
  environment.push_back(nullptr);
  return environment;
}

void demand(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), std::string("cannot ") + what);
}

class SpawnPlan {
 public:
  explicit SpawnPlan(int handed) {
    demand(posix_spawn_file_actions_init(&files_), "prepare a process");
    demand(posix_spawnattr_init(&attributes_), "prepare a process");
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", 0, 0);
    posix_spawn_file_actions_adddup2(&files_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files_, handed, ChildProcess::handed_descriptor);
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
    std::vector<char*> environment = environment_of_children();
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

ChildProcess::ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                           int handed) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  id_ = SpawnPlan(handed).start(words);
}

ChildProcess::~ChildProcess() {
  end(std::chrono::milliseconds(0));
}

std::string ChildProcess::end(std::chrono::milliseconds patience) {
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
