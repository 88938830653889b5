#include "host/solver/matching_basis.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "host/solver/basis_solver.hpp"
#include "kernels/sparse_kernels.hpp"
#include "tests/solver/economies.hpp"

namespace planwerk {
namespace {

// An economy's basis at weights drawn by chance, so that it holds slacks as well as columns.
class MatchingBasis : public testing::Test {
 protected:
  MatchingBasis() {
    std::mt19937_64 bits(3);
    const auto draw = [&bits] { return static_cast<double>(bits() >> 11) * 0x1p-53; };
    MatchingWeights weights{std::vector<double>(lp_.objective.size()), std::vector<double>(lp_.row_lower.size())};
    for (double& log : weights.column_logs) log = 4 * draw();
    for (double& log : weights.slack_logs) log = 4 * draw() - 2;
    basis_ = *match_basis(a_.by_rows, weights, *device_);
  }

  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 2);
  LinearProgram lp_ = production_economy(400, 1);
  DeviceMatrix a_ = device_->sparse().upload(lp_.matrix.span());
  MatchedBasis basis_;
};

std::vector<std::int32_t> sorted(std::vector<std::int32_t> values) {
  std::sort(values.begin(), values.end());
  return values;
}

TEST_F(MatchingBasis, TakesEachColumnOnceAndSlacksOnlyForTheirOwnRow) {
  const std::vector<std::int32_t> columns = sorted(basis_.column_of_row);
  EXPECT_EQ(std::adjacent_find(columns.begin(), columns.end()), columns.end());
  std::int32_t slacks = 0;
  for (std::int32_t i = 0; i < lp_.rows(); ++i) {
    if (basis_.column_of_row[i] < lp_.columns()) continue;
    EXPECT_EQ(basis_.column_of_row[i], lp_.columns() + i);
    ++slacks;
  }
  EXPECT_GT(slacks, 0);
  EXPECT_LT(slacks, lp_.rows());
}

TEST_F(MatchingBasis, ScalesToUnitDiagonalAndNothingMuchLarger) {
  const SparseMatrix b = basis_matrix(transposed(lp_.matrix), basis_.column_of_row);
  std::vector<double> diagonal(basis_.row_scale.size(), 0.0);
  for (std::int32_t i = 0; i < b.rows; ++i) {
    for (auto k = b.row_offsets[i]; k < b.row_offsets[i + 1]; ++k) {
      if (b.column_indices[k] == i) diagonal[i] = b.values[k];
    }
    ASSERT_NE(diagonal[i], 0);
  }
  for (std::int32_t i = 0; i < b.rows; ++i) {
    for (auto k = b.row_offsets[i]; k < b.row_offsets[i + 1]; ++k) {
      const std::int32_t j = b.column_indices[k];
      EXPECT_LE(std::fabs(b.values[k] * basis_.row_scale[i] / (diagonal[j] * basis_.row_scale[j])), 1.25);
    }
  }
}

TEST_F(MatchingBasis, FindsItsColumnsAgain) {
  std::vector<std::int32_t> shuffled = basis_.column_of_row;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(5));
  const auto again = match_columns(a_.by_rows, shuffled, *device_);
  ASSERT_TRUE(again);
  EXPECT_EQ(sorted(again->column_of_row), sorted(basis_.column_of_row));
}

TEST_F(MatchingBasis, SolvesWithTheBasisAndItsTranspose) {
  const SparseMatrix b = basis_matrix(transposed(lp_.matrix), basis_.column_of_row);
  std::vector<Dependence> dependent;
  const auto solver = make_basis_solver(b, basis_.row_scale, dependent);
  ASSERT_NE(solver, nullptr);
  std::vector<double> expected(basis_.row_scale.size());
  for (std::size_t i = 0; i < expected.size(); ++i) expected[i] = std::sin(static_cast<double>(i));
  std::vector<double> x, y;
  ASSERT_TRUE(solver->solve(multiply(b, expected), 1e-13, x));
  ASSERT_TRUE(solver->solve_transposed(multiply_transposed(b, expected), 1e-13, y));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(x[i], expected[i], 1e-9);
    EXPECT_NEAR(y[i], expected[i], 1e-9);
  }
  EXPECT_GT(solver->work(), 0);
}

TEST(BasisSolver, NamesARowThatDependsOnOthers) {
  std::vector<Dependence> dependent;
  const SparseMatrix singular = matrix_from_triplets(2, 2, {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}});
  EXPECT_EQ(make_basis_solver(singular, {1, 1}, dependent), nullptr);
  ASSERT_EQ(dependent.size(), 1u);
  EXPECT_EQ(dependent[0].row, 1);
}

// Elimination leaves a zero on the diagonal although the matrix is regular: columns change places.
TEST(BasisSolver, SolvesWherePivotsVanish) {
  const SparseMatrix regular =
      matrix_from_triplets(3, 3, {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}, {1, 2, 1}, {2, 1, 1}, {2, 2, 1}});
  std::vector<Dependence> dependent;
  const auto solver = make_basis_solver(regular, {1, 1, 1}, dependent);
  ASSERT_NE(solver, nullptr);
  std::vector<double> x, y;
  ASSERT_TRUE(solver->solve({3, 6, 5}, 1e-12, x));
  ASSERT_TRUE(solver->solve_transposed({3, 6, 5}, 1e-12, y));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(x[i], static_cast<double>(i) + 1, 1e-12);
    EXPECT_NEAR(y[i], static_cast<double>(i) + 1, 1e-12);
  }
}

// Columns (1, 1) and (2, 2): one of the two makes way for a slack.
TEST(BasisSolver, PutsASlackInTheirPlace) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  const SparseMatrix columns = matrix_from_triplets(2, 2, {{0, 0, 1}, {0, 1, 1}, {1, 0, 2}, {1, 1, 2}});
  const DeviceMatrix a = device->sparse().upload(transposed(columns).span());
  MatchedBasis basis{{0, 1}, {1, 1}};
  const auto solver = make_repaired_solver(a.by_rows, columns, basis, *device);
  ASSERT_NE(solver, nullptr);
  EXPECT_EQ(std::count_if(basis.column_of_row.begin(), basis.column_of_row.end(), [](int j) { return j >= 2; }), 1);
  const std::vector<double> side{3, 5};
  std::vector<double> x;
  ASSERT_TRUE(solver->solve(side, 1e-12, x));
  const std::vector<double> image = multiply(basis_matrix(columns, basis.column_of_row), x);
  EXPECT_NEAR(image[0], side[0], 1e-12);
  EXPECT_NEAR(image[1], side[1], 1e-12);
}

}  // namespace
}  // namespace planwerk
