#include "host/plan/verify.hpp"

#include <functional>
#include <limits>

#include <gmock/gmock.h>

#include "host/plan/certificate/figures.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

// One number of a plan, by name, and where it stands.
struct Number {
  std::string path;
  double* place;
  bool is_valuation = false;
};

// Every number of a plan that is a claim about the job.
std::vector<Number> numbers_of(Plan& plan) {
  std::vector<Number> numbers;
  const auto add = [&](const std::string& path, double& place) { numbers.push_back({path, &place}); };
  const auto add_valuation = [&](const std::string& path, double& place) { numbers.push_back({path, &place, true}); };
  for (double& level : plan.activity) add("activity", level);
  for (NeedResult& need : plan.needs) {
    for (double& amount : need.deliveries) add("delivery", amount);
    add("delivered", need.delivered);
    add("coverage", need.coverage);
    add("marginal_cost", need.marginal_cost);
  }
  for (auto& hours : plan.labour) {
    for (double& step : hours) add("hours", step);
  }
  for (double& amount : plan.drawn) add("drawn from stock", amount);
  for (ProductResult& product : plan.products) {
    add("made", product.made);
    add("used", product.used);
    add("delivered", product.delivered);
    add("drawn", product.drawn);
    add("surplus", product.surplus);
    add_valuation("product", product.valuation);
  }
  for (LabourResult& labour : plan.labour_kinds) {
    add("labour used", labour.used);
    add("labour offered", labour.offered);
    add_valuation("labour", labour.valuation);
  }
  for (CapacityResult& capacity : plan.capacities) {
    add("capacity used", capacity.used);
    add_valuation("capacity", capacity.valuation);
  }
  for (LimitResult& limit : plan.limits) {
    add("limit value", limit.value);
    add_valuation("limit", limit.valuation);
  }
  PlanCertificate& facts = plan.certificate;
  add("max_shortage", facts.max_shortage);
  add("shortage_percentile_99", facts.shortage_percentile_99);
  add("max_excess", facts.max_excess);
  for (NamedResidual& worst : facts.worst) add("worst", worst.value);
  add("primal_residual_2", facts.primal_residual_2);
  add("primal_residual_inf", facts.primal_residual_inf);
  add("objective", facts.objective);
  add("safe_bound", facts.safe_bound);
  add("safe_gap", facts.safe_gap);
  add("fall_through", facts.fall_through);
  add("amounts_within", facts.amounts_within);
  for (NeedExplanation& explanation : plan.explanations) {
    add("shortfall", explanation.shortfall);
    for (Bottleneck& bottleneck : explanation.bottlenecks) {
      add("bottleneck valuation", bottleneck.valuation);
      add("bottleneck share", bottleneck.share);
    }
  }
  for (NamedResidual& term : plan.conflict) add("conflict", term.value);
  return numbers;
}

// A valuation of what nobody uses proves as much as another: the bound is the same, and the plan still true.
bool proves_the_same(const Economy& economy, const Plan& changed) {
  return certify(economy, changed).safe_bound == changed.certificate.safe_bound;
}

void expect_every_change_is_noticed(const Economy& economy, Plan plan) {
  ASSERT_EQ(verify(economy, plan).error_count(), 0u);
  const std::vector<std::function<double(double)>> changes = {
      [](double value) { return value * (1 + 1e-9) + (value == 0 ? 1e-9 : 0); },
      [](double value) { return value == 0 ? 1.0 : -value; },
      [](double) { return std::numeric_limits<double>::quiet_NaN(); }};
  for (const auto& change : changes) {
    for (const Number& number : numbers_of(plan)) {
      const double true_value = *number.place;
      *number.place = change(true_value);
      EXPECT_TRUE(verify(economy, plan).has_errors() || (number.is_valuation && proves_the_same(economy, plan)))
          << number.path << ": " << true_value << " -> " << *number.place;
      *number.place = true_value;
    }
  }
  EXPECT_EQ(verify(economy, plan).error_count(), 0u);
}

TEST(Verify, NoticesEveryChangedNumberOfSmallPlans) {
  for (const Economy& economy : {bakery(), glass_and_slag(), refinery(), tea_or_coffee()}) {
    SCOPED_TRACE(economy.name);
    expect_every_change_is_noticed(economy, plan_of(economy));
  }
}

TEST(Verify, NoticesEveryChangedNumberOfAConflict) {
  const Economy economy = contradictory_floors();
  expect_every_change_is_noticed(economy, plan_of(economy));
}

TEST(Verify, NoticesEveryChangedNumberOfALargerPlan) {
  const Economy economy = random_economy({.products = 25}, 3);
  expect_every_change_is_noticed(economy, plan_of(economy, 1e-4));
}

TEST(Verify, NoticesAnotherJobsPlan) {
  const Plan plan = plan_of(bakery());
  Economy other = bakery();
  other.labour_steps[0].hours = 50;
  EXPECT_TRUE(verify(other, plan).has_errors());
  EXPECT_TRUE(verify(refinery(), plan).has_errors());
}

TEST(Verify, NoticesAStatusBetterThanTheCertificate) {
  const Economy economy = bakery();
  Plan plan = plan_of(economy);
  plan.record.tolerance = 0;
  EXPECT_TRUE(verify(economy, plan).has_errors()) << "optimal to a tolerance that the gap does not meet";
  plan.status = Status::feasible;
  EXPECT_FALSE(verify(economy, plan).has_errors());
  plan.status = Status::infeasible;
  EXPECT_TRUE(verify(economy, plan).has_errors());
  plan.status = Status::unbounded;
  EXPECT_TRUE(verify(economy, plan).has_errors());

  Plan short_plan = plan_of(economy);
  short_plan.needs[0].deliveries[0] *= 1 + 1e-6;
  complete(economy, short_plan);  // says truly what it is: short of bread
  EXPECT_TRUE(verify(economy, short_plan).has_errors());
  short_plan.status = Status::time_limit;
  EXPECT_FALSE(verify(economy, short_plan).has_errors());
}

TEST(Verify, NoticesNamesAndEntriesThatAreMissing) {
  const Economy economy = bakery();
  const Plan plan = plan_of(economy);
  Plan changed = plan;
  changed.job_name = "brewery";
  EXPECT_TRUE(verify(economy, changed).has_errors());
  changed = plan;
  changed.explanations[0].bottlenecks[0].id = "labour:brewer";
  EXPECT_TRUE(verify(economy, changed).has_errors());
  changed = plan;
  changed.explanations.clear();
  EXPECT_TRUE(verify(economy, changed).has_errors());
  changed = plan;
  changed.activity.clear();
  EXPECT_TRUE(verify(economy, changed).has_errors());
  changed = plan;
  changed.needs[0].deliveries.push_back(0);
  EXPECT_TRUE(verify(economy, changed).has_errors());
}

}  // namespace
}  // namespace planwerk
