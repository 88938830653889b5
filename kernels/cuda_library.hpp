#pragma once

#include <atomic>
#include <memory>

#include "kernels/device.hpp"

namespace planwerk {

class TraceSink;

// The CUDA backend is a library of its own, opened at run time, so that one build serves machines with and without a
// card. It exports one function of this type, under this name. `interface_version` of the caller and of the library
// must agree: both sides are to be built from the same headers.
inline constexpr int cuda_interface_version = 2;
inline constexpr const char* cuda_entry_name = "planwerk_open_cuda_device";
using OpenCudaDevice = Device*(int interface_version, const std::atomic<TraceSink*>& trace);

// Opens the first CUDA device. Throws DeviceError where there is no library, no driver or no card, in its own words.
// Looked for at $PLANWERK_CUDA_LIBRARY if set, else beside the program (../lib) and where the project was installed.
std::unique_ptr<Device> open_cuda_device();

}  // namespace planwerk
