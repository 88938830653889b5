#include "kernels/vector_kernels.hpp"

#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

class VectorKernelsTest : public DeviceTest {
 protected:
  // Runs `step(device, x)` on a fresh x on the device under test and on the reference.
  template <class Step>
  void expect_same_vector(const std::vector<double>& x, Step step, const std::string& what) {
    Vector tested = vector_on(*device_, x), expected = vector_on(reference_, x);
    step(*device_, tested);
    step(reference_, expected);
    expect_close(tested.to_host(), expected.to_host(), 1e-15, what);
  }
  ReferenceDevice reference_;
};

TEST_P(VectorKernelsTest, ElementwiseStepsMatchTheReference) {
  for (const std::size_t size : awkward_sizes) {
    const std::vector<double> x = awkward_vector(size, 1), y = awkward_vector(size, 2);
    const Bounds bounds = awkward_bounds(size, 3);
    const std::string at = " at size " + std::to_string(size);
    expect_same_vector(
        x, [](Device& d, Vector& v) { d.vectors().fill(v, -2.5); }, "fill" + at);
    expect_same_vector(
        x, [](Device& d, Vector& v) { d.vectors().scale(v, 3); }, "scale" + at);
    expect_same_vector(
        x, [&](Device& d, Vector& v) { d.vectors().axpby(2, vector_on(d, y), -0.5, v); }, "axpby" + at);
    expect_same_vector(
        x, [&](Device& d, Vector& v) { d.vectors().multiply(vector_on(d, y), v); }, "multiply" + at);
    expect_same_vector(
        x, [&](Device& d, Vector& v) { d.vectors().divide(vector_on(d, y), v); }, "divide" + at);
    expect_same_vector(
        x,
        [&](Device& d, Vector& v) { d.vectors().project(vector_on(d, bounds.lower), vector_on(d, bounds.upper), v); },
        "project" + at);
  }
}

TEST_P(VectorKernelsTest, ReductionsMatchTheReference) {
  for (const std::size_t size : awkward_sizes) {
    const std::vector<double> x = awkward_vector(size, 4), y = awkward_vector(size, 5);
    const auto reductions = [&](Device& device) {
      const Vector dx = vector_on(device, x), dy = vector_on(device, y);
      VectorKernels& kernels = device.vectors();
      return std::vector<double>{kernels.dot(dx, dy), kernels.sum(dx), kernels.norm2(dx), kernels.norm_inf(dx),
                                 kernels.distance2(dx, dy)};
    };
    const std::vector<double> tested = reductions(*device_);
    expect_close(tested, reductions(reference_), 1e-11, "reductions at size " + std::to_string(size));
    EXPECT_EQ(tested, reductions(*device_)) << "not the same bits twice at size " << size;
  }
}

TEST_P(VectorKernelsTest, NormsShowInfinityAndNan) {
  std::vector<double> x(5000, 1.0);
  x[4321] = -infinite;
  EXPECT_EQ(device_->vectors().norm_inf(vector_on(*device_, x)), infinite);
  x[17] = std::nan("");
  EXPECT_TRUE(std::isnan(device_->vectors().norm_inf(vector_on(*device_, x))));
  EXPECT_TRUE(std::isnan(device_->vectors().norm2(vector_on(*device_, x))));
}

TEST_P(VectorKernelsTest, VectorsMoveAndCopyOnPurpose) {
  const std::vector<double> x = awkward_vector(1000, 6);
  Vector first = vector_on(*device_, x);
  Vector second(*device_, x.size());
  second.assign_from(first);
  device_->vectors().scale(first, 0);
  EXPECT_EQ(second.to_host(), x);
  const Vector third = std::move(second);
  EXPECT_EQ(third.to_host(), x);
}

INSTANTIATE_TEST_SUITE_P(AllDevices, VectorKernelsTest, every_device(), device_name);

}  // namespace
}  // namespace planwerk::tests
