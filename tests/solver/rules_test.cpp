#include <cmath>

#include <gtest/gtest.h>

#include "host/solver/primal_weight.hpp"
#include "host/solver/restart.hpp"

namespace planwerk {
namespace {

TEST(PrimalWeight, TendsToTheRatioOfDualToPrimalDistance) {
  PrimalWeight weight;
  for (int restart = 0; restart < 40; ++restart) weight.update(2, 50, 1, 1);
  EXPECT_NEAR(weight.value(), 25, 0.5);
}

TEST(PrimalWeight, LeansTowardsTheLargerResidual) {
  PrimalWeight even, dual_behind, primal_behind;
  even.update(1, 1, 1e-3, 1e-3);
  dual_behind.update(1, 1, 1e-3, 1e-1);
  primal_behind.update(1, 1, 1e-1, 1e-3);
  EXPECT_LT(dual_behind.value(), even.value());
  EXPECT_GT(primal_behind.value(), even.value());
}

TEST(PrimalWeight, FollowsDistancesWhereAResidualIsNothing) {
  PrimalWeight weight;
  for (int restart = 0; restart < 40; ++restart) weight.update(1, 8, 1e-3, 0);
  EXPECT_NEAR(weight.value(), 8, 0.2);
}

TEST(PrimalWeight, GoesBackToItsBestWhereNothingMoves) {
  PrimalWeight weight(3);
  weight.update(0, 1, 0, 0);
  EXPECT_EQ(weight.value(), 3);
}

TEST(PrimalWeight, CarriesOverToNewUnits) {
  PrimalWeight weight(3);
  weight.change_units(2, 10);
  EXPECT_DOUBLE_EQ(weight.value(), 15);
  weight.change_units(0, 1);  // a point at zero knows no units
  EXPECT_DOUBLE_EQ(weight.value(), 15);
}

TEST(RestartRule, RestartsAtASufficientDecrease) {
  RestartRule rule;
  rule.begin(1);
  EXPECT_FALSE(rule.due(0.3, 10, 1000));
  EXPECT_TRUE(rule.due(0.19, 20, 1000));
}

TEST(RestartRule, RestartsWhenAGoodErrorRises) {
  RestartRule rule;
  rule.begin(1);
  EXPECT_FALSE(rule.due(0.4, 10, 1000));
  EXPECT_TRUE(rule.due(0.45, 20, 1000));
}

TEST(RestartRule, WaitsWhileABadErrorRises) {
  RestartRule rule;
  rule.begin(1);
  EXPECT_FALSE(rule.due(0.7, 10, 1000));
  EXPECT_FALSE(rule.due(0.8, 20, 1000));
}

TEST(RestartRule, RestartsAfterALongRun) {
  RestartRule rule;
  rule.begin(1);
  EXPECT_FALSE(rule.due(0.9, 199, 1000));
  EXPECT_TRUE(rule.due(0.9, 200, 1000));
}

}  // namespace
}  // namespace planwerk
