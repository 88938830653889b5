#include "kernels/sparse_kernels.hpp"

#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

class SparseKernelsTest : public DeviceTest {
 protected:
  ReferenceDevice reference_;
};

std::vector<double> product(Device& device, const DeviceCsr& a) {
  Vector y = vector_on(device, std::vector<double>(static_cast<std::size_t>(a.rows), -77));
  device.sparse().multiply(a, vector_on(device, awkward_vector(static_cast<std::size_t>(a.columns), 10)), y);
  return y.to_host();
}

std::vector<double> row_maxima(Device& device, const DeviceCsr& a) {
  Vector result = vector_on(device, std::vector<double>(static_cast<std::size_t>(a.rows), -77));
  device.sparse().row_max_abs(a, result);
  return result.to_host();
}

std::vector<double> row_sums(Device& device, const DeviceCsr& a) {
  Vector result = vector_on(device, std::vector<double>(static_cast<std::size_t>(a.rows), -77));
  device.sparse().row_sum_abs(a, result);
  return result.to_host();
}

TEST_P(SparseKernelsTest, UploadKeepsTheMatrixAndTransposesIt) {
  for (const HostCsr& host : awkward_matrices()) {
    const DeviceMatrix a = device_->sparse().upload(host.span());
    const DeviceMatrix expected = reference_.sparse().upload(host.span());
    EXPECT_EQ(a.by_rows.row_offsets.to_host(), host.row_offsets) << host.name;
    EXPECT_EQ(a.by_rows.column_indices.to_host(), host.column_indices) << host.name;
    EXPECT_EQ(a.by_rows.values.to_host(), host.values) << host.name;
    EXPECT_EQ(a.by_columns.rows, host.columns) << host.name;
    EXPECT_EQ(a.by_columns.columns, host.rows) << host.name;
    EXPECT_EQ(a.by_columns.nonzeros, a.by_rows.nonzeros) << host.name;
    EXPECT_EQ(a.by_columns.row_offsets.to_host(), expected.by_columns.row_offsets.to_host()) << host.name;
    EXPECT_EQ(a.by_columns.column_indices.to_host(), expected.by_columns.column_indices.to_host()) << host.name;
    EXPECT_EQ(a.by_columns.values.to_host(), expected.by_columns.values.to_host()) << host.name;
  }
}

TEST_P(SparseKernelsTest, RowLoopsMatchTheReference) {
  for (const HostCsr& host : awkward_matrices()) {
    const DeviceMatrix a = device_->sparse().upload(host.span());
    const DeviceMatrix b = reference_.sparse().upload(host.span());
    for (const auto form : {&DeviceMatrix::by_rows, &DeviceMatrix::by_columns}) {
      const std::string at = host.name + (form == &DeviceMatrix::by_rows ? "" : " transposed");
      expect_close(product(*device_, a.*form), product(reference_, b.*form), 1e-11, "product with " + at);
      expect_close(row_sums(*device_, a.*form), row_sums(reference_, b.*form), 1e-11, "row sums of " + at);
      expect_close(row_maxima(*device_, a.*form), row_maxima(reference_, b.*form), 0, "row maxima of " + at);
    }
  }
}

TEST_P(SparseKernelsTest, ProductsGiveTheSameBitsTwice) {
  for (const HostCsr& host : awkward_matrices()) {
    const DeviceMatrix a = device_->sparse().upload(host.span());
    EXPECT_EQ(product(*device_, a.by_rows), product(*device_, a.by_rows)) << host.name;
    EXPECT_EQ(product(*device_, a.by_columns), product(*device_, a.by_columns)) << host.name;
  }
}

TEST_P(SparseKernelsTest, ScalingKeepsMatrixAndTransposeEqualToTheBit) {
  for (const HostCsr& host : awkward_matrices()) {
    std::vector<double> rows = awkward_vector(static_cast<std::size_t>(host.rows), 11);
    std::vector<double> columns = awkward_vector(static_cast<std::size_t>(host.columns), 12);
    const auto scaled = [&](Device& device) {
      DeviceMatrix a = device.sparse().upload(host.span());
      device.sparse().scale(a, vector_on(device, rows), vector_on(device, columns));
      return a;
    };
    const DeviceMatrix tested = scaled(*device_), expected = scaled(reference_);
    expect_close(tested.by_rows.values.to_host(), expected.by_rows.values.to_host(), 1e-15, host.name);
    HostCsr again = host;
    again.values = tested.by_rows.values.to_host();
    EXPECT_EQ(tested.by_columns.values.to_host(), reference_.sparse().upload(again.span()).by_columns.values.to_host())
        << host.name;
  }
}

TEST_P(SparseKernelsTest, ProductsFollowScaling) {
  for (const HostCsr& host : awkward_matrices()) {
    const auto scaled = [&](Device& device) {
      DeviceMatrix a = device.sparse().upload(host.span());
      device.sparse().scale(a, vector_on(device, awkward_vector(static_cast<std::size_t>(host.rows), 11)),
                            vector_on(device, awkward_vector(static_cast<std::size_t>(host.columns), 12)));
      return a;
    };
    const DeviceMatrix tested = scaled(*device_), expected = scaled(reference_);
    expect_close(product(*device_, tested.by_rows), product(reference_, expected.by_rows), 1e-11, host.name);
    expect_close(product(*device_, tested.by_columns), product(reference_, expected.by_columns), 1e-11,
                 host.name + " transposed");
  }
}

// The largest matrices whose columns are kept in 16 bits, and the smallest that need more.
TEST_P(SparseKernelsTest, ColumnsAroundSixteenBitsAreFound) {
  for (const std::int32_t columns : {65535, 65536, 65537}) {
    HostCsr host{"wide", 3, columns, {0, 2, 2, 3}, {0, columns - 1, columns - 1}, {3, 5, 7}};
    const DeviceMatrix a = device_->sparse().upload(host.span());
    std::vector<double> x(static_cast<std::size_t>(columns));
    x.front() = 11;
    x.back() = 13;
    Vector y = vector_on(*device_, {-77, -77, -77});
    device_->sparse().multiply(a.by_rows, vector_on(*device_, x), y);
    EXPECT_EQ(y.to_host(), (std::vector<double>{3 * 11 + 5 * 13, 0, 7 * 13})) << columns;
  }
}

INSTANTIATE_TEST_SUITE_P(AllDevices, SparseKernelsTest, every_device(), device_name);

// The CPU's results do not depend on how many threads share the work.
TEST(CpuThreads, DoNotChangeTheBits) {
  const auto one = open_device(DeviceChoice::cpu, 1), many = open_device(DeviceChoice::cpu, 5);
  for (const HostCsr& host : awkward_matrices()) {
    const DeviceMatrix a = one->sparse().upload(host.span()), b = many->sparse().upload(host.span());
    EXPECT_EQ(product(*one, a.by_rows), product(*many, b.by_rows)) << host.name;
    EXPECT_EQ(product(*one, a.by_columns), product(*many, b.by_columns)) << host.name;
  }
}

}  // namespace
}  // namespace planwerk::tests
