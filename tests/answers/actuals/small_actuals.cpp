#include "tests/answers/actuals/small_actuals.hpp"

#include <gtest/gtest.h>

#include "host/model/validate.hpp"
#include "host/plan/verify.hpp"
#include "tests/model/economy_builder.hpp"

namespace planwerk {

Correction correct(const Economy& economy, const Plan& plan, const Actuals& actuals) {
  static const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
  SolveSettings settings;
  settings.time_limit_s = 60;
  return correct(economy, plan, actuals, settings, *device);
}

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

}  // namespace planwerk
