#include "kernels/scaling_kernels.hpp"

#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

// An economy on a device, drawn from seeds alone: entries of both signs without zeros, rows of either orientation,
// costs of both signs and none, positive prices and scales.
struct ScalingCase {
  ScalingCase(Device& device, const HostCsr& host)
      : rows(static_cast<std::size_t>(host.rows)),
        columns(static_cast<std::size_t>(host.columns)),
        a(device.sparse().upload(host.span())),
        orientation(vector_on(device, signs(rows))),
        objective(vector_on(device, awkward_vector(columns, 41))),
        prices(positive(device, rows, 42)),
        row_base(positive(device, rows, 43)),
        column_base(positive(device, columns, 44)),
        row_scale(positive(device, rows, 45)),
        column_scale(positive(device, columns, 46)),
        activity(vector_on(device, awkward_vector(columns, 47))),
        dual(vector_on(device, awkward_vector(rows, 48))),
        row_result(device, rows),
        column_result(device, columns) {}

  static std::vector<double> signs(std::size_t size) {
    Random random(40);
    std::vector<double> result(size);
    for (double& sign : result) sign = random.uniform() < 0.3 ? -1 : 1;
    return result;
  }
  static Vector positive(Device& device, std::size_t size, std::uint64_t seed) {
    std::vector<double> x = awkward_vector(size, seed);
    for (double& value : x) value = std::exp(3 * value);
    return vector_on(device, x);
  }

  std::size_t rows, columns;
  DeviceMatrix a;
  Vector orientation, objective, prices, row_base, column_base, row_scale, column_scale, activity, dual;
  Vector row_result, column_result;
};

using Vectors = std::vector<std::vector<double>>;

class ScalingKernelsTest : public DeviceTest {
 protected:
  // Runs `step(device, case)`, which returns vectors to compare, on the device under test and on the reference.
  template <class Step>
  void expect_same(Step step, double tolerance) {
    for (HostCsr host : awkward_matrices()) {
      for (double& value : host.values) value = value == 0 ? 0.5 : value;
      ScalingCase tested(*device_, host), expected(reference_, host);
      const Vectors actual = step(*device_, tested), wanted = step(reference_, expected);
      for (std::size_t k = 0; k < wanted.size(); ++k) {
        expect_close(actual[k], wanted[k], tolerance, host.name + ", result " + std::to_string(k));
      }
    }
  }
  ReferenceDevice reference_;
};

TEST_P(ScalingKernelsTest, ElementwiseStepsMatchTheReference) {
  expect_same(
      [](Device& device, ScalingCase& c) {
        const double norm = device.scaling().sides_norm2(c.activity, c.objective);
        device.scaling().inverse(c.activity);
        device.scaling().inverse_square_root(c.objective);
        device.scaling().exponential(c.dual);
        return Vectors{c.activity.to_host(), c.objective.to_host(), c.dual.to_host(), {norm}};
      },
      1e-12);
}

TEST_P(ScalingKernelsTest, SidesWithoutABoundDoNotCount) {
  const Vector lower = vector_on(*device_, {-infinite, 3, -infinite, -5}),
               upper = vector_on(*device_, {infinite, infinite, 4, 0});
  EXPECT_DOUBLE_EQ(device_->scaling().sides_norm2(lower, upper), std::sqrt(9 + 16 + 25));
}

TEST_P(ScalingKernelsTest, PricesMatchTheReference) {
  expect_same(
      [](Device& device, ScalingCase& c) {
        const double change = device.scaling().price_sweep(c.a, c.orientation, c.objective, c.row_base, 5, c.prices);
        return Vectors{c.prices.to_host(), {change}};
      },
      1e-11);
}

TEST_P(ScalingKernelsTest, FittedPricesMatchTheReference) {
  expect_same(
      [](Device& device, ScalingCase& c) {
        device.scaling().fit_log_prices(c.a, c.orientation, c.objective, 3, c.row_result);
        return Vectors{c.row_result.to_host()};
      },
      1e-10);
}

TEST_P(ScalingKernelsTest, ValueScalesMatchTheReference) {
  expect_same(
      [](Device& device, ScalingCase& c) {
        device.scaling().value_scales(c.a, c.orientation, c.prices, c.row_result, c.column_result);
        Vector factors(device, c.rows);
        device.scaling().resource_factors(c.a, c.orientation, factors);
        return Vectors{c.row_result.to_host(), c.column_result.to_host(), factors.to_host()};
      },
      1e-11);
}

TEST_P(ScalingKernelsTest, RescalingFactorsMatchTheReference) {
  expect_same(
      [](Device& device, ScalingCase& c) {
        device.scaling().rescaling_factors(c.a, c.orientation,
                                           {c.row_base, c.column_base, c.row_scale, c.column_scale, c.activity, c.dual},
                                           0.5, c.row_result, c.column_result);
        return Vectors{c.row_result.to_host(), c.column_result.to_host()};
      },
      1e-9);
}

INSTANTIATE_TEST_SUITE_P(AllDevices, ScalingKernelsTest, every_device(), device_name);

}  // namespace
}  // namespace planwerk::tests
