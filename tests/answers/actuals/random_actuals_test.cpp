#include <algorithm>
#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "tests/answers/actuals/small_actuals.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"

namespace planwerk {
namespace {

using testing::IsEmpty;

// What a plan delivers to the needs of a rest, by people and steps, nothing counted beyond what was promised (per need,
// in its unit).
double worth_of_coverage(const Economy& rest, const Plan& plan, const std::vector<double>& promised) {
  double worth = 0;
  for (std::size_t n = 0; n < rest.needs.size(); ++n) {
    const Need& need = rest.needs[n];
    double left = std::min(plan.needs[n].delivered, promised[n]);
    for (const CoverageStep& step : rest.ladder_of(need)) {
      const double filled = std::clamp(left, 0.0, step.width * rest.asked(need));
      worth += step.value * need.weight * filled / need.amount_per_head;
      left -= filled;
    }
  }
  return worth;
}

// The rest with ladders cut off at what was promised: what is beyond is worth nothing, and hours cost next to nothing.
Economy promised_only(Economy rest, const std::vector<double>& promised) {
  rest.objective.hours_per_coverage = 1e4;
  for (std::size_t n = 0; n < rest.needs.size(); ++n) {
    double left = promised[n] / rest.asked(rest.needs[n]), beyond = 0;
    std::vector<CoverageStep> steps;
    for (const CoverageStep& step : rest.ladder_of(rest.needs[n])) {
      const double width = std::clamp(left, 0.0, step.width);
      left -= width;
      beyond += step.width - width;
      if (width > 0) steps.push_back({width, step.value});
    }
    if (beyond > 0) steps.push_back({beyond, 0});
    const auto begin = static_cast<std::int64_t>(rest.steps.size());
    rest.steps.insert(rest.steps.end(), steps.begin(), steps.end());
    rest.needs[n].steps = {begin, static_cast<std::int64_t>(rest.steps.size())};
  }
  return rest;
}

class RandomActuals : public testing::TestWithParam<std::uint64_t> {};

// Recipes, norms, deliveries and stocks all over the place: causes add up, the rest is a job, its plan can be carried
// out, and no plan of the rest, made anew without regard to the old one, covers what was promised better.
TEST_P(RandomActuals, AddUpAndCanBeCorrected) {
  const Economy economy = random_economy({.products = 40, .two_alternatives = 0.3}, GetParam());
  const Plan plan = plan_of(economy, 1e-9);
  ASSERT_EQ(plan.status, Status::optimal) << plan.reason;
  std::mt19937_64 random(GetParam());
  const auto factor = [&] { return 0.8 + 0.4 * std::generate_canonical<double, 53>(random); };
  Actuals actuals = as_planned(economy, plan, 0.5);
  for (RecipeActual& recipe : actuals.recipes) {
    recipe.activity *= factor();
    for (const Flow& flow : economy.flows_of(economy.recipes[recipe.recipe].outputs)) {
      recipe.made.push_back({flow.index, flow.amount * recipe.activity * factor()});
    }
  }
  for (NeedActual& need : actuals.needs) {
    for (double& amount : need.deliveries) amount *= 0.9 * factor();
  }
  for (std::size_t p = 0; p < economy.products.size(); p += 3) {
    actuals.products.push_back({static_cast<Index>(p), {}, {}, 0.01 * plan.products[p].made});
  }
  const Account account = account_of(economy, plan, actuals);
  for (const ProductAccount& product : account.products) {
    const double scale = std::max(product.planned.made, product.real.made);
    EXPECT_NEAR(sum(product.causes), product.deviation(), 1e-9 * std::max(1.0, scale));
  }
  const Correction correction = correct(economy, plan, actuals);
  expect_true(correction);
  std::vector<double> promised;
  for (const Index n : correction.rest.needs) {
    double open = plan.needs[n].delivered;
    const auto ways = economy.alternatives_of(economy.needs[n]);
    for (std::size_t a = 0; a < ways.size(); ++a) open -= ways[a].rate * actuals.needs[n].deliveries[a];
    promised.push_back(std::max(0.0, open));
  }
  const Plan anew = plan_of(promised_only(correction.rest.economy, promised), 1e-6);
  const double best = worth_of_coverage(correction.rest.economy, anew, promised);
  EXPECT_NEAR(worth_of_coverage(correction.rest.economy, correction.plan, promised), best, 1e-5 * best);
  // Its valuations tell how much better a plan of the rest could be that need not keep to the old one.
  const double free = plan_of(correction.rest.economy, 1e-9).certificate.objective;
  EXPECT_NEAR(correction.plan.certificate.safe_bound, free, 1e-6 * std::fabs(free));
}

TEST_P(RandomActuals, AsPlannedNeedNoCorrection) {
  const Economy economy = random_economy({.products = 40, .two_alternatives = 0.3}, GetParam());
  const Plan plan = plan_of(economy, 1e-9);
  const Correction correction = correct(economy, plan, as_planned(economy, plan, 0.3));
  expect_true(correction);
  EXPECT_THAT(correction.activities, IsEmpty());
  EXPECT_THAT(correction.coverages, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomActuals, testing::Range<std::uint64_t>(1, 7));

}  // namespace
}  // namespace planwerk
