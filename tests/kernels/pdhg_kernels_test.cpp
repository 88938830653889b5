#include "kernels/pdhg_kernels.hpp"

#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

// A programme on a device with a point z, both drawn from seeds alone: the same on every device.
struct PdhgCase {
  PdhgCase(Device& device, const HostCsr& host) {
    const auto m = static_cast<std::size_t>(host.rows), n = static_cast<std::size_t>(host.columns);
    const Bounds columns = awkward_bounds(n, 21), rows = awkward_bounds(m, 22);
    lp = {device.sparse().upload(host.span()), vector_on(device, awkward_vector(n, 23)),
          vector_on(device, columns.lower),    vector_on(device, columns.upper),
          vector_on(device, rows.lower),       vector_on(device, rows.upper)};
    const auto draw = [&](std::size_t size, std::uint64_t seed) {
      return vector_on(device, awkward_vector(size, seed));
    };
    z = {draw(n, 24), draw(m, 25), draw(n, 26), draw(m, 27), draw(n, 0),
         draw(m, 0),  draw(n, 0),  draw(m, 0),  draw(n, 0)};
    activity = draw(m, 28);
    transposed_product = draw(n, 29);
    row_weight = draw(m, 30);
    column_weight = draw(n, 31);
  }
  DeviceProgram lp;
  HalpernState z;
  Vector activity, transposed_product, row_weight, column_weight;
};

void expect_close_states(const HalpernState& tested, const HalpernState& expected, const std::string& what) {
  const auto compare = [&](Vector HalpernState::*member, const char* name) {
    expect_close((tested.*member).to_host(), (expected.*member).to_host(), 1e-10, what + ", " + name);
  };
  compare(&HalpernState::primal, "primal");
  compare(&HalpernState::dual, "dual");
  compare(&HalpernState::reflected, "reflected");
  compare(&HalpernState::candidate_primal, "candidate_primal");
  compare(&HalpernState::candidate_dual, "candidate_dual");
  compare(&HalpernState::primal_step, "primal_step");
  compare(&HalpernState::dual_step, "dual_step");
}

class PdhgKernelsTest : public DeviceTest {
 protected:
  ReferenceDevice reference_;
  const PdhgStep step_{0.05, 0.03};
};

TEST_P(PdhgKernelsTest, IterationsMatchTheReference) {
  for (const HostCsr& host : awkward_matrices()) {
    PdhgCase tested(*device_, host), expected(reference_, host);
    const auto run = [&](Device& device, PdhgCase& c) {
      c.z.anchor_primal.assign_from(c.z.primal);
      device.pdhg().iterate(c.lp, step_, 7, 3, c.z);
      device.pdhg().iterate_recording(c.lp, step_, 10, c.z);
    };
    run(*device_, tested);
    run(reference_, expected);
    expect_close_states(tested.z, expected.z, host.name);
  }
}

TEST_P(PdhgKernelsTest, RecordingChangesNothing) {
  const HostCsr host = awkward_matrices().back();
  PdhgCase plain(*device_, host), recorded(*device_, host);
  device_->pdhg().iterate(plain.lp, step_, 4, 1, plain.z);
  device_->pdhg().iterate_recording(recorded.lp, step_, 4, recorded.z);
  EXPECT_EQ(plain.z.primal.to_host(), recorded.z.primal.to_host());
  EXPECT_EQ(plain.z.dual.to_host(), recorded.z.dual.to_host());
}

TEST_P(PdhgKernelsTest, SumsMatchTheReference) {
  for (const HostCsr& host : awkward_matrices()) {
    const auto sums = [&](Device& device) {
      const PdhgCase c(device, host);
      PdhgKernels& kernels = device.pdhg();
      const RowSums rows = kernels.row_sums(c.lp, c.activity, c.z.dual, c.row_weight, c.z.anchor_dual);
      const ColumnSums columns =
          kernels.column_sums(c.lp, c.z.primal, c.transposed_product, c.column_weight, c.z.anchor_primal);
      const RaySums infeasible = kernels.infeasibility_sums(c.lp, c.z.dual, c.transposed_product);
      const RaySums unbounded = kernels.unboundedness_sums(c.lp, c.z.primal, c.activity);
      return std::vector<double>{rows.base_violation2,     rows.target_violation2,  rows.priced_violation,
                                 rows.dual_objective,      columns.base_violation2, columns.target_violation2,
                                 columns.priced_violation, columns.dual_objective,  columns.primal_objective,
                                 infeasible.support,       infeasible.violation2,   unbounded.support,
                                 unbounded.violation2};
    };
    expect_close(sums(*device_), sums(reference_), 1e-10, host.name);
  }
}

INSTANTIATE_TEST_SUITE_P(AllDevices, PdhgKernelsTest, every_device(), device_name);

}  // namespace
}  // namespace planwerk::tests
