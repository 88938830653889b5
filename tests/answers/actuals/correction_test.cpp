#include "host/answers/actuals/correction.hpp"

#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "host/answers/actuals/correction_text.hpp"
#include "host/model/validate.hpp"
#include "host/plan/verify.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Correction correct(const Economy& economy, const Plan& plan, const Actuals& actuals) {
  static const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
  SolveSettings settings;
  settings.time_limit_s = 60;
  return correct(economy, plan, actuals, settings, *device);
}

// The rest is a job without faults, and its plan is what it says of itself.
void expect_true(const Correction& correction) {
  const Problems faults = validate(correction.rest.economy);
  EXPECT_EQ(faults.error_count(), 0u) << (faults.kept().empty() ? "" : to_string(faults.kept()[0]));
  EXPECT_EQ(correction.plan.status, Status::feasible) << correction.plan.reason;
  const Problems lies = verify(correction.rest.economy, correction.plan);
  EXPECT_EQ(lies.error_count(), 0u) << (lies.kept().empty() ? "" : to_string(lies.kept()[0]));
}

Actuals after(double elapsed) {
  Actuals actuals;
  actuals.elapsed = elapsed;
  return actuals;
}

double sum(const std::vector<Cause>& causes) {
  double sum = 0;
  for (const Cause& cause : causes) sum += cause.amount;
  return sum;
}

// Everything as the plan says, said explicitly.
Actuals as_planned(const Economy& economy, const Plan& plan, double elapsed) {
  Actuals actuals = after(elapsed);
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    actuals.recipes.push_back({static_cast<Index>(r), elapsed * plan.activity[r], {}, {}});
  }
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    actuals.needs.push_back({static_cast<Index>(n), plan.needs[n].deliveries});
    for (double& amount : actuals.needs.back().deliveries) amount *= elapsed;
  }
  return actuals;
}

// A dairy of 10 people: milk (a cow's share takes 1 h) becomes cheese (10 milk, 2 h) by a press of 100 h a year, 1 h a
// cheese; 100 cheeses asked for, 300 milk. 100 h of the press make 100 cheeses of 1,000 milk; in all 1,300 h for milk,
// 200 h for cheese.
Economy dairy() {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 10000;
  const Index milk = build.product("milk"), cheese = build.product("cheese");
  const Index work = build.labour_kind("work"), press = build.capacity("press", 100);
  build.recipe("keep cows", {}, {{milk, 1}}, {{work, 1}});
  build.recipe("press", {{milk, 10}}, {{cheese, 1}}, {{work, 2}}, {{press, 1}});
  build.offer("all", work, {{2000, 1}});
  const Index town = build.cohort("town", 10);
  build.need("milk", town, 30, {{milk, 1}});
  build.need("cheese", town, 10, {{cheese, 1}});
  return build.economy;
}

TEST(Account, ThatNothingIsListedMeansThatAllWentAsPlanned) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  const Account account = account_of(economy, plan, after(0.5));
  for (const ProductAccount& product : account.products) EXPECT_THAT(product.causes, IsEmpty());
  for (const LabourAccount& labour : account.labour_kinds) EXPECT_THAT(labour.causes, IsEmpty());
  EXPECT_NEAR(account.products[0].real.made, 650, 1e-6);
  EXPECT_NEAR(account.offer_hours[0], 750, 1e-6);
  EXPECT_THAT(to_text(economy, plan, account), HasSubstr("Everything went as planned."));
}

// Half a year; the press ran 20 times instead of 50, and used 220 milk instead of 200; the town got 20 cheeses; 250
// milk are there. By the books 500 + 150 - 220 - 150 = 280 more than nothing: cows gave 650.
TEST(Account, DeviationsAddUpFromTheirCauses) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({1, 20, {}, {{0, 220}}});
  actuals.needs.push_back({1, {20}});
  actuals.products.push_back({0, {}, {}, 250});
  actuals.offers.push_back({0, 700});
  const Account account = account_of(economy, plan, actuals);
  const ProductAccount& milk = account.products[0];
  ASSERT_EQ(milk.causes.size(), 3u);
  EXPECT_EQ(milk.causes[0].kind, CauseKind::activity);
  EXPECT_NEAR(milk.causes[0].amount, 300, 1e-5) << "30 times less, 10 milk each";
  EXPECT_EQ(milk.causes[1].kind, CauseKind::stock);
  EXPECT_NEAR(milk.causes[1].amount, 250 - 280, 1e-5);
  EXPECT_EQ(milk.causes[2].kind, CauseKind::norm);
  EXPECT_NEAR(milk.causes[2].amount, -20, 1e-5);
  EXPECT_NEAR(milk.deviation(), 250, 1e-5);
  const ProductAccount& cheese = account.products[1];
  EXPECT_NEAR(sum(cheese.causes), 0, 1e-5) << "30 fewer made, 30 fewer delivered";
  EXPECT_EQ(cheese.causes.size(), 2u);
  EXPECT_NEAR(cheese.real.made, 20, 1e-5);
  EXPECT_NEAR(cheese.real.delivered, 20, 1e-5);
  const LabourAccount& work = account.labour_kinds[0];
  EXPECT_NEAR(work.planned_hours, 750, 1e-5);
  EXPECT_NEAR(work.hours, 700, 1e-5);
  ASSERT_EQ(work.causes.size(), 2u);
  EXPECT_NEAR(work.causes[0].amount, -60, 1e-5) << "30 times less, 2 h each";
  EXPECT_NEAR(work.causes[1].amount, 10, 1e-5) << "hours beyond what recipes ask for";
  EXPECT_THAT(to_text(economy, plan, account), HasSubstr("press ran 20.0 times instead of 50.0 times"));
}

// Totals of a product stand for themselves.
TEST(Account, TotalsWithoutRecipes) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.products.push_back({0, 600, 510, {}});
  const ProductAccount milk = account_of(economy, plan, actuals).products[0];
  EXPECT_NEAR(milk.deviation(), -50 - 10, 1e-5);
  EXPECT_NEAR(sum(milk.causes), -60, 1e-5);
  EXPECT_EQ(milk.real.made, 600);
  EXPECT_EQ(milk.real.used, 510);
}

TEST(Correct, NothingToCorrect) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  const Correction correction = correct(economy, plan, as_planned(economy, plan, 0.25));
  expect_true(correction);
  EXPECT_THAT(correction.activities, IsEmpty());
  EXPECT_THAT(correction.coverages, IsEmpty());
  for (std::size_t r = 0; r < plan.activity.size(); ++r) {
    EXPECT_NEAR(correction.plan.activity[r], 0.75 * plan.activity[r], 1e-6 * plan.activity[r]);
  }
}

// The press stood still for half of the first half: 25 cheeses. 50 h of it are left, and 50 cheeses more: 75 % covered
// instead of all, milk as planned; 250 milk that it did not use are there, so that cows are kept for 250 less.
TEST(Correct, AMachineThatRanHalf) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({1, 25, {}, {}});
  actuals.needs.push_back({1, {25}});
  const Correction correction = correct(economy, plan, actuals);
  expect_true(correction);
  ASSERT_EQ(correction.coverages.size(), 1u);
  EXPECT_EQ(correction.coverages[0].need, 1);
  EXPECT_EQ(correction.coverages[0].people, 10);
  EXPECT_NEAR(correction.coverages[0].now, 0.75, 1e-6);
  EXPECT_NEAR(correction.coverages[0].planned, 1, 1e-6);
  EXPECT_NEAR(correction.plan.activity[1], 50, 1e-5);
  EXPECT_THAT(correction.activities, IsEmpty()) << "milk that is left over does no harm: cows go on as planned";
  EXPECT_THAT(to_text(economy, correction), HasSubstr("cheese: 75.0 % covered instead of 100.0 % (10 people)"));
}

// The cows gave 100 less, which the town went without: as hours are left, cows are kept for 100 more, and nobody goes
// short.
TEST(Correct, MakesUpForWhatCanBeMadeUp) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({0, 550, {}, {}});
  actuals.needs.push_back({0, {50}});
  const Correction correction = correct(economy, plan, actuals);
  expect_true(correction);
  EXPECT_THAT(correction.coverages, IsEmpty());
  ASSERT_EQ(correction.activities.size(), 1u);
  EXPECT_EQ(correction.activities[0].recipe, 0);
  EXPECT_NEAR(correction.activities[0].planned, 650, 1e-5);
  EXPECT_NEAR(correction.activities[0].now, 750, 1e-5);
}

// Two needs of equal steps: the one with more people keeps its coverage where not both can be kept.
TEST(Correct, LosesAsLittleAsPossibleByPeopleAndSteps) {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 1000;
  const Index soup = build.product("soup"), cook = build.labour_kind("cook");
  build.recipe("cook", {}, {{soup, 1}}, {{cook, 1}});
  build.offer("cooks", cook, {{100, 1}});
  build.need("clinic", build.cohort("patients", 10), 4, {{soup, 1}}, {{0.5, 4}, {0.5, 1}});
  build.need("school", build.cohort("pupils", 30), 2, {{soup, 1}}, {{0.5, 4}, {0.5, 1}});
  const Plan plan = plan_of(build.economy, 1e-9);  // 100 soups, all covered
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({0, 30, {}, {}});
  actuals.needs.push_back({0, {12}});
  actuals.needs.push_back({1, {18}});
  const Correction correction = correct(build.economy, plan, actuals);
  expect_true(correction);
  // 50 soups are left to cook; 28 and 42 are open. First halves go first: 8 and 12; then the school's second half, 2 a
  // head, is worth 1/2 a soup, the clinic's 1/4.
  EXPECT_NEAR(correction.plan.needs[1].delivered, 42, 1e-5);
  EXPECT_NEAR(correction.plan.needs[0].delivered, 8, 1e-5);
  ASSERT_EQ(correction.coverages.size(), 1u);
  EXPECT_NEAR(correction.coverages[0].now, 0.5, 1e-6);
}

TEST(Correct, LimitsFloorsAndStocksGoOn) {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 1000;
  const Index oil = build.product("oil"), heat = build.product("heat"), co2 = build.product("co2", BalanceRule::free);
  const Index work = build.labour_kind("work");
  build.recipe("burn", {{oil, 1}}, {{heat, 4}, {co2, 3}}, {{work, 1}});
  build.economy.recipes[0].lower_activity = 2;
  build.offer("stokers", work, {{20, 1}, {10, 2}});
  build.stock(oil, 12, 2);
  build.limit("climate", {{co2, no_index, 1}}, -infinity, 36);
  build.need("warmth", build.cohort("town", 10), 4, {{heat, 1}}, {{0.5, 4}, {0.5, 1}});
  build.economy.needs[0].floor = 0.6;
  const Plan plan = plan_of(build.economy, 1e-9);  // 10 oil, 40 heat, 30 co2
  Actuals actuals = after(0.4);
  actuals.recipes.push_back({0, 6, {{2, 24}}, {}});  // 4 times would have been planned; 24 co2 instead of 18
  actuals.needs.push_back({0, {24}});
  const Account account = account_of(build.economy, plan, actuals);
  const RemainingJob rest = remaining_job(build.economy, account);
  EXPECT_EQ(validate(rest.economy).error_count(), 0u);
  EXPECT_EQ(rest.economy.recipes[0].lower_activity, 0);
  EXPECT_NEAR(rest.economy.limits[0].upper, 12, 1e-9);
  EXPECT_NEAR(rest.economy.stocks[0].opening, 6, 1e-9);
  EXPECT_NEAR(rest.economy.stocks[0].closing, 2, 1e-9);
  EXPECT_NEAR(rest.economy.asked(rest.economy.needs[0]), 16, 1e-9);
  EXPECT_NEAR(rest.economy.needs[0].floor, 0, 1e-9) << "24 of 40 are the floor";
  const auto ladder = rest.economy.ladder_of(rest.economy.needs[0]);
  ASSERT_EQ(ladder.size(), 1u) << "the first half is behind them";
  EXPECT_NEAR(ladder[0].width, 1, 1e-12);
  EXPECT_NEAR(ladder[0].value, 0.4, 1e-9) << "worth per unit as before: a head asks for 1.6 instead of 4";
  EXPECT_NEAR(rest.economy.labour_steps[0].hours, 12, 1e-6) << "60 % of the time, 14 h not worked";
  EXPECT_NEAR(rest.economy.labour_steps[1].hours, 6, 1e-9);
  const Correction correction = correct(build.economy, plan, actuals);
  expect_true(correction);
  EXPECT_NEAR(correction.plan.activity[0], 4, 1e-6) << "12 of co2 are left";
}

TEST(Correct, HardDemandsThatCanNoLongerBeKept) {
  Economy economy = dairy();
  economy.needs[1].floor = 0.9;
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({1, 0, {}, {}});
  actuals.needs.push_back({1, {0}});
  const Correction correction = correct(economy, plan, actuals);
  EXPECT_EQ(correction.plan.status, Status::infeasible);
  EXPECT_EQ(plan_of(correction.rest.economy).status, Status::infeasible) << "90 cheeses in half a year: no";
}

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
