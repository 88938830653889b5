#include "kernels/interior_point_kernels.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/pdhg_kernels.hpp"
#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

std::vector<double> positive_vector(std::size_t size, std::uint64_t seed) {
  std::vector<double> x = awkward_vector(size, seed);
  for (double& value : x) value = std::fabs(value) + 0x1p-20;
  return x;
}

enum class SideOf { lower, upper };

// `drawn` where a box has a side, `absent` where it has none.
std::vector<double> by_side(const Bounds& bounds, SideOf side, std::vector<double> drawn, double absent) {
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const double bound = side == SideOf::lower ? bounds.lower[i] : bounds.upper[i];
    if (std::isinf(bound) || bounds.lower[i] == bounds.upper[i]) drawn[i] = absent;
  }
  return drawn;
}

// Boxes of every kind with a direction, a correction of it and targets, drawn from seeds alone: the same on every
// device.
struct BarrierCase {
  BarrierCase(Device& device, std::size_t size) : BarrierCase(device, size, awkward_bounds(size, 40)) {}
  BarrierCase(Device& device, std::size_t size, const Bounds& bounds)
      : lower(vector_on(device, bounds.lower)),
        upper(vector_on(device, bounds.upper)),
        boxes{lower,
              upper,
              vector_on(device, awkward_vector(size, 41)),
              vector_on(device, by_side(bounds, SideOf::lower, positive_vector(size, 42), 1)),
              vector_on(device, by_side(bounds, SideOf::upper, positive_vector(size, 43), 1)),
              vector_on(device, by_side(bounds, SideOf::lower, positive_vector(size, 44), 0)),
              vector_on(device, by_side(bounds, SideOf::upper, positive_vector(size, 45), 0)),
              vector_on(device, by_side(bounds, SideOf::lower, awkward_vector(size, 46), 0)),
              vector_on(device, by_side(bounds, SideOf::upper, awkward_vector(size, 47), 0))},
        direction(step_on(device, size, 48)),
        correction(step_on(device, size, 51)),
        targets{vector_on(device, awkward_vector(size, 54)), vector_on(device, awkward_vector(size, 55))},
        slope(vector_on(device, awkward_vector(size, 56))),
        out(device, size) {}

  static BoxStep step_on(Device& device, std::size_t size, std::uint64_t seed) {
    return {vector_on(device, awkward_vector(size, seed)), vector_on(device, awkward_vector(size, seed + 1)),
            vector_on(device, awkward_vector(size, seed + 2))};
  }

  Vector lower, upper;
  Boxes boxes;
  BoxStep direction, correction;
  BoxTargets targets;
  Vector slope, out;
};

using Named = std::vector<std::pair<const char*, std::vector<double>>>;

Named contents(const Boxes& b) {
  return {{"value", b.value.to_host()},
          {"lower distance", b.lower_distance.to_host()},
          {"upper distance", b.upper_distance.to_host()},
          {"lower multiplier", b.lower_multiplier.to_host()},
          {"upper multiplier", b.upper_multiplier.to_host()},
          {"lower residual", b.lower_residual.to_host()},
          {"upper residual", b.upper_residual.to_host()}};
}
Named contents(const BoxStep& s) {
  return {{"value", s.value.to_host()},
          {"lower multiplier", s.lower_multiplier.to_host()},
          {"upper multiplier", s.upper_multiplier.to_host()}};
}
Named aimed(const BarrierCase& c) {
  return {
      {"lower target", c.targets.lower.to_host()}, {"upper target", c.targets.upper.to_host()}, {"g", c.out.to_host()}};
}

class InteriorPointKernelsTest : public DeviceTest {
 protected:
  // `run(kernels, case)` returns what is to be the same on the device under test and on the reference.
  template <class Run>
  void expect_same(const std::string& what, Run run) {
    for (const std::size_t awkward : awkward_sizes) {
      const std::size_t size = std::min<std::size_t>(awkward, 70001);
      BarrierCase tested(*device_, size), expected(reference_, size);
      const Named here = run(device_->interior_point(), tested), there = run(reference_.interior_point(), expected);
      ASSERT_EQ(here.size(), there.size());
      for (std::size_t k = 0; k < here.size(); ++k) {
        expect_close(here[k].second, there[k].second, 1e-11,
                     what + ", " + here[k].first + " at size " + std::to_string(size));
      }
    }
  }
  ReferenceDevice reference_;
};

TEST_P(InteriorPointKernelsTest, WeightsMatchTheReference) {
  expect_same("weights", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.weights(c.boxes, 1e-6, 1e-20, c.out);
    return Named{{"weight", c.out.to_host()}};
  });
}

TEST_P(InteriorPointKernelsTest, AimsMatchTheReference) {
  expect_same("optimum", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.aim_at_optimum(c.boxes, c.slope, c.targets, c.out);
    return aimed(c);
  });
  expect_same("second order", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.correct_second_order(c.boxes, c.direction, 0.1, c.targets, c.out);
    return aimed(c);
  });
  expect_same("outliers", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.correct_outliers(c.boxes, c.direction, {0.3, 0.4}, 0.1, c.targets, c.out);
    return aimed(c);
  });
}

TEST_P(InteriorPointKernelsTest, StepsMatchTheReference) {
  for (const bool closes_residuals : {false, true}) {
    expect_same("recover", [=](InteriorPointKernels& kernels, BarrierCase& c) {
      kernels.recover(c.boxes, c.targets, closes_residuals, c.direction);
      return contents(c.direction);
    });
  }
  expect_same("combine", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.combine(c.correction, {0.25, 0.75}, c.direction);
    return contents(c.direction);
  });
  expect_same("advance", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.advance(c.boxes, c.direction, {0.3, 0.7});
    return contents(c.boxes);
  });
}

TEST_P(InteriorPointKernelsTest, ReductionsMatchTheReferenceAndRepeatThemselves) {
  const auto reductions = [](InteriorPointKernels& kernels, BarrierCase& c) {
    const Complementarity products = kernels.complementarity(c.boxes, c.direction, {0.1, 0.2});
    const StepLimits limits = kernels.step_limits(c.boxes, c.direction, c.correction);
    const StartSums sums = kernels.start_sums(c.boxes, c.slope);
    return Named{
        {"products", {products.sum, products.smallest, products.largest, products.count}},
        {"primal limits", {limits.primal.begin(), limits.primal.end()}},
        {"dual limits", {limits.dual.begin(), limits.dual.end()}},
        {"start sums", {sums.outside, sums.wrong_sign, sums.distances, sums.multipliers, sums.products, sums.count}}};
  };
  expect_same("reductions", reductions);
  BarrierCase c(*device_, 70001);
  EXPECT_EQ(reductions(device_->interior_point(), c), reductions(device_->interior_point(), c));
}

TEST_P(InteriorPointKernelsTest, StartsMatchTheReference) {
  expect_same("shift", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.shift(c.boxes, c.slope, 0.3, 0.7);
    return contents(c.boxes);
  });
  expect_same("centre", [](InteriorPointKernels& kernels, BarrierCase& c) {
    kernels.centre(c.boxes, c.slope, 1e-12, 5);
    return contents(c.boxes);
  });
}

TEST_P(InteriorPointKernelsTest, ACentredBoxHasEqualProducts) {
  const std::size_t size = 4097;
  BarrierCase c(*device_, size);
  device_->interior_point().centre(c.boxes, c.slope, 1e-9, 3);
  BoxStep none{Vector(*device_, size), Vector(*device_, size), Vector(*device_, size)};
  const Complementarity products = device_->interior_point().complementarity(c.boxes, none, {0, 0});
  EXPECT_NEAR(products.smallest, 1e-9, 1e-21);
  EXPECT_NEAR(products.largest, 1e-9, 1e-21);
}

TEST_P(InteriorPointKernelsTest, AStepToTheLimitLeavesNothingNegative) {
  const std::size_t size = 4097;
  BarrierCase c(*device_, size);
  const StepLimits limits = device_->interior_point().step_limits(c.boxes, c.direction, c.direction);
  const StepLengths length{limits.primal[0], limits.dual[0]};
  device_->interior_point().advance(c.boxes, c.direction, length);
  for (const Vector* side :
       {&c.boxes.lower_distance, &c.boxes.upper_distance, &c.boxes.lower_multiplier, &c.boxes.upper_multiplier}) {
    for (const double value : side->to_host()) ASSERT_GE(value, -1e-15);
  }
}

TEST_P(InteriorPointKernelsTest, RowsAndResidualsMatchTheReference) {
  for (const HostCsr& host : awkward_matrices()) {
    const auto m = static_cast<std::size_t>(host.rows), n = static_cast<std::size_t>(host.columns);
    const auto run = [&](Device& device) {
      const auto draw = [&](std::size_t size, std::uint64_t seed) {
        return vector_on(device, awkward_vector(size, seed));
      };
      const DeviceProgram lp{
          device.sparse().upload(host.span()), draw(n, 60), draw(n, 0), draw(n, 0), draw(m, 0), draw(m, 0)};
      const Vector x = draw(n, 61), s = draw(m, 62), y = draw(m, 63), g = draw(n, 64), r = draw(m, 65);
      const Vector d = vector_on(device, positive_vector(n, 66)), e = vector_on(device, positive_vector(m, 67));
      Vector primal(device, m), slope(device, n), left_g(device, n), left_r(device, m), side(device, m),
          step(device, m);
      InteriorPointKernels& kernels = device.interior_point();
      kernels.residuals(lp, x, s, y, primal, slope);
      kernels.kkt_residual({lp.matrix, d, e, g, r}, x, y, left_g, left_r);
      kernels.row_side(e, r, 0.5, s, side);
      kernels.row_step(e, r, y, step);
      return Named{{"primal residual", primal.to_host()}, {"slope", slope.to_host()}, {"left g", left_g.to_host()},
                   {"left r", left_r.to_host()},          {"side", side.to_host()},   {"step", step.to_host()}};
    };
    const Named here = run(*device_), there = run(reference_);
    for (std::size_t k = 0; k < here.size(); ++k) {
      expect_close(here[k].second, there[k].second, 1e-10, host.name + ", " + here[k].first);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllDevices, InteriorPointKernelsTest, every_device(), device_name);

}  // namespace
}  // namespace planwerk::tests
