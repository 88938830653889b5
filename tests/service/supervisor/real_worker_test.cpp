// The supervisor with the real program planwerk-worker.
#include <gmock/gmock.h>

#include "tests/service/supervisor/supervisor_fixture.hpp"

namespace planwerk::service::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RealWorker : public SupervisorTest {};

TEST_F(RealWorker, PlansAQueuedJob) {
  const JobRecord bakery = submit("bakery");
  start();
  const JobRecord done = wait_for_end(bakery.id);
  EXPECT_EQ(done.state, JobState::finished) << done.reason;
  EXPECT_EQ(done.figures->status, Status::optimal);
  EXPECT_EQ(done.attempts, 1);
  expect_certified(done, example("bakery"));
  EXPECT_THAT(told_states(bakery.id), ElementsAre(JobState::running, JobState::finished));
}

TEST_F(RealWorker, PlansOneJobAfterTheOtherInOneProcess) {
  start();
  const std::string first = submit("bakery").id, second = submit("valley").id, third = submit("bakery").id;
  wait_for_end(first);
  const auto process = supervisor().slots()[0].process;
  for (const std::string& id : {second, third}) EXPECT_EQ(wait_for_end(id).state, JobState::finished);
  expect_certified(job(second), example("valley"));
  EXPECT_EQ(supervisor().slots()[0].process, process);
  EXPECT_GT(store().accounts().device_seconds_of_last_day("anna"), 0);
}

TEST_F(RealWorker, FinishesAnImpossibleJobWithItsProof) {
  start();
  const JobRecord done = wait_for_end(submit("impossible").id);
  EXPECT_EQ(done.state, JobState::finished);
  EXPECT_EQ(done.figures->status, Status::infeasible);
  EXPECT_THAT(done.reason, HasSubstr("contradict"));
  expect_certified(done, example("impossible"));
}

}  // namespace
}  // namespace planwerk::service::testing
