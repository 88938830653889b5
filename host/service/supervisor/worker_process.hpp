#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <sys/types.h>

#include "host/service/supervisor/supervisor.hpp"
#include "host/service/worker/channel.hpp"

namespace planwerk::service {

// A worker's process and the channel to it. Started by exec, in a process group of its own; it dies with the thread
// that started it, which must be the one that uses it, and when this object goes.
class WorkerProcess {
 public:
  // Throws std::system_error where it cannot be started.
  WorkerProcess(const std::filesystem::path& program, const Slot& slot);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  Channel& channel() { return channel_; }
  pid_t id() const { return id_; }
  // Closes the channel, on which a worker ends by itself, gives it so long and then kills it. How it ended, in words:
  // "ended by itself", "crashed (signal 11)", ...
  std::string end(std::chrono::milliseconds patience);

 private:
  Channel channel_;
  pid_t id_ = -1;
};

}  // namespace planwerk::service
