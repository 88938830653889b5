// The supervisor with the real program planwerk-worker.
#include <csignal>

#include <gmock/gmock.h>

#include "host/model/generator/generate.hpp"
#include "tests/service/supervisor/supervisor_fixture.hpp"

namespace planwerk::service::tests {
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
  EXPECT_THAT(told_until_end(bakery.id), ElementsAre(JobState::running, JobState::finished));
}

TEST_F(RealWorker, PlansOneJobAfterTheOtherInOneProcess) {
  start();
  const std::string first = submit("bakery").id, second = submit("valley").id, third = submit("bakery").id;
  wait_for_end(first);
  const auto process = supervisor().slots()[0].process;
  for (const std::string& id : {second, third}) EXPECT_EQ(wait_for_end(id).state, JobState::finished);
  expect_certified(job(second), example("valley"));
  EXPECT_EQ(supervisor().slots()[0].process, process);
  EXPECT_EQ(supervisor().slots()[0].device_memory_bytes, sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE));
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

// A tolerance that no plan reaches: the job runs until it is told to end, on however fast a machine.
class EndlessJob : public RealWorker {
 protected:
  std::string submit_endless() {
    JobRequest request;
    request.method = "pdhg";
    request.tolerance = 1e-300;
    return submit(job_, request).id;
  }
  static void checkpoint_always(SupervisorSettings& settings) {
    settings.checkpoint_interval = std::chrono::seconds(0);
  }
  void wait_for_checkpoint(const std::string& id) {
    wait_until([&] { return job(id).checkpoint.has_value(); }, "a checkpoint");
  }
  JobRecord cancelled(const std::string& id) {
    store().request_cancel(id);
    supervisor().wake(id);
    return wait_for_end(id);
  }

  const Job job_{generate({Family::shortrun, 300, 5}), {}};
};

TEST_F(EndlessJob, WhileItsPlanIsWrittenAndVerifiedItsLastFiguresStay) {
  start();
  const std::string id = submit_endless();
  const auto is_under_way = [&] {
    JobEvent event;
    return events().newest(id, event) && event.iteration > 0;
  };
  wait_until(is_under_way, "an iteration");
  cancelled(id);
  told_until_end(id);
  JobEvent solving;
  std::vector<std::string> later;
  for (const JobEvent& event : told_of(id)) {
    if (event.phase == "solving") solving = event;
    if (event.phase != "writing" && event.phase != "verifying") continue;
    later.push_back(event.phase);
    EXPECT_EQ(event.iteration, solving.iteration) << event.phase;
    EXPECT_EQ(event.relative_gap, solving.relative_gap) << event.phase;
    EXPECT_EQ(event.method, solving.method) << event.phase;
    EXPECT_GT(event.elapsed_s, 0) << event.phase;
  }
  EXPECT_GT(solving.iteration, 0);
  EXPECT_THAT(later, ElementsAre("writing", "verifying"));
}

TEST_F(EndlessJob, StoppedItKeepsItsCheckpointAndGoesOn) {
  start("", checkpoint_always);
  const std::string id = submit_endless();
  wait_for_checkpoint(id);
  stop(false);
  ASSERT_EQ(job(id).state, JobState::queued);
  ASSERT_TRUE(job(id).checkpoint);
  EXPECT_EQ(job(id).worker_losses, 0);
  reopen_store();
  start();
  wait_for_state(id, JobState::running);
  const JobRecord done = cancelled(id);
  EXPECT_EQ(done.state, JobState::cancelled) << done.reason;
  EXPECT_EQ(done.attempts, 2);
  EXPECT_FALSE(done.checkpoint) << "nobody needs it any more";
  expect_certified(done, job_);
}

TEST_F(EndlessJob, KilledInTheMiddleItGoesOnInANewWorker) {
  start("", checkpoint_always);
  const std::string id = submit_endless();
  wait_for_checkpoint(id);
  const auto process = static_cast<pid_t>(supervisor().slots()[0].process);
  ASSERT_GT(process, 0) << "to kill nobody is to kill everybody";
  kill(process, SIGKILL);
  wait_until([&] { return job(id).attempts == 2; }, "the second attempt");
  const JobRecord done = cancelled(id);
  EXPECT_EQ(done.state, JobState::cancelled) << done.reason;
  EXPECT_EQ(done.worker_losses, 1);
  expect_certified(done, job_);
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
}  // namespace planwerk::service::tests
