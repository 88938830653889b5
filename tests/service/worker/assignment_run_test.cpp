// One assigned job inside a worker, without a process around it.
#include "host/service/worker/assignment_run.hpp"

#include <thread>

#include <gmock/gmock.h>

#include "host/answers/plan_job/plan_job.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/verify.hpp"
#include "tests/codec/files.hpp"

namespace planwerk::service {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AssignmentRun : public ::testing::Test {
 protected:
  AssignmentRun() : channels_(Channel::make_pair()) {
    std::filesystem::create_directory(folder_ / "scratch");
    assignment_.set_fence(7);
    assignment_.set_scratch((folder_ / "scratch").string());
    assignment_.set_checkpoint_interval_ms(60'000);
    use("bakery");
  }

  void use(const std::string& example) {
    job_ = *read_job(PLANWERK_SOURCE_DIR "/proto/examples/" + example + ".textproto").value;
    assignment_.set_job_file((folder_ / (example + ".pbs")).string());
    ASSERT_FALSE(write_job(job_, assignment_.job_file()).has_errors());
  }
  v1::Done run() { return run_assignment(assignment_, *device_, orders_, steps_, channels_.first); }
  Plan plan(const v1::Done& done) {
    return std::move(*read_plan(folder_ / "scratch" / done.plan(), job_.economy).value);
  }
  std::vector<std::string> checkpoints() {
    std::vector<std::string> files;
    channels_.first.close();
    for (v1::FromWorker message; channels_.second.receive(message) == Channel::Received::message;) {
      if (message.has_checkpoint()) files.push_back(folder_ / "scratch" / message.checkpoint().file());
    }
    channels_ = Channel::make_pair();
    return files;
  }

  planwerk::tests::TemporaryFolder folder_;
  std::pair<Channel, Channel> channels_;
  const std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 1);
  service::Orders orders_;
  Steps steps_{0};
  v1::Assignment assignment_;
  Job job_;
};

TEST_F(AssignmentRun, PlansAsTheCommandLineDoes) {
  const v1::Done done = run();
  ASSERT_EQ(done.outcome(), v1::Done::PLANNED) << done.reason();
  EXPECT_EQ(done.fence(), 7);
  EXPECT_GT(done.memory_bytes(), 0);
  Plan made = plan(done);
  Plan expected = plan_job(job_.economy, settings_for({}, job_.settings, {}), {}, *device_).plan;
  expected.job_sha256 = job_sha256(job_);
  EXPECT_EQ(plan_sha256(made, job_.economy), plan_sha256(expected, job_.economy));
  EXPECT_FALSE(verify(job_.economy, made).has_errors());
}

TEST_F(AssignmentRun, WritingThePlanItStillTellsHowTheSolveEnded) {
  use("valley");
  assignment_.set_method("pdhg");
  assignment_.set_tolerance(1e-300);  // which no plan reaches
  std::vector<v1::WorkerProgress> told;
  std::thread cancel([&] {
    v1::FromWorker message;
    while (channels_.second.receive(message) == Channel::Received::message) {
      if (!message.has_progress()) continue;
      told.push_back(message.progress());
      if (told.back().iteration() > 0) orders_.cancel = true;
    }
  });
  const v1::Done done = run();
  channels_.first.close();
  cancel.join();
  ASSERT_EQ(done.outcome(), v1::Done::PLANNED);
  ASSERT_GT(told.size(), 2);
  EXPECT_EQ(told.front().phase(), "reading");
  const v1::WorkerProgress &writing = told.back(), &solving = told[told.size() - 2];
  EXPECT_EQ(writing.phase(), "writing");
  EXPECT_EQ(solving.phase(), "solving");
  EXPECT_GT(writing.iteration(), 0);
  EXPECT_EQ(writing.iteration(), solving.iteration());
  EXPECT_EQ(writing.relative_gap(), solving.relative_gap());
  EXPECT_EQ(writing.objective(), solving.objective());
  EXPECT_GE(writing.elapsed_s(), solving.elapsed_s());
}

TEST_F(AssignmentRun, TheRequestReachesTheSolve) {
  assignment_.set_tolerance(3e-5);
  EXPECT_EQ(plan(run()).record.tolerance, 3e-5);
}

TEST(SettingsFor, ARequestGoesBeforeTheJobAndTheJobBeforeTheService) {
  const JobSettings says{1e-7, 5, "ipm"};
  SolveSettings service;
  service.time_limit_s = 9;
  const PlanSettings by_job = settings_for({}, says, service);
  EXPECT_EQ(by_job.gap_tolerance, 1e-7);
  EXPECT_EQ(by_job.solve.time_limit_s, 5);
  EXPECT_EQ(by_job.solve.method, Method::interior_point);
  const PlanSettings by_request = settings_for({1e-3, 2, "pdhg"}, says, service);
  EXPECT_EQ(by_request.gap_tolerance, 1e-3);
  EXPECT_EQ(by_request.solve.time_limit_s, 2);
  EXPECT_EQ(by_request.solve.method, Method::pdhg);
  EXPECT_EQ(settings_for({{}, {}, "auto"}, says, service).solve.method, Method::interior_point);
  EXPECT_EQ(settings_for({}, {}, service).solve.time_limit_s, 9);
}

TEST_F(AssignmentRun, GoesOnFromACheckpoint) {
  use("valley");
  assignment_.set_checkpoint_interval_ms(0);
  ASSERT_EQ(run().outcome(), v1::Done::PLANNED);
  const auto files = checkpoints();
  ASSERT_GT(files.size(), 0);
  assignment_.set_checkpoint_file(files.back());
  const v1::Done done = run();
  EXPECT_EQ(done.outcome(), v1::Done::PLANNED);
  EXPECT_TRUE(done.resumed());
  EXPECT_FALSE(verify(job_.economy, plan(done)).has_errors());
  use("bakery");
  EXPECT_FALSE(run().resumed()) << "it is another job's";
}

TEST_F(AssignmentRun, StopsWithoutAPlan) {
  orders_.stop = true;
  const v1::Done done = run();
  EXPECT_EQ(done.outcome(), v1::Done::STOPPED);
  EXPECT_TRUE(done.plan().empty());
}

TEST_F(AssignmentRun, CancelledBeforeItsSolveBeginsItStops) {
  orders_.cancel = true;
  const v1::Done done = run();
  EXPECT_EQ(done.outcome(), v1::Done::STOPPED);
  EXPECT_TRUE(done.plan().empty());
}

TEST_F(AssignmentRun, ACancelledJobBringsItsBestPlanSoFar) {
  use("valley");
  assignment_.set_method("pdhg");
  assignment_.set_tolerance(1e-300);  // which no plan reaches
  assignment_.set_checkpoint_interval_ms(0);
  std::thread cancel([this] {
    v1::FromWorker message;
    while (channels_.second.receive(message) == Channel::Received::message) {
      if (message.has_checkpoint()) orders_.cancel = true;
    }
  });
  const v1::Done done = run();
  channels_.first.close();
  cancel.join();
  ASSERT_EQ(done.outcome(), v1::Done::PLANNED);
  const Plan best = plan(done);
  EXPECT_TRUE(best.status == Status::interrupted || best.status == Status::optimal) << to_string(best.status);
  EXPECT_FALSE(verify(job_.economy, best).has_errors());
}

TEST_F(AssignmentRun, StartsFromAPreviousPlan) {
  const v1::Done first = run();
  const auto earlier = folder_ / "earlier.pbs";
  std::filesystem::rename(folder_ / "scratch" / first.plan(), earlier);
  assignment_.set_previous_job_file(assignment_.job_file());
  assignment_.set_previous_plan_file(earlier.string());
  const v1::Done second = run();
  EXPECT_TRUE(second.started_from_plan());
  EXPECT_FALSE(verify(job_.economy, plan(second)).has_errors());
  assignment_.set_previous_plan_file((folder_ / "none.pbs").string());
  EXPECT_FALSE(run().started_from_plan());
}

TEST_F(AssignmentRun, WhatIsNoJobIsSaidWithoutItsContents) {
  planwerk::tests::write_bytes(assignment_.job_file(), "nothing of use");
  const v1::Done done = run();
  EXPECT_EQ(done.outcome(), v1::Done::BAD_JOB);
  EXPECT_THAT(done.reason(), HasSubstr("errors: 1"));
  EXPECT_THAT(done.plan(), IsEmpty());
}

TEST_F(AssignmentRun, AScratchFolderThatIsGoneIsAnAnswer) {
  std::filesystem::remove_all(folder_ / "scratch");
  EXPECT_EQ(run().outcome(), v1::Done::FAILED);
}

}  // namespace
}  // namespace planwerk::service
