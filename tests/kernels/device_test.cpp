#include "kernels/device.hpp"

#include <cstdlib>

#include <gmock/gmock.h>

#include "kernels/memory.hpp"
#include "kernels/sparse_kernels.hpp"
#include "tests/kernels/devices.hpp"

namespace planwerk::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What a request for CUDA is answered on this machine; empty where a card answers.
std::string cuda_refusal() {
  try {
    open_device(DeviceChoice::cuda);
  } catch (const DeviceError& error) {
    return error.what();
  }
  return "";
}

TEST(Devices, TheCpuIsAlwaysThere) {
  const std::vector<DeviceInfo> devices = available_devices();
  ASSERT_FALSE(devices.empty());
  EXPECT_EQ(devices[0].kind, DeviceKind::cpu);
  EXPECT_THAT(devices[0].name, HasSubstr("Thrust"));
  EXPECT_GE(devices[0].threads, 1);
  EXPECT_GT(devices[0].memory_bytes, 0u);
  EXPECT_EQ(open_device(DeviceChoice::cpu, 3)->info().threads, 3);
  EXPECT_NE(open_device(DeviceChoice::automatic), nullptr);
}

TEST(Devices, ChoosingTheCpuGivesTheCpu) {
  EXPECT_EQ(open_device(DeviceChoice::cpu)->info().kind, DeviceKind::cpu);
}

// The CUDA library loads on a machine without a driver, and says in CUDA's own words why there is no device.
TEST(CudaLibrary, LoadsAndReportsCleanlyWithoutADriver) {
#if !PLANWERK_HAS_CUDA_LIBRARY
  GTEST_SKIP() << "built without the CUDA library";
#endif
  const std::string refusal = cuda_refusal();
  if (refusal.empty()) GTEST_SKIP() << "a CUDA device answers here";
  EXPECT_THAT(refusal, HasSubstr("cudaError"));
  EXPECT_EQ(cuda_refusal(), refusal) << "a second attempt is answered alike";
  EXPECT_EQ(open_device(DeviceChoice::automatic)->info().kind, DeviceKind::cpu);
}

TEST(CudaLibrary, AMissingLibraryIsNamed) {
  setenv("PLANWERK_CUDA_LIBRARY", "/nowhere/libplanwerk_cuda.so", 1);
  EXPECT_THAT(cuda_refusal(), HasSubstr("/nowhere/libplanwerk_cuda.so"));
  unsetenv("PLANWERK_CUDA_LIBRARY");
}

TEST(CudaLibrary, AForeignFileIsRefused) {
  setenv("PLANWERK_CUDA_LIBRARY", PLANWERK_SOURCE_DIR "/CMakeLists.txt", 1);
  EXPECT_THAT(cuda_refusal(), HasSubstr("does not load"));
  unsetenv("PLANWERK_CUDA_LIBRARY");
}

class MemoryTest : public DeviceTest {};

TEST_P(MemoryTest, WhatDoesNotFitIsAnEventOfItsOwn) {
  const std::size_t too_many = std::size_t{1} << 58;  // elements of a double: 2^61 bytes
  EXPECT_THROW(Vector(*device_, too_many), DeviceOutOfMemory);
  Vector still_works(*device_, 3);
  still_works.upload(std::vector<double>{1, 2, 3});
  EXPECT_THAT(still_works.to_host(), ::testing::ElementsAre(1, 2, 3));
}

TEST_P(MemoryTest, EmptyVectorsAreVectors) {
  Vector empty(*device_, 0);
  EXPECT_TRUE(empty.to_host().empty());
  Vector moved = std::move(empty);
  EXPECT_EQ(moved.size(), 0u);
}

INSTANTIATE_TEST_SUITE_P(AllDevices, MemoryTest, every_device(), device_name);

}  // namespace
}  // namespace planwerk::tests
