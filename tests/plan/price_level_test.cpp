#include "host/plan/tiers/price_level.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/plan/tiers/held_coverage.hpp"
#include "host/plan/tiers/joint_goal.hpp"
#include "host/solver/solve.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

// An economy by coverage, then burden, as one programme.
struct Joint {
  explicit Joint(Economy given) : economy(with_tiers(std::move(given))) {
    goal.costs = &joint.costs();
    goal.open.clear();
  }

  static Economy with_tiers(Economy economy) {
    Tier most, least;
    most.id = "most";
    most.aim = Aim::coverage;
    least.id = "least";
    least.aim = Aim::burden;
    economy.objective.tiers = {most, least};
    return economy;
  }

  PrimalDual optimum() const {
    const auto device = open_device(DeviceChoice::cpu, 1);
    SolveSettings settings;
    settings.tolerance = 1e-9;
    const Solution solution = solve(program.lp(), settings, *device);
    EXPECT_EQ(solution.status, Status::optimal);
    return solution.point;
  }

  const Economy economy;
  const certificate::EconomyBound bound{economy};
  const certificate::TierWalk walk{economy, bound.recipes()};
  const TierStack stack = stack_of(economy, walk);
  const JointGoal joint{economy, walk, bound};
  certificate::TierGoal goal = walk.goal();
  const PlanProgram program{economy, walk.goal(), stack, joint.costs(), joint.level_weight()};
};

// 24 hours at a burden of 1 cover all: prices that are 30 times too high say nothing new but for their level.
TEST(PriceLevel, IsFoundWhereAllIsCovered) {
  const Joint sum(steel_and_machines());
  PrimalDual point = sum.optimum();
  const std::vector<double> right = point.dual;
  for (double& y : point.dual) y *= 30;
  const auto levelled = at_best_price_level(sum.program, sum.goal, sum.joint, point, 1e-6);
  ASSERT_TRUE(levelled);
  EXPECT_LT(levelled->gap, 1e-6);
  EXPECT_GT(levelled->gap, -1e-9);
  const auto& production = sum.program.production();
  const Index hours = production.labour_rows[0];
  EXPECT_NEAR(levelled->point.dual[hours] / right[hours], 1, 1e-6);
}

// Small needs that norms do not notice are still uncovered at the point; at these prices they are not.
TEST(PriceLevel, CoversWhatItsPricesWant) {
  const Joint sum(steel_and_machines());
  PrimalDual point = sum.optimum();
  const auto first = static_cast<std::size_t>(sum.program.production().coverage_columns[0]);
  const double full = point.primal[first];
  ASSERT_GT(full, 0);
  point.primal[first] *= 0.995;
  const auto levelled = at_best_price_level(sum.program, sum.goal, sum.joint, point, 1e-6);
  ASSERT_TRUE(levelled);
  EXPECT_EQ(levelled->point.primal[first], full);
  EXPECT_GT(levelled->gap, 1e-3);  // of the decisions as they are given
}

TEST(PriceLevel, IsNotLookedForWhereMuchStaysUncovered) {
  const Joint sum(bakery());
  EXPECT_FALSE(at_best_price_level(sum.program, sum.goal, sum.joint, sum.optimum(), 1e-6));
}

// From prices that are a tenth too high.
TEST(HeldCoverage, LeavesTheOptimumOfTheSumWhereAllIsCovered) {
  const Joint sum(steel_and_machines());
  const PrimalDual optimum = sum.optimum();
  PrimalDual start = optimum;
  for (double& y : start.dual) y *= 1.1;
  const auto device = open_device(DeviceChoice::cpu, 1);
  const auto found = optimum_at_coverage_of(sum.program, start, 1000, {}, *device);
  ASSERT_TRUE(found);
  const LpCertificate certificate = certify(sum.program.lp(), found->primal, found->dual);
  EXPECT_LE(certificate.kkt(), 1e-12);
  EXPECT_NEAR(certificate.primal_objective, certify(sum.program.lp(), optimum.primal, optimum.dual).primal_objective,
              1e-9 * std::fabs(certificate.primal_objective));
}

TEST(HeldCoverage, IsNothingWhereItCannotBeHad) {
  const Joint sum(bakery());
  PrimalDual start = sum.optimum();
  const auto& production = sum.program.production();
  for (std::size_t j = 0; j < production.column_origins.size(); ++j) {
    if (production.column_origins[j].kind == ColumnKind::coverage) start.primal[j] = sum.program.lp().column_upper[j];
  }
  const auto device = open_device(DeviceChoice::cpu, 1);
  EXPECT_FALSE(optimum_at_coverage_of(sum.program, start, 1000, {}, *device));
}

}  // namespace
}  // namespace planwerk
