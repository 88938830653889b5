#include "host/service/supervisor/worker_process.hpp"

#include <fcntl.h>

namespace planwerk::service {
namespace {

// Of CUDA's reservations of address space the system counts so much as memory that a limit would keep it from starting.
std::int64_t memory_limit(const Slot& slot) {
  return slot.device == "cpu" ? slot.memory : 0;
}

std::vector<std::string> arguments(const Slot& slot) {
  return {"--channel", std::to_string(ChildProcess::handed_descriptor),
          "--device",  slot.device,
          "--threads", std::to_string(slot.threads),
          "--memory",  std::to_string(memory_limit(slot))};
}

}  // namespace

WorkerProcess::WorkerProcess(const std::filesystem::path& program, const Slot& slot)
    : WorkerProcess(program, slot, Channel::make_pair()) {}

WorkerProcess::WorkerProcess(const std::filesystem::path& program, const Slot& slot, std::pair<Channel, Channel> ends)
    : channel_(std::move(ends.first)), process_(program, arguments(slot), ends.second.descriptor()) {
  fcntl(channel_.descriptor(), F_SETFL, O_NONBLOCK);  // the service waits for no worker
}

std::string WorkerProcess::end(std::chrono::milliseconds patience) {
  channel_.close();
  return process_.end(patience);
}

}  // namespace planwerk::service
