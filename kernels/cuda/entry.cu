#include "kernels/cuda_library.hpp"
#include "kernels/detail/thrust_device.hpp"
#include "kernels/trace.hpp"

// The one symbol this library shows; cuda_library.hpp declares its type.
extern "C" __attribute__((visibility("default"))) planwerk::Device* planwerk_open_cuda_device(
    int interface_version, const std::atomic<planwerk::TraceSink*>& trace) {
  if (interface_version != planwerk::cuda_interface_version) {
    throw planwerk::DeviceError("the CUDA library belongs to another version of planwerk");
  }
  planwerk::share_trace(trace);
  return planwerk::backend::open_thrust_device(0).release();
}
