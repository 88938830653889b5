// What only full presolve takes out: programmes made for one reduction each, with optima worked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/lp/presolve.hpp"
#include "tests/lp/presolve_answers.hpp"
#include "tests/support/reference_simplex.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

std::unique_ptr<Presolved> presolve_fully(const LinearProgram& lp) {
  return presolve(lp, {.depth = PresolveDepth::full});
}

struct Case {
  const char* name;
  DenseLp lp;
  std::int32_t light_rows, light_columns;
  std::int32_t full_rows, full_columns;
  std::vector<double> primal, dual;  // an optimum; the only one unless stated
};

// Two rows and two columns that none of the reductions can touch:  min 3 x + 2 y  s.t.  x + 2 y >= 4,  2 x + y >= 5,
// x, y <= 9. Optimum (2, 1), prices (1/3, 4/3).
std::vector<Case> cases() {
  return {
      {"duplicate columns of one cost",
       // z does twice what y does and costs twice as much; of the optimal splits, that with the smallest z comes back.
       {{3, 2, 4}, {{{1, 2, 4}, 4, infinity}, {{2, 1, 2}, 5, infinity}}, {0, 0, 0.25}, {9, 9, 9}},
       2,
       3,
       2,
       2,
       {2, 0.5, 0.25},
       {1.0 / 3, 4.0 / 3}},
      {"the dearer of two duplicate columns",
       {{3, 2, 5}, {{{1, 2, 4}, 4, infinity}, {{2, 1, 2}, 5, infinity}}, {}, {9, infinity, 9}},
       2,
       3,
       2,
       2,
       {2, 1, 0},
       {1.0 / 3, 4.0 / 3}},
      {"the cheaper of two duplicate columns",
       // z takes back what y supplies and refunds 3/2 of its cost 2; y itself may be given back without limit.
       {{3, 2, -1.5}, {{{1, 2, -2}, 4, infinity}, {{2, 1, -1}, 5, infinity}}, {0, -infinity, 0}, {9, 9, 1}},
       2,
       3,
       2,
       2,
       {2, 1, 0},
       {1.0 / 3, 4.0 / 3}},
      {"no price pays for the column",
       // x and y can be had without limit, so that x + 2 y >= 4 is worth at most 1 and 2 x + y >= 5 at most 3/2 a unit;
       // z = (1, 1) costs 3.
       {{3, 2, 3}, {{{1, 2, 1}, 4, infinity}, {{2, 1, 1}, 5, infinity}}, {}, {infinity, infinity, 9}},
       2,
       3,
       2,
       2,
       {2, 1, 0},
       {1.0 / 3, 4.0 / 3}},
      {"product with one producer",
       // Row 2: a recipe z makes what x and y use, at a cost of 1: as if they cost 3 and 2.
       {{2, 1, 1},
        {{{1, 2, 0}, 4, infinity}, {{2, 1, 0}, 5, infinity}, {{-1, -1, 1}, 0, infinity}},
        {},
        {9, 9, infinity}},
       2,
       2,
       2,
       2,
       {2, 1, 3},
       {1.0 / 3, 4.0 / 3, 1}},
      {"product with one producer, which uses another product",
       // z makes what x and y use, from w at 1/2, of which it needs 2 a unit. w has a cheap limited source v.
       {{2, 1, 0, 0.5, 0.25},
        {{{1, 2, 0, 0, 0}, 4, infinity},
         {{2, 1, 0, 0, 0}, 5, infinity},
         {{-1, -1, 1, 0, 0}, 0, infinity},
         {{0, 0, -2, 1, 1}, 0, infinity}},
        {},
        {9, 9, infinity, infinity, 1}},
       4,
       5,
       3,
       4,
       {2, 1, 3, 5, 1},
       {1.0 / 3, 4.0 / 3, 1, 0.5}},
      {"free column in an equation",
       {{1, 0, 1},
        {{{1, 2, 0}, 4, infinity}, {{0, -1, 1}, 5, infinity}, {{2, 2, -1}, 0, 0}},
        {0, 0, -infinity},
        {9, 9, infinity}},
       3,
       3,
       2,
       2,
       {2, 1, 6},
       {1.0 / 3, 4.0 / 3, 1.0 / 3}},
  };
}

TEST(FullPresolve, TakesOutWhatItShouldAndFindsTheWayBack) {
  for (const auto& c : cases()) {
    SCOPED_TRACE(c.name);
    const auto lp = from_dense(c.lp);
    const auto light = presolve(lp);
    EXPECT_EQ(light->reduced().rows(), c.light_rows);
    EXPECT_EQ(light->reduced().columns(), c.light_columns);
    const auto full = presolve_fully(lp);
    EXPECT_EQ(full->reduced().rows(), c.full_rows);
    EXPECT_EQ(full->reduced().columns(), c.full_columns);
    const auto reduced = reference_solve(full->reduced());
    ASSERT_EQ(reduced.status, Status::optimal);
    const auto restored = full->restore(reduced.point);
    EXPECT_THAT(restored.primal, ::testing::Pointwise(::testing::DoubleNear(1e-12), c.primal));
    EXPECT_THAT(restored.dual, ::testing::Pointwise(::testing::DoubleNear(1e-12), c.dual));
    EXPECT_LT(certify(lp, c.primal, c.dual).kkt_inf(), 1e-12);
  }
}

// x >= 0 follows from  x >= 2 y  and y >= 0, and y >= 0 from  y >= x  and x >= 0; from both rows alone neither follows.
// p is worth 3 and needs  q = p + x  and  s = p + y.
TEST(FullPresolve, DoesNotTakeTwoBoundsThatImplyEachOther) {
  const auto lp = from_dense({{0, 0, -3, 1, 1},
                              {{{1, -2, 0, 0, 0}, 0, infinity},
                               {{-1, 1, 0, 0, 0}, 0, infinity},
                               {{1, 0, 1, -1, 0}, 0, 0},
                               {{0, 1, 1, 0, -1}, 0, 0},
                               {{0, 0, 0, 1, 1}, -infinity, 17}},
                              {},
                              {infinity, infinity, 5, 9, 9}});
  const auto presolved = presolve_fully(lp);
  EXPECT_LT(presolved->reduced().rows(), lp.rows());
  expect_right_answer(lp, Status::optimal, -5, PresolveDepth::full);
}

// The use of a machine that runs at most 6 hours keeps x and y below 9 anyway.
TEST(FullPresolve, DropsBoundsThatRowsImply) {
  const auto lp =
      from_dense({{3, 2}, {{{1, 2}, 4, infinity}, {{2, 1}, 5, infinity}, {{1, 1.5}, -infinity, 6}}, {}, {9, 9}});
  const auto presolved = presolve_fully(lp);
  EXPECT_THAT(presolved->reduced().column_upper, ::testing::ElementsAre(infinity, infinity));
  expect_right_answer(lp, Status::optimal, 8, PresolveDepth::full);
}

}  // namespace
}  // namespace planwerk
