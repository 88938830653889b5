#include "kernels/dense_kernels.hpp"

#include <cmath>

#include "kernels/sparse_kernels.hpp"
#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

// Few rows, so that m^2 numbers stay small: none, one, sizes around a warp and a block of LAPACK's, empty rows, a dense
// row and, with few columns, dense columns.
std::vector<HostCsr> few_rows() {
  std::vector<HostCsr> all;
  all.push_back(matrix_with_rows("no_rows", {}, 5, 1));
  all.push_back(matrix_with_rows("no_columns", {0, 0, 0}, 0, 2));
  all.push_back(matrix_with_rows("one_row", {3}, 5, 3));
  for (const std::size_t rows : {31, 32, 33, 129, 601}) {
    std::vector<std::int64_t> lengths(rows, 4);
    lengths[rows / 2] = 0;
    lengths[rows / 3] = 40;
    all.push_back(matrix_with_rows("rows_" + std::to_string(rows), lengths, 300, 4));
    all.push_back(matrix_with_rows("dense_columns_" + std::to_string(rows), std::vector<std::int64_t>(rows, 3), 3, 5));
  }
  return all;
}

std::vector<double> weights(std::size_t size, std::uint64_t seed) {
  std::vector<double> x = awkward_vector(size, seed);
  for (double& value : x) value = std::exp(6 * value);
  return x;
}

std::vector<double> upper_triangle(const Vector& matrix, std::size_t m) {
  std::vector<double> all = matrix.to_host();
  for (std::size_t i = 0; i < m; ++i)
    std::fill_n(all.begin() + static_cast<std::ptrdiff_t>(i * m + i + 1), m - i - 1, 0);
  return all;
}

struct DenseCase {
  DenseCase(Device& device, const HostCsr& host)
      : rows(static_cast<std::size_t>(host.rows)),
        matrix(device.sparse().upload(host.span())),
        column_weights(vector_on(device, weights(static_cast<std::size_t>(host.columns), 70))),
        row_weights(vector_on(device, weights(rows, 71))),
        normal(device, rows * rows),
        x(vector_on(device, awkward_vector(rows, 72))) {}
  std::size_t rows;
  DeviceMatrix matrix;
  Vector column_weights, row_weights, normal, x;
};

class DenseKernelsTest : public DeviceTest {
 protected:
  void SetUp() override {
    if (!device_->dense().can_factorize()) GTEST_SKIP() << "built without LAPACK";
  }
  ReferenceDevice reference_;
};

TEST_P(DenseKernelsTest, NormalEquationsMatchTheReference) {
  for (const HostCsr& host : few_rows()) {
    DenseCase tested(*device_, host), expected(reference_, host);
    const auto assemble = [](Device& device, DenseCase& c) {
      device.dense().assemble(c.matrix, c.column_weights, c.row_weights, 1e-3, c.normal);
      return upper_triangle(c.normal, c.rows);
    };
    const std::vector<double> first = assemble(*device_, tested);
    expect_close(first, assemble(reference_, expected), 1e-12, host.name);
    EXPECT_EQ(first, assemble(*device_, tested)) << "not the same bits twice for " << host.name;
  }
}

TEST_P(DenseKernelsTest, FactorsSolveAsTheReferenceDoes) {
  for (const HostCsr& host : few_rows()) {
    DenseCase tested(*device_, host), expected(reference_, host);
    const auto solve = [](Device& device, DenseCase& c) {
      const auto m = static_cast<std::int64_t>(c.rows);
      device.dense().assemble(c.matrix, c.column_weights, c.row_weights, 0, c.normal);
      EXPECT_TRUE(device.dense().cholesky(m, c.normal));
      device.dense().solve(m, c.normal, c.x);
      return c.x.to_host();
    };
    expect_close(solve(*device_, tested), solve(reference_, expected), 1e-9, host.name);
  }
}

TEST_P(DenseKernelsTest, APivotThatIsNotPositiveIsSaid) {
  const HostCsr host = matrix_with_rows("three equal rows", {1, 1, 1}, 1, 9);
  HostCsr ones = host;
  std::fill(ones.values.begin(), ones.values.end(), 1.0);
  DenseCase c(*device_, ones);
  device_->dense().assemble(c.matrix, vector_on(*device_, {1}), vector_on(*device_, {0, 0, 0}), 0, c.normal);
  EXPECT_FALSE(device_->dense().cholesky(3, c.normal));
  device_->dense().assemble(c.matrix, vector_on(*device_, {1}), vector_on(*device_, {0, 0, 0}), 1e-6, c.normal);
  EXPECT_TRUE(device_->dense().cholesky(3, c.normal)) << "a lifted diagonal makes it definite";
}

INSTANTIATE_TEST_SUITE_P(AllDevices, DenseKernelsTest, every_device(), device_name);

}  // namespace
}  // namespace planwerk::tests
