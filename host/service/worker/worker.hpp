#pragma once

#include "host/service/worker/channel.hpp"
#include "kernels/device.hpp"

namespace planwerk::service {

struct WorkerSettings {
  DeviceChoice device = DeviceChoice::cpu;
  int threads = 0;  // of the CPU backend; 0: all cores
};

// Plans what the service assigns, one job after the other, on a device that is opened once. Ends the process: when the
// other end of the channel closes, or once a failure of the device has been reported. Throws DeviceError where there is
// no such device.
[[noreturn]] void run_worker(Channel channel, const WorkerSettings& settings);

}  // namespace planwerk::service
