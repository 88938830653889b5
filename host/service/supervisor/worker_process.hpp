#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "host/service/process/child_process.hpp"
#include "host/service/supervisor/supervisor.hpp"
#include "host/service/worker/channel.hpp"

namespace planwerk::service {

// A worker's process and the channel to it. It dies with the thread that started it, which must be the one that uses
// it, and when this object goes.
class WorkerProcess {
 public:
  // Throws std::system_error where it cannot be started.
  WorkerProcess(const std::filesystem::path& program, const Slot& slot);

  Channel& channel() { return channel_; }
  pid_t id() const { return process_.id(); }
  // Closes the channel, on which a worker ends by itself, gives it so long and then kills it. How it ended, in words.
  std::string end(std::chrono::milliseconds patience);

 private:
  WorkerProcess(const std::filesystem::path& program, const Slot& slot, std::pair<Channel, Channel> ends);

  Channel channel_;
  ChildProcess process_;
};

}  // namespace planwerk::service
