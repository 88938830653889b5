#include "kernels/device.hpp"

#include "kernels/cuda_library.hpp"
#include "kernels/detail/thrust_device.hpp"

namespace planwerk {
namespace {

// Null where CUDA does not answer.
std::unique_ptr<Device> try_cuda() {
  try {
    return open_cuda_device();
  } catch (const DeviceError&) {
    return nullptr;
  }
}

}  // namespace

std::vector<DeviceInfo> available_devices() {
  std::vector<DeviceInfo> devices{open_device(DeviceChoice::cpu)->info()};
  if (const auto cuda = try_cuda()) devices.push_back(cuda->info());
  return devices;
}

std::unique_ptr<Device> open_device(DeviceChoice choice, int threads) {
  if (choice == DeviceChoice::cuda) return open_cuda_device();
  if (choice == DeviceChoice::automatic) {
    if (auto cuda = try_cuda()) return cuda;
  }
  return backend::open_thrust_device(threads);
}

}  // namespace planwerk
