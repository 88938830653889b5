#include <string>

#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "host/plan/verify.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

// proto/examples/shares.textproto: what a planner would check by hand.
TEST(TiersExample, TheTownSharesAsItDecided) {
  const auto job = read_job(std::string(PLANWERK_SOURCE_DIR) + "/proto/examples/shares.textproto");
  ASSERT_TRUE(job.ok());
  const Economy& economy = job.value->economy;
  const Plan plan = plan_of(economy, 1e-6);
  EXPECT_EQ(plan.status, Status::optimal) << plan.reason;
  EXPECT_FALSE(verify(economy, plan).has_errors());
  ASSERT_EQ(plan.tiers.size(), 7u);
  // 4,200 h of nursing give 3,500 of 6,000 h of care: 58.3 %, where 70 % were promised to 60 people.
  EXPECT_NEAR(plan.tiers[0].value, 60 * (0.7 - 3500.0 / 6000), 1e-3);
  EXPECT_NEAR(plan.needs[4].coverage, 3500.0 / 6000, 1e-4);
  EXPECT_EQ(economy.needs[plan.tiers[1].settled.at(0)].id, "coffee");
  // 400 of 1,200 MWh come from the sun; two thirds of 300 people have what they like less, at a regret of 2 each.
  EXPECT_NEAR(plan.needs[3].deliveries[0], 400, 1e-1);
  EXPECT_NEAR(plan.tiers[5].value, 300 * 2 * 800.0 / 1200, 1e-1);
  // An hour by night counts 1.8: 32.4 for a tonne of bread, by day 26.
  EXPECT_NEAR(plan.activity[3], 56, 1e-2);
  EXPECT_NEAR(plan.activity[2], 0, 1e-2);
  EXPECT_LE(plan.certificate.fall_through, 1e-3);
}

}  // namespace
}  // namespace planwerk
