#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace planwerk::service {

// A process started by exec, in a process group of its own: nothing on its input, the service's log as both outputs, no
// signal blocked, no variable that configures the service, and one descriptor of the service's under a fixed number.
// It is killed when this goes.
class ChildProcess {
 public:
  static constexpr int handed_descriptor = 3;  // in the child

  // Throws std::system_error where it cannot be started. `handed` stays open here.
  ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments, int handed);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t id() const { return id_; }
  // Gives it so long to end by itself and then kills it. How it ended, in words: "ended with status 3",
  // "crashed (signal 11)", ...
  std::string end(std::chrono::milliseconds patience);

 private:
  pid_t id_ = -1;
};

}  // namespace planwerk::service
