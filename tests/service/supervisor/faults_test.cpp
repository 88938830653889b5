// What can go wrong with a worker, and what becomes of its job.
#include <csignal>
#include <fstream>

#include <gmock/gmock.h>

#include "tests/service/supervisor/supervisor_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool instrumented = true;
#else
constexpr bool instrumented = false;
#endif

struct Misdeed {
  const char* word;
  const char* reason;  // part of what the job's record says of it
};

void PrintTo(const Misdeed& misdeed, std::ostream* out) {
  *out << misdeed.word;
}

class Faults : public SupervisorTest {
 protected:
  // Short times for what is only noticed by waiting.
  static void notice_soon(SupervisorSettings& settings) {
    settings.heartbeat_timeout = std::chrono::milliseconds(700);
    settings.stall_timeout = std::chrono::milliseconds(700);
    settings.stop_grace = settings.cancel_grace = std::chrono::milliseconds(700);
  }
  // One that closes the channel and lives on is waited for; all others end by themselves or are killed at once.
  static void fit(SupervisorSettings& settings, const std::string& word) {
    notice_soon(settings);
    if (word == "close") settings.farewell = std::chrono::milliseconds(200);
  }
  std::string once(const std::string& word) const { return word + " once " + (folder_ / "deed").string(); }
};

class Misdeeds : public Faults, public ::testing::WithParamInterface<Misdeed> {};

// Of every kind: done twice it ends the job, with the reason, and neither the service nor another job.
TEST_P(Misdeeds, DoneTwiceEndsTheJobInQuarantine) {
  start(GetParam().word, [](SupervisorSettings& settings) { fit(settings, GetParam().word); });
  const std::string example = std::string(GetParam().word) == "optimal" ? "impossible" : "bakery";
  const JobRecord bad = wait_for_end(submit(example).id);
  EXPECT_EQ(bad.state, JobState::failed);
  EXPECT_EQ(bad.attempts, 2);
  EXPECT_THAT(bad.reason, AllOf(HasSubstr("quarantine after 2 workers"), HasSubstr(GetParam().reason)));
  EXPECT_FALSE(bad.plan);
  EXPECT_THAT(told_until_end(bad.id),
              ElementsAre(JobState::running, JobState::queued, JobState::running, JobState::failed));
  EXPECT_EQ(supervisor().slots()[0].workers_lost, 2);
}

TEST_P(Misdeeds, DoneOnceCostsAnAttempt) {
  start(once(GetParam().word), [](SupervisorSettings& settings) { fit(settings, GetParam().word); });
  const std::string example = std::string(GetParam().word) == "optimal" ? "impossible" : "bakery";
  const JobRecord job = wait_for_end(submit(example).id);
  EXPECT_EQ(job.state, JobState::finished) << job.reason;
  EXPECT_EQ(job.attempts, 2);
  EXPECT_EQ(job.worker_losses, 1);
  expect_certified(job, SupervisorTest::example(example));
}

INSTANTIATE_TEST_SUITE_P(Workers, Misdeeds,
                         ::testing::Values(Misdeed{"crash", "crashed (signal 6)"},
                                           Misdeed{"exit", "ended with status 3"}, Misdeed{"close", "killed"},
                                           Misdeed{"garbage", "nobody understands"}, Misdeed{"silent", "silent"},
                                           Misdeed{"sleep", "silent"}, Misdeed{"beat", "hung"},
                                           Misdeed{"nan", "did not verify"}, Misdeed{"other", "another job"},
                                           Misdeed{"optimal", "did not verify"}, Misdeed{"better", "did not verify"},
                                           Misdeed{"excuse", "did not verify"}, Misdeed{"truncated", "did not verify"},
                                           Misdeed{"outside", "not its own"}, Misdeed{"device", "fallen off the bus"},
                                           Misdeed{"unsaid", "crashed (signal 6)"}),
                         [](const auto& kind) { return std::string(kind.param.word); });

TEST_F(Faults, ABadJobHarmsNoOther) {
  start(once("crash"));
  const std::string first = submit("bakery").id, second = submit("valley").id;
  EXPECT_EQ(wait_for_end(first).state, JobState::finished);
  EXPECT_EQ(wait_for_end(second).state, JobState::finished);
  EXPECT_EQ(job(second).attempts, 1);
}

TEST_F(Faults, AnAnswerOutlivesItsWorker) {
  start("farewell");
  const std::string first = submit("bakery").id, second = submit("valley").id;
  EXPECT_EQ(wait_for_end(first).state, JobState::finished) << job(first).reason;
  EXPECT_EQ(job(first).attempts, 1);
  // The second may have been given to the dying worker before its end was noticed.
  EXPECT_EQ(wait_for_end(second).state, JobState::finished) << job(second).reason;
}

TEST_F(Faults, AnAnswerForAnEarlierLeaseIsIgnored) {
  start("stale");
  const JobRecord job = wait_for_end(submit("bakery").id);
  EXPECT_EQ(job.state, JobState::finished) << job.reason;
  EXPECT_EQ(job.attempts, 1);
}

TEST_F(Faults, AWorkerThatEatsMemoryIsStoppedByItsLimit) {
  if (instrumented) GTEST_SKIP() << "sanitizers reserve more than any limit allows";
  start("eat", [](SupervisorSettings& settings) { settings.slots[0].memory = std::int64_t{512} << 20; });
  const JobRecord job = wait_for_end(submit("bakery").id);
  EXPECT_EQ(job.state, JobState::failed);
  EXPECT_THAT(job.reason, HasSubstr("quarantine"));
}

TEST_F(Faults, AProgramThatIsNotThereLeavesJobsInTheQueue) {
  start("none", [](SupervisorSettings& settings) { settings.worker = "/nowhere/planwerk-worker"; });
  const JobRecord waiting = submit("bakery");
  wait_until([&] { return !supervisor().slots()[0].fault.empty(); }, "the fault to be known");
  EXPECT_THAT(supervisor().slots()[0].fault, HasSubstr("/nowhere/planwerk-worker"));
  EXPECT_EQ(job(waiting.id).state, JobState::queued);
  EXPECT_EQ(job(waiting.id).attempts, 0);
}

TEST_F(Faults, TheNextSlotGetsWhatTheFirstLost) {
  start(once("crash"), [](SupervisorSettings& settings) { settings.slots.resize(2, settings.slots[0]); });
  const JobRecord job = wait_for_end(submit("bakery").id);
  EXPECT_EQ(job.state, JobState::finished) << job.reason;
  EXPECT_EQ(job.attempts, 2);
}

TEST_F(Faults, ADamagedJobFileEndsTheJob) {
  const JobRecord damaged = submit("bakery");
  const auto file = store().checked_path(damaged, *damaged.job);
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(100).put('!');
  start("good");
  const JobRecord ended = wait_for_end(damaged.id);
  EXPECT_EQ(ended.state, JobState::failed);
  EXPECT_THAT(ended.reason, HasSubstr("damaged"));
}

TEST_F(Faults, WorkersDieWithTheSupervisor) {
  start("wait");
  const std::string id = submit("bakery").id;
  wait_for_state(id, JobState::running);
  const auto process = static_cast<pid_t>(supervisor().slots()[0].process);
  ASSERT_GT(process, 0);
  stop(false);
  EXPECT_EQ(kill(process, 0), -1) << "there is an orphan";
  EXPECT_EQ(job(id).state, JobState::queued);
}

TEST_F(Faults, WhatASanitizerFindsInAWorkerIsFoundInItsTest) {
  if (!instrumented) GTEST_SKIP() << "a build without sanitizers";
  start("fault once " + (folder_ / "done").string());
  EXPECT_EQ(wait_for_end(submit("bakery").id).state, JobState::finished);
  EXPECT_THAT(reports_.take(), HasSubstr("Sanitizer"));
}

}  // namespace
}  // namespace planwerk::service::tests
