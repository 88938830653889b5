#include "host/service/supervisor/slot_defaults.hpp"

#include <algorithm>
#include <fstream>
#include <thread>

#include <unistd.h>

namespace planwerk::service {
namespace {

constexpr std::int64_t least_for_service = std::int64_t{512} << 20;

// "max" where the group has no limit of its own.
std::int64_t control_group_memory() {
  std::ifstream file("/sys/fs/cgroup/memory.max");
  std::int64_t bytes = 0;
  return file >> bytes ? bytes : 0;
}

bool shares_cores(const Slot& slot) {
  return slot.device == "cpu" && slot.threads == 0;
}

bool shares_memory(const Slot& slot) {
  return slot.memory == 0;
}

}  // namespace

MachineSize machine_size() {
  MachineSize size;
  size.cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  size.memory = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  if (const std::int64_t group = control_group_memory(); group > 0) size.memory = std::min(size.memory, group);
  return size;
}

std::vector<Slot> with_defaults(std::vector<Slot> slots, const MachineSize& machine) {
  const auto sharing_cores = std::count_if(slots.begin(), slots.end(), shares_cores);
  const auto sharing_memory = std::count_if(slots.begin(), slots.end(), shares_memory);
  std::int64_t memory = machine.memory - std::max(machine.memory / 10, least_for_service);
  for (const Slot& slot : slots) memory -= slot.memory;
  for (Slot& slot : slots) {
    if (shares_cores(slot)) slot.threads = std::max(1, machine.cores / static_cast<int>(sharing_cores));
    if (shares_memory(slot)) slot.memory = std::max(least_for_service, memory / sharing_memory);
  }
  return slots;
}

}  // namespace planwerk::service
