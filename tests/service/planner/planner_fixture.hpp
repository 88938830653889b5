#pragma once

#include <string>

#include <gtest/gtest.h>

#include "host/service/planner/planner.hpp"
#include "tests/codec/files.hpp"
#include "tests/service/support/child_reports.hpp"

namespace planwerk::service::tests {

// A planner over a store, and workers that are never started: jobs stay in the queue unless the test ends them.
class PlannerTest : public ::testing::Test {
 protected:
  PlannerTest();
  ~PlannerTest() override;

  Caller caller(const std::string& user, const Quota& quota = {});
  // A new planner over the same store.
  void make_planner(const RequestLimits& limits);

  static Outcome<Job> bakery();
  static std::vector<std::string> parts_of(const Job& job);
  // Sends the bakery's parts from `first` on, up to but not including `last` (-1: all).
  UploadStatus send(const Caller& caller, const std::string& key, std::size_t first = 0, std::size_t last = -1);
  JobRecord submitted(const Caller& caller, const std::string& key);
  // Plans the bakery as a worker would and ends the job.
  JobRecord finish(const std::string& job);

  // Why the call was refused; the test fails where it was not.
  static Refusal refusal_of(const std::function<void()>& call);
  static std::string text_of(const std::function<void()>& call);

  planwerk::tests::TemporaryFolder folder_;
  ChildReports reports_{folder_ / "reports"};  // of examiners
  JobStore store_;
  EventBoard events_;
  Supervisor supervisor_;
  std::unique_ptr<Planner> planner_;
};

}  // namespace planwerk::service::tests
