// The supervisor with the real program planwerk-worker.
#include <csignal>

#include <gmock/gmock.h>

#include "host/model/generator/generate.hpp"
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

TEST_F(RealWorker, AStoppedJobGoesOnFromItsCheckpoint) {
  const Job large{generate({Family::shortrun, 1000, 5}), {}};
  JobRequest request;
  request.method = "pdhg";
  request.tolerance = 1e-9;
  start("", [](SupervisorSettings& settings) { settings.checkpoint_interval = std::chrono::seconds(0); });
  const std::string id = submit(large, request).id;
  wait_until([&] { return job(id).checkpoint || is_terminal(job(id).state); }, "a checkpoint");
  ASSERT_TRUE(job(id).checkpoint) << "it was solved before anybody could look";
  stop(false);
  ASSERT_EQ(job(id).state, JobState::queued);
  ASSERT_TRUE(job(id).checkpoint);
  EXPECT_EQ(job(id).worker_losses, 0);
  reopen_store();
  start();
  const JobRecord done = wait_for_end(id);
  EXPECT_EQ(done.state, JobState::finished) << done.reason;
  EXPECT_EQ(done.attempts, 2);
  EXPECT_FALSE(done.checkpoint) << "nobody needs it any more";
  expect_certified(done, large);
}

TEST_F(RealWorker, KilledInTheMiddleTheJobGoesOnElsewhere) {
  const Job large{generate({Family::shortrun, 1000, 5}), {}};
  JobRequest request;
  request.method = "pdhg";
  request.tolerance = 1e-9;
  start("", [](SupervisorSettings& settings) { settings.checkpoint_interval = std::chrono::seconds(0); });
  const std::string id = submit(large, request).id;
  wait_until([&] { return job(id).checkpoint || is_terminal(job(id).state); }, "a checkpoint");
  ASSERT_TRUE(job(id).checkpoint) << "it was solved before anybody could look";
  const auto process = static_cast<pid_t>(supervisor().slots()[0].process);
  ASSERT_GT(process, 0) << "to kill nobody is to kill everybody";
  kill(process, SIGKILL);
  const JobRecord done = wait_for_end(id);
  EXPECT_EQ(done.state, JobState::finished) << done.reason;
  EXPECT_EQ(done.worker_losses, 1);
  expect_certified(done, large);
}

TEST_F(RealWorker, AJobMayStartFromAnother) {
  start();
  const std::string first = submit("bakery").id;
  wait_for_end(first);
  JobRequest request;
  request.previous_job = first;
  const JobRecord second = wait_for_end(submit("bakery", request).id);
  EXPECT_EQ(second.state, JobState::finished) << second.reason;
  expect_certified(second, example("bakery"));
  request.previous_job = "nobody-knows-it";
  EXPECT_EQ(wait_for_end(submit("bakery", request).id).state, JobState::finished) << "time is all that is lost";
}

}  // namespace
}  // namespace planwerk::service::testing
