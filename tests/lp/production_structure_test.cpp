#include "host/lp/production_structure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

using ::testing::ElementsAre;

TEST(ProductionStructure, TurnsRoundTheRowsThatAreBoundedOnlyAbove) {
  EXPECT_THAT(detect_structure(bakery_lp_with_too_large_an_order().lp).row_orientation, ElementsAre(-1, -1, 1));
  EXPECT_THAT(detect_structure(ranges().lp).row_orientation, ElementsAre(1, 1));
  EXPECT_THAT(detect_structure(cheapest_first().lp).row_orientation, ElementsAre(1));
  EXPECT_THAT(detect_structure(from_dense({{1}, {{{1}}}, {}, {}})).row_orientation, ElementsAre(1));
}

}  // namespace
}  // namespace planwerk
