#pragma once

#include <memory>

#include "kernels/device.hpp"

namespace planwerk::backend {

// The device of the library this is compiled into. `threads`: of the CPU backend; CUDA ignores it.
// Throws DeviceError where the device does not answer.
std::unique_ptr<Device> open_thrust_device(int threads);

}  // namespace planwerk::backend
