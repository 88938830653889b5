#include "host/lp/mps_writer.hpp"

#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lp/read_without_errors.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

using ::testing::ElementsAre;

std::string written(const LinearProgram& lp) {
  std::ostringstream text;
  write_mps(lp, text);
  return text.str();
}

void expect_same(const LinearProgram& a, const LinearProgram& b) {
  EXPECT_EQ(a.objective, b.objective);
  EXPECT_EQ(a.objective_offset, b.objective_offset);
  EXPECT_EQ(a.maximize, b.maximize);
  EXPECT_EQ(a.row_lower, b.row_lower);
  EXPECT_EQ(a.row_upper, b.row_upper);
  EXPECT_EQ(a.column_lower, b.column_lower);
  EXPECT_EQ(a.column_upper, b.column_upper);
  EXPECT_EQ(a.matrix.row_offsets, b.matrix.row_offsets);
  EXPECT_EQ(a.matrix.column_indices, b.matrix.column_indices);
  EXPECT_EQ(a.matrix.values, b.matrix.values);
}

TEST(MpsWriter, SmallProgrammesComeBackTheSame) {
  for (const auto& small : small_lps()) {
    SCOPED_TRACE(small.name);
    expect_same(read_without_errors(written(small.lp)), small.lp);
  }
  const auto bread = read_without_errors(written(bakery_lp().lp));
  EXPECT_EQ(bread.row_names, bakery_lp().lp.row_names);
  EXPECT_EQ(bread.column_names, bakery_lp().lp.column_names);
}

// What no MPS file can say: sides of opposite signs whose distance is no double that gives both back.
void expect_sides_to_the_last_place(LinearProgram& read, const LinearProgram& lp) {
  int inexact = 0;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (read.row_lower[i] == lp.row_lower[i] && read.row_upper[i] == lp.row_upper[i]) continue;
    EXPECT_LT(lp.row_lower[i], 0);
    EXPECT_GT(lp.row_upper[i], 0);
    EXPECT_DOUBLE_EQ(read.row_lower[i], lp.row_lower[i]);
    EXPECT_DOUBLE_EQ(read.row_upper[i], lp.row_upper[i]);
    read.row_lower[i] = lp.row_lower[i];
    read.row_upper[i] = lp.row_upper[i];
    ++inexact;
  }
  EXPECT_LE(inexact, 3);
}

TEST(MpsWriter, RandomProgrammesWithUnroundNumbersComeBackTheSame) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    auto lp = random_lp(seed);
    const double third = 1.0 / 3;
    for (auto& value : lp.matrix.values) value *= third;
    for (auto& value : lp.objective) value *= third;
    for (auto* bounds : {&lp.row_lower, &lp.row_upper, &lp.column_lower, &lp.column_upper}) {
      for (auto& value : *bounds) value *= third;
    }
    lp.maximize = seed % 2 == 0;
    auto again = read_without_errors(written(lp));
    expect_sides_to_the_last_place(again, lp);
    expect_same(again, lp);
  }
}

TEST(MpsWriter, KeepsFreeRowsAndEmptyColumns) {
  const auto lp = from_dense({{0, 1}, {{{0, 1}}, {{0, 0}, 0, 0}}, {}, {}});
  expect_same(read_without_errors(written(lp)), lp);
}

TEST(MpsWriter, EncodesBlanksAndAvoidsTheObjectivesName) {
  auto lp = from_dense({{1}, {{{1}, 0, infinity}, {{1}, 1, infinity}}, {}, {}});
  lp.row_names = {"OBJ", "two words"};
  lp.column_names = {"tab\there"};
  const auto again = read_without_errors(written(lp));
  EXPECT_THAT(again.row_names, ElementsAre("OBJ", "two%20words"));
  EXPECT_THAT(again.column_names, ElementsAre("tab%09here"));
  EXPECT_EQ(again.objective_name, "OBJ_");
  expect_same(again, lp);
}

}  // namespace
}  // namespace planwerk
