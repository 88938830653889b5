#pragma once

#include <vector>

#include "host/service/supervisor/supervisor.hpp"

namespace planwerk::service {

// What the machine has for workers.
struct MachineSize {
  int cores = 1;
  std::int64_t memory = 0;  // bytes, those of the control group where that has less
};
MachineSize machine_size();

// The slots with everything said: cores and memory that are left open are divided among those that leave them open.
// A tenth of the memory, at least 512 MiB, is the service's own.
std::vector<Slot> with_defaults(std::vector<Slot> slots, const MachineSize& machine);

}  // namespace planwerk::service
