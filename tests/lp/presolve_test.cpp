#include "host/lp/presolve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lp/presolve_answers.hpp"
#include "tests/support/reference_simplex.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

TEST(Presolve, KeepsTheAnswersWorkedByHand) {
  for (const auto& small : small_lps()) {
    for (const auto depth : {PresolveDepth::light, PresolveDepth::full}) {
      SCOPED_TRACE(small.name);
      expect_right_answer(small.lp, small.status, small.value, depth);
    }
  }
}

struct Reduced {
  const char* name;
  DenseLp lp;
  std::int32_t rows, columns;  // that are left
};

// What each reduction takes out of a programme made for it. Where nothing is left, presolve has solved it.
TEST(Presolve, TakesOutWhatItShould) {
  const double inf = infinity;
  const std::vector<Reduced> cases{
      {"nothing to do", {{-3, -2}, {{{1, 2}, -inf, 4}, {{1, 1}, -inf, 3}}, {}, {}}, 2, 2},
      {"empty row", {{-3, -2}, {{{1, 2}, -inf, 4}, {{1, 1}, -inf, 3}, {{0, 0}, -1, 1}}, {}, {}}, 2, 2},
      {"empty column", {{-3, -2, 1}, {{{1, 2, 0}, -inf, 4}, {{1, 1, 0}, -inf, 3}}, {}, {}}, 2, 2},
      {"singleton row", {{-3, -2}, {{{1, 2}, -inf, 4}, {{1, 1}, -inf, 3}, {{0, 2}, -inf, 1}}, {}, {}}, 2, 2},
      {"fixed column", {{-3, -2, 1}, {{{1, 2, 1}, -inf, 4}, {{1, 1, 1}, -inf, 3}}, {0, 0, 1}, {inf, inf, 1}}, 2, 2},
      {"redundant row", {{-3, -2}, {{{1, 2}, -inf, 4}, {{1, 1}, -inf, 3}, {{1, 1}, -1, inf}}, {}, {}}, 2, 2},
      {"forcing row", {{-3, -2, -1}, {{{1, 2, 0}, -inf, 4}, {{1, 1, 0}, -inf, 3}, {{1, 0, 1}, -inf, 0}}, {}, {}}, 0, 0},
      {"duplicate rows", {{-3, -2}, {{{1, 2}, -inf, 4}, {{1, 1}, -inf, 3}, {{-2, -2}, -5, inf}}, {}, {}}, 2, 2},
      {"slack", {{-3, -2, 0}, {{{1, 2, 1}, 4, 4}, {{1, 1, 0}, -inf, 3}}, {}, {}}, 2, 2},
      {"slack with a cost stays", {{-3, -2, 1}, {{{1, 2, 1}, 4, 4}, {{1, 1, 0}, -inf, 3}}, {}, {}}, 2, 3},
      {"free column",
       {{-3, -2, 1}, {{{1, 2, 0}, -inf, 4}, {{1, 1, 0}, -inf, 3}, {{1, 1, -2}, -inf, 3}}, {0, 0, -inf}, {}},
       2,
       2},
      {"hours of what the others use",
       {{0, 0, 3}, {{{1, 2, -1}, -inf, 0}, {{1, 1, 0}, 3, inf}}, {}, {inf, inf, 9}},
       2,
       2},
      {"hours at two burdens stay",
       {{0, 0, 3, 4}, {{{1, 2, -1, -1}, -inf, 0}, {{1, 1, 0, 0}, 3, inf}}, {}, {inf, inf, 2, 9}},
       2,
       4},
      {"dominated column", {{-3, -2, 1}, {{{1, 2, 1}, -inf, 4}, {{1, 1, 1}, -inf, 3}}, {}, {}}, 2, 2},
      {"doubleton equation",
       {{-3, -2, 1}, {{{1, 2, 1}, -inf, 4}, {{1, 1, 1}, -inf, 3}, {{1, 0, -1}, 0.5, 0.5}}, {}, {}},
       2,
       2},
      {"chain of doubletons",
       {{1, 1, 1, 2},
        {{{1, 1, 1, 1}, 6, inf}, {{1, -1, 0, 0}, 0, 0}, {{0, 1, -1, 0}, 0, 0}, {{1, 0, 2, 3}, 2, inf}},
        {},
        {inf, 1, inf, 5}},
       2,
       2},
      {"chain of singletons", {{1, 1, 1}, {{{1, 0, 0}, 1, 1}, {{1, -1, 0}, 0, 0}, {{0, 1, -1}, 0, 0}}, {}, {}}, 0, 0},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto lp = from_dense(c.lp);
    const auto presolved = presolve(lp);
    EXPECT_EQ(presolved->reduced().rows(), c.rows);
    EXPECT_EQ(presolved->reduced().columns(), c.columns);
    ASSERT_EQ(presolved->rows_left().size(), static_cast<std::size_t>(c.rows));
    ASSERT_EQ(presolved->columns_left().size(), static_cast<std::size_t>(c.columns));
    EXPECT_EQ(presolved->status(), c.columns == 0 ? Status::optimal : Status::feasible);
    const auto reference = reference_solve(lp);
    ASSERT_EQ(reference.status, Status::optimal);
    expect_right_answer(lp, Status::optimal, reference.value, PresolveDepth::light);
  }
}

TEST(Presolve, KnowsWhatIsLeft) {
  // x0 and x2 are tied together; row 1 fixes x1; x3 costs and is not needed.
  const auto lp = from_dense({{1, 1, 1, 1, 1},
                              {{{1, 0, -1, 0, 0}, 0, 0},
                               {{0, 1, 0, 0, 0}, 2, 2},
                               {{1, 1, 1, 0, 2}, 9, infinity},
                               {{1, 0, 2, 0, 1}, 3, infinity}},
                              {},
                              {}});
  const auto presolved = presolve(lp);
  EXPECT_THAT(presolved->rows_left(), ::testing::ElementsAre(2, 3));
  EXPECT_THAT(presolved->columns_left(), ::testing::AnyOf(::testing::ElementsAre(0, 4), ::testing::ElementsAre(2, 4)));
  EXPECT_THAT(presolve(lp, {.enabled = false})->columns_left(), ::testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(Presolve, DoesNothingWhereItIsSwitchedOff) {
  const auto small = all_fixed();
  const auto presolved = presolve(small.lp, {.enabled = false});
  EXPECT_EQ(&presolved->reduced(), &small.lp);
  EXPECT_EQ(presolved->restore({small.primal, small.dual}).primal, small.primal);
}

}  // namespace
}  // namespace planwerk
