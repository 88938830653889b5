#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "host/plan/verify.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/reference_tiers.hpp"

namespace planwerk {
namespace {

constexpr double gap = 1e-7;

Economy with_tiers(Economy economy) {
  Tier fair, most;
  fair.id = "fair";
  fair.aim = Aim::worst_off;
  fair.tolerance = 1e-8;
  most.id = "most";
  most.aim = Aim::coverage;
  most.tolerance = 1e-8;
  economy.objective.tiers = {fair, most};
  return economy;
}

// The first need's people in two cohorts of other names, listed last.
Economy split(Economy economy) {
  Need& need = economy.needs[0];
  const double size = economy.cohorts[need.cohort].size;
  economy.cohorts.push_back({"a quarter", "", 0.25 * size});
  economy.cohorts.push_back({"the rest", "", 0.75 * size});
  Need other = need;
  other.id = "the same, for others";
  need.cohort = static_cast<Index>(economy.cohorts.size()) - 2;
  other.cohort = static_cast<Index>(economy.cohorts.size()) - 1;
  economy.needs.push_back(other);
  return economy;
}

Economy reordered(Economy economy) {
  std::reverse(economy.needs.begin(), economy.needs.end());
  std::reverse(economy.cohorts.begin(), economy.cohorts.end());
  const Index last = static_cast<Index>(economy.cohorts.size()) - 1;
  for (Need& need : economy.needs) need.cohort = last - need.cohort;
  return economy;
}

// Product 0 in units a thousandth of what they were.
Economy in_other_units(Economy economy) {
  for (const Recipe& recipe : economy.recipes) {
    for (const Slice flows : {recipe.inputs, recipe.outputs}) {
      for (auto k = flows.begin; k < flows.end; ++k) {
        if (economy.flows[k].index == 0) economy.flows[k].amount *= 1000;
      }
    }
  }
  for (Alternative& way : economy.alternatives) {
    if (way.product == 0) way.rate /= 1000;
  }
  return economy;
}

std::vector<double> values_of(const Economy& economy) {
  const Plan plan = plan_of(economy, gap);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason << ", gap " << plan.certificate.safe_gap;
  EXPECT_FALSE(verify(economy, plan).has_errors());
  std::vector<double> values;
  for (const TierResult& result : plan.tiers) values.push_back(result.value);
  return values;
}

TEST(TiersInvariance, HowPeopleAreListedChangesNoTiersValue) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = with_tiers(tiny_economy(seed));
    const std::vector<double> values = values_of(economy);
    for (const Economy& same : {split(economy), reordered(economy), in_other_units(economy)}) {
      const std::vector<double> others = values_of(same);
      ASSERT_EQ(others.size(), values.size());
      for (std::size_t k = 0; k < values.size(); ++k) {
        EXPECT_NEAR(others[k], values[k], 1e-5 * std::max(1.0, std::fabs(values[k]))) << k;
      }
    }
  }
}

}  // namespace
}  // namespace planwerk
