#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "host/model/economy.hpp"
#include "host/service/supervisor/supervisor.hpp"
#include "tests/codec/files.hpp"
#include "tests/service/support/child_reports.hpp"

namespace planwerk::service::tests {

// A store, a board and a supervisor of one folder, and jobs to give it. Every wait ends with what is waited for, or
// fails the test after minutes: nothing is decided by how fast a machine is.
class SupervisorTest : public ::testing::Test {
 protected:
  SupervisorTest();
  ~SupervisorTest() override;

  // Starts a supervisor with workers of this kind: the real program, or a fake that behaves as its word says.
  void start(const std::string& behaviour = "", const std::function<void(SupervisorSettings&)>& change = {});
  void stop(bool drain = true) { supervisor_.reset(drain ? (supervisor_->stop(true), nullptr) : nullptr); }
  Supervisor& supervisor() { return *supervisor_; }
  JobStore& store() { return *store_; }
  EventBoard& events() { return *events_; }
  void reopen_store();

  // A job of an example of proto/examples, or of an economy, in the queue.
  JobRecord submit(const std::string& example, const JobRequest& request = {}, const std::string& owner = "anna");
  JobRecord submit(const Job& job, const JobRequest& request = {}, const std::string& owner = "anna");
  static Job example(const std::string& name);

  JobRecord job(const std::string& id) { return store().find(id).value(); }
  JobRecord wait_for_end(const std::string& id);
  JobRecord wait_for_state(const std::string& id, JobState state);
  void wait_until(const std::function<bool()>& reached, const std::string& what);
  // The states that the board told of the job, without repetitions, up to its end, which is told after it is stored.
  std::vector<JobState> told_until_end(const std::string& id);
  std::vector<JobEvent> told_of(const std::string& id) const;
  std::vector<std::string> starts() const;  // ids of jobs, in the order in which the board told that they run
  std::vector<std::string> log() const;
  // The job's plan as the store has it, verified against its economy.
  void expect_certified(const JobRecord& job, const Job& economy);

  std::vector<JobState> told_states(const std::string& id) const;

  planwerk::tests::TemporaryFolder folder_;
  ChildReports reports_{folder_ / "reports"};  // of workers and examiners
  std::unique_ptr<JobStore> store_;
  std::unique_ptr<EventBoard> events_;
  std::unique_ptr<EventBoard::Subscription> observer_;
  std::unique_ptr<Supervisor> supervisor_;
  mutable std::mutex mutex_;
  std::vector<JobEvent> told_;
  std::vector<std::string> log_;
  int submitted_ = 0;
};

}  // namespace planwerk::service::tests
