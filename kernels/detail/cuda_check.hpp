#pragma once

#include <cstddef>
#include <new>
#include <source_location>
#include <string>

#include <cuda_runtime.h>
#include <thrust/system_error.h>

#include "kernels/device.hpp"

namespace planwerk::backend {

// Turns CUDA's word into a DeviceError that names the place.
inline void check_cuda(cudaError_t result, std::source_location at = std::source_location::current()) {
  if (result == cudaSuccess) return;
  const std::string file = at.file_name();
  throw DeviceError(std::string("CUDA: ") + cudaGetErrorString(result) + " (" + cudaGetErrorName(result) + " at " +
                    file.substr(file.rfind('/') + 1) + ":" + std::to_string(at.line()) + ")");
}

// The same for allocations, where lack of memory is an event of its own and leaves the device usable.
inline void check_cuda_memory(cudaError_t result, std::size_t bytes,
                              std::source_location at = std::source_location::current()) {
  if (result == cudaErrorMemoryAllocation) {
    cudaGetLastError();  // takes the error off, so that the next launch is not blamed
    throw DeviceOutOfMemory("no room for " + std::to_string(bytes) + " bytes on the CUDA device");
  }
  check_cuda(result, at);
}

// Runs one of Thrust's algorithms with its exceptions turned into ours.
template <class Call>
auto thrust_call(Call&& call) {
  try {
    return call();
  } catch (const thrust::system_error& error) {
    throw DeviceError(std::string("CUDA: ") + error.what());
  }
}

}  // namespace planwerk::backend
