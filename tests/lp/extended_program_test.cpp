#include "host/lp/extended_program.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace planwerk {
namespace {

using ::testing::ElementsAre;

// min x + 2 y + 5  s.t.  x + y >= 1,  0 <= x, y <= 3
LinearProgram small_program() {
  LinearProgram lp;
  lp.matrix = matrix_from_triplets(1, 2, {{0, 0, 1}, {0, 1, 1}});
  lp.objective = {1, 2};
  lp.objective_offset = 5;
  lp.row_lower = {1};
  lp.row_upper = {infinity};
  lp.column_lower = {0, 0};
  lp.column_upper = {3, 3};
  return lp;
}

TEST(ExtendedProgram, KeepsTheBaseInItsPlace) {
  ExtendedProgram program(small_program());
  const auto row = program.add_row({{1, 4}, {0, 3}}, -infinity, 7);
  const auto column = program.add_column(9, -1, 1, {{row, 6}, {0, 2}});
  const LinearProgram lp = program.build();
  EXPECT_EQ(row, 1);
  EXPECT_EQ(column, 2);
  EXPECT_THAT(lp.matrix.row_offsets, ElementsAre(0, 3, 6));
  EXPECT_THAT(lp.matrix.column_indices, ElementsAre(0, 1, 2, 0, 1, 2));
  EXPECT_THAT(lp.matrix.values, ElementsAre(1, 1, 2, 3, 4, 6));
  EXPECT_THAT(lp.objective, ElementsAre(1, 2, 9));
  EXPECT_THAT(lp.row_upper, ElementsAre(infinity, 7));
  EXPECT_THAT(lp.column_lower, ElementsAre(0, 0, -1));
  EXPECT_EQ(lp.objective_offset, 5);
}

TEST(ExtendedProgram, ChangesCostsAndBounds) {
  ExtendedProgram program(small_program());
  program.clear_costs();
  program.set_cost(1, -1);
  program.set_row_bounds(0, 2, 2);
  program.set_column_bounds(0, 1, 1);
  const LinearProgram lp = program.build();
  EXPECT_THAT(lp.objective, ElementsAre(0, -1));
  EXPECT_EQ(lp.objective_offset, 0);
  EXPECT_THAT(lp.row_lower, ElementsAre(2));
  EXPECT_THAT(lp.column_upper, ElementsAre(1, 3));
}

TEST(ExtendedProgram, CarriesPointsOver) {
  ExtendedProgram program(small_program());
  program.add_row({{0, 1}}, 0, infinity);
  program.add_column(0, 2, 4);
  const PrimalDual point = program.extended({{1, 0}, {1}});
  EXPECT_THAT(point.primal, ElementsAre(1, 0, 2));
  EXPECT_THAT(point.dual, ElementsAre(1, 0));
}

TEST(ExtendedProgram, AgreesWithAMatrixCollectedAtOnce) {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> coefficient(-2, 2);
  std::vector<Triplet> all;
  LinearProgram base;
  for (std::int32_t i = 0; i < 4; ++i) {
    for (std::int32_t j = 0; j < 5; ++j) all.push_back({i, j, static_cast<double>(coefficient(random))});
  }
  base.matrix = matrix_from_triplets(4, 5, all);
  base.objective.resize(5);
  base.column_lower.resize(5);
  base.column_upper.resize(5);
  base.row_lower.resize(4);
  base.row_upper.resize(4);
  ExtendedProgram program(base);
  for (int added = 0; added < 6; ++added) {
    std::vector<Term> terms;
    const bool row = added % 2 == 0;
    const std::int32_t new_row = program.rows(), new_column = program.columns();
    for (std::int32_t k = (row ? program.columns() : program.rows()) - 1; k >= 0; --k) {
      terms.push_back({k, static_cast<double>(coefficient(random))});
      all.push_back(row ? Triplet{new_row, k, terms.back().coefficient}
                        : Triplet{k, new_column, terms.back().coefficient});
    }
    if (row) {
      program.add_row(terms, 0, 1);
    } else {
      program.add_column(0, 0, 1, terms);
    }
  }
  const SparseMatrix expected = matrix_from_triplets(program.rows(), program.columns(), all);
  const SparseMatrix is = program.build().matrix;
  EXPECT_EQ(is.row_offsets, expected.row_offsets);
  EXPECT_EQ(is.column_indices, expected.column_indices);
  EXPECT_EQ(is.values, expected.values);
}

}  // namespace
}  // namespace planwerk
