#pragma once

#include <cmath>
#include <cstdlib>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "kernels/device.hpp"
#include "kernels/memory.hpp"

namespace planwerk::tests {

// A device to be judged: the CPU with one thread, with several and without its wider instructions, and CUDA where a
// card answers.
struct TestedDevice {
  std::string name;
  std::function<std::unique_ptr<Device>()> open;
};

inline void PrintTo(const TestedDevice& device, std::ostream* out) {
  *out << device.name;
}

inline std::unique_ptr<Device> open_baseline_cpu() {
  setenv("PLANWERK_CPU", "baseline", 1);
  auto device = open_device(DeviceChoice::cpu, 2);
  unsetenv("PLANWERK_CPU");
  return device;
}

inline std::vector<TestedDevice> tested_devices() {
  std::vector<TestedDevice> devices{
      {"cpu_1_thread", [] { return open_device(DeviceChoice::cpu, 1); }},
      {"cpu_3_threads", [] { return open_device(DeviceChoice::cpu, 3); }},
      {"cpu_baseline", open_baseline_cpu},
  };
  for (const DeviceInfo& info : available_devices()) {
    if (info.kind == DeviceKind::cuda) devices.push_back({"cuda", [] { return open_device(DeviceChoice::cuda); }});
  }
  return devices;
}

// A suite of tests run on every device: INSTANTIATE_TEST_SUITE_P(AllDevices, MyTest, every_device(), device_name).
class DeviceTest : public ::testing::TestWithParam<TestedDevice> {
 protected:
  std::unique_ptr<Device> device_ = GetParam().open();
};

inline auto every_device() {
  return ::testing::ValuesIn(tested_devices());
}
inline std::string device_name(const ::testing::TestParamInfo<TestedDevice>& info) {
  return info.param.name;
}

inline Vector vector_on(Device& device, const std::vector<double>& host) {
  return Vector(device, std::span<const double>(host));
}

// Element by element: the same infinities and NaNs, finite values within `tolerance` * max(1, |expected|).
inline void expect_close(const std::vector<double>& actual, const std::vector<double>& expected, double tolerance,
                         const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const bool same = actual[i] == expected[i] || (std::isnan(actual[i]) && std::isnan(expected[i])) ||
                      std::fabs(actual[i] - expected[i]) <= tolerance * std::max(1.0, std::fabs(expected[i]));
    ASSERT_TRUE(same) << what << ": element " << i << " is " << actual[i] << ", expected " << expected[i];
  }
}

}  // namespace planwerk::tests
