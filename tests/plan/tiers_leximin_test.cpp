#include <gmock/gmock.h>

#include "host/plan/verify.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/reference_tiers.hpp"

namespace planwerk {
namespace {

TEST(TiersLeximin, EqualsABruteSequenceOfProgrammes) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    Economy economy = tiny_economy(seed);
    Tier tier;
    tier.id = "fair";
    tier.aim = Aim::worst_off;
    tier.depth = 20;
    tier.tolerance = 1e-9;
    economy.objective.tiers = {tier};
    const Plan plan = plan_of(economy, 1e-9);
    EXPECT_EQ(plan.status, Status::optimal) << plan.reason << ", gap " << plan.certificate.safe_gap;
    const Problems problems = verify(economy, plan);
    EXPECT_EQ(problems.error_count(), 0u) << (problems.kept().empty() ? "" : to_string(problems.kept()[0]));
    const std::vector<double> reference = reference_leximin(economy);
    for (std::size_t n = 0; n < reference.size(); ++n) EXPECT_NEAR(plan.needs[n].coverage, reference[n], 1e-7) << n;
  }
}

}  // namespace
}  // namespace planwerk
