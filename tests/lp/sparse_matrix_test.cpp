#include "host/lp/sparse_matrix.hpp"

#include <random>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace planwerk {
namespace {

using ::testing::ElementsAre;

TEST(SparseMatrix, SortsAddsUpAndDropsWhatCancels) {
  const auto matrix = matrix_from_triplets(3, 4, {{2, 3, 1}, {0, 2, 5}, {0, 1, 2}, {2, 3, 4}, {2, 0, 7}, {0, 2, -5}});
  EXPECT_THAT(matrix.row_offsets, ElementsAre(0, 1, 1, 3));
  EXPECT_THAT(matrix.column_indices, ElementsAre(1, 0, 3));
  EXPECT_THAT(matrix.values, ElementsAre(2, 7, 5));
}

TEST(SparseMatrix, MayBeEmpty) {
  const auto matrix = matrix_from_triplets(0, 3, {});
  EXPECT_EQ(matrix.nonzeros(), 0);
  EXPECT_THAT(transposed(matrix).row_offsets, ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(multiply_transposed(matrix, {}), ElementsAre(0, 0, 0));
}

TEST(SparseMatrix, RejectsEntriesOutside) {
  EXPECT_THROW(matrix_from_triplets(2, 2, {{2, 0, 1}}), std::invalid_argument);
  EXPECT_THROW(matrix_from_triplets(2, 2, {{0, -1, 1}}), std::invalid_argument);
}

TEST(SparseMatrix, ProductsAgreeWithDenseLoops) {
  std::mt19937_64 random(7);
  for (const std::int32_t rows : {1, 5, 33}) {
    const std::int32_t columns = 2 * rows - 1;
    std::vector<std::vector<double>> dense(rows, std::vector<double>(columns, 0.0));
    std::vector<Triplet> entries;
    for (int k = 0; k < 6 * rows; ++k) {
      const auto i = static_cast<std::int32_t>(random() % rows), j = static_cast<std::int32_t>(random() % columns);
      const double value = static_cast<double>(random() % 9) - 4;
      dense[i][j] += value;
      entries.push_back({i, j, value});
    }
    const auto matrix = matrix_from_triplets(rows, columns, entries);
    std::vector<double> x(columns), y(rows), ax(rows, 0.0), aty(columns, 0.0);
    for (auto& v : x) v = static_cast<double>(random() % 7);
    for (auto& v : y) v = static_cast<double>(random() % 7);
    for (std::int32_t i = 0; i < rows; ++i) {
      for (std::int32_t j = 0; j < columns; ++j) {
        ax[i] += dense[i][j] * x[j];
        aty[j] += dense[i][j] * y[i];
      }
    }
    EXPECT_EQ(multiply(matrix, x), ax);
    EXPECT_EQ(multiply_transposed(matrix, y), aty);
    EXPECT_EQ(multiply(transposed(matrix), y), aty);
  }
}

}  // namespace
}  // namespace planwerk
