#include "kernels/device.hpp"

#include "kernels/detail/thrust_device.hpp"

namespace planwerk {

std::vector<DeviceInfo> available_devices() {
  return {backend::open_thrust_device(0)->info()};
}

std::unique_ptr<Device> open_device(DeviceChoice choice, int threads) {
  if (choice == DeviceChoice::cuda) throw DeviceError("this build has no CUDA backend yet");
  return backend::open_thrust_device(threads);
}

}  // namespace planwerk
