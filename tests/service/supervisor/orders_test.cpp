// What people and the service ask of running jobs: cancel, give way, stop, start again.
#include <algorithm>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>

#include "tests/service/supervisor/supervisor_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

// Of a list whose entries end with a zero, as the system shows of a process.
std::vector<std::string> words_of(const std::string& file) {
  std::ifstream stream(file);
  std::vector<std::string> words;
  for (std::string word; std::getline(stream, word, '\0');) words.push_back(word);
  return words;
}

class Orders : public SupervisorTest {
 protected:
  std::string wait_once() const { return "wait once " + (folder_ / "deed").string(); }
  JobRecord submit_urgent(const std::string& example, int priority) {
    JobRequest request;
    request.priority = priority;
    return submit(example, request);
  }
};

TEST_F(Orders, ACancelledJobEndsWithTheBestPlanSoFar) {
  start("wait");
  const std::string id = submit("valley").id;
  wait_for_state(id, JobState::running);
  store().request_cancel(id);
  supervisor().wake(id);
  const JobRecord ended = wait_for_end(id);
  EXPECT_EQ(ended.state, JobState::finished) << "the fake's best plan is optimal";
  EXPECT_TRUE(ended.plan);
  expect_certified(ended, example("valley"));
}

TEST_F(Orders, AWorkerThatDoesNotCancelIsKilledAndTheJobCancelled) {
  start("beat", [](SupervisorSettings& settings) { settings.cancel_grace = std::chrono::milliseconds(300); });
  const std::string id = submit("bakery").id;
  wait_for_state(id, JobState::running);
  store().request_cancel(id);
  supervisor().wake(id);
  const JobRecord ended = wait_for_end(id);
  EXPECT_EQ(ended.state, JobState::cancelled);
  EXPECT_FALSE(ended.plan);
}

TEST_F(Orders, AMoreUrgentJobGoesFirst) {
  start(wait_once());
  const std::string patient = submit_urgent("valley", 0).id;
  wait_for_state(patient, JobState::running);
  const std::string urgent = submit_urgent("bakery", 5).id;
  EXPECT_EQ(wait_for_end(urgent).state, JobState::finished);
  const JobRecord ended = wait_for_end(patient);
  EXPECT_EQ(ended.state, JobState::finished);
  EXPECT_EQ(ended.attempts, 2);
  EXPECT_EQ(ended.worker_losses, 0) << "giving way is no fault";
  EXPECT_LE(job(urgent).finished, ended.started);
}

TEST_F(Orders, AJobOfTheSamePriorityWaits) {
  start(wait_once());
  const std::string first = submit("valley").id;
  wait_for_state(first, JobState::running);
  const std::string second = submit("bakery").id;
  store().request_cancel(first);
  supervisor().wake(first);
  wait_for_end(second);
  EXPECT_EQ(job(first).attempts, 1);
}

TEST_F(Orders, StoppingGivesTheJobBackAndStartingGoesOn) {
  start(wait_once());
  const std::string id = submit("bakery").id;
  wait_for_state(id, JobState::running);
  stop(false);
  EXPECT_EQ(job(id).state, JobState::queued);
  EXPECT_THAT(job(id).reason, HasSubstr("stopped"));
  EXPECT_EQ(job(id).worker_losses, 0);
  reopen_store();
  start("good");
  EXPECT_EQ(wait_for_end(id).state, JobState::finished);
}

TEST_F(Orders, DrainingWaitsForTheRunningJobAndStartsNoOther) {
  start("wait");
  const std::string running = submit("valley").id;
  wait_for_state(running, JobState::running);
  const std::string waiting = submit("bakery").id;
  std::thread drain([this] { stop(true); });
  store().request_cancel(running);  // which is how the fake comes to its end
  drain.join();
  EXPECT_TRUE(is_terminal(job(running).state));
  EXPECT_EQ(job(waiting).state, JobState::queued);
}

TEST_F(Orders, AJobThatFitsNowhereFailsWithTheFigure) {
  start("good", [](SupervisorSettings& settings) { settings.slots[0].memory = std::int64_t{1} << 20; });
  std::int64_t largest = 0;
  EXPECT_FALSE(supervisor().fits(std::int64_t{2} << 20, largest));
  EXPECT_EQ(largest, std::int64_t{1} << 20);
  const JobRecord ended = wait_for_end(submit("bakery").id);
  EXPECT_EQ(ended.state, JobState::failed);
  EXPECT_THAT(ended.reason, HasSubstr("MiB"));
}

TEST_F(Orders, AUserWhoFillsTheQueueDelaysAnotherByOneJob) {
  for (int k = 0; k < 10; ++k) submit("bakery", {}, "anna");
  const std::string others = submit("bakery", {}, "bert").id;
  start("good");
  wait_for_end(others);
  const auto order = starts();
  EXPECT_LE(std::find(order.begin(), order.end(), others) - order.begin(), 1);
}

TEST_F(Orders, EveryCardHasAWorkerThatIsToldItsNumberAndNoSecret) {
  setenv("PLANWERK_TOKEN", "secret", 1);
  start("wait", [](SupervisorSettings& settings) {
    settings.slots = {{"cuda:0", 1, 0}, {"cuda:1", 1, 0}, {"cpu", 1, std::int64_t{1} << 30}};
  });
  for (std::size_t k = 0; k < 3; ++k) {
    wait_until([&] { return supervisor().slots()[k].process > 0; }, "a worker");
    const std::string process = "/proc/" + std::to_string(supervisor().slots()[k].process);
    wait_until([&] { return words_of(process + "/cmdline").size() > 1; }, "its program");
    const auto words = words_of(process + "/cmdline");
    const std::string device = supervisor().slots()[k].slot.device;
    EXPECT_THAT(words, IsSupersetOf({std::string("--device"), device}));
    // What the driver reserves is no memory, and a limit would keep it from starting.
    EXPECT_EQ(words[words.size() - 1], device == "cpu" ? "1073741824" : "0");
    EXPECT_THAT(words_of(process + "/environ"), Not(Contains(HasSubstr("secret"))));
  }
  unsetenv("PLANWERK_TOKEN");
}

TEST_F(Orders, NoUserRunsMoreThanItsShare) {
  start("wait", [](SupervisorSettings& settings) {
    settings.slots.resize(2, settings.slots[0]);
    settings.running_per_user = 1;
  });
  const std::string first = submit("bakery", {}, "anna").id, second = submit("bakery", {}, "anna").id;
  wait_for_state(first, JobState::running);
  const std::string others = submit("bakery", {}, "bert").id;
  wait_for_state(others, JobState::running);
  EXPECT_EQ(job(second).state, JobState::queued);
  store().request_cancel(first);
  supervisor().wake(first);
  wait_for_state(second, JobState::running);
}

}  // namespace
}  // namespace planwerk::service::tests
