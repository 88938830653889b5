#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "host/codec/part_sequence.hpp"
#include "planwerk/v1/plan.pb.h"
#include "tests/service/grpc/grpc_fixture.hpp"

// Clients that ask for a stream and do not take what comes.

namespace planwerk::service {
namespace {

using grpc::StatusCode;

constexpr int blocks = 96;  // of a MiB each: more than any window of a connection

class SlowReaders : public tests::GrpcTest {
 protected:
  static void end_soon(ServiceSettings& settings) { settings.silence_s = 0.3; }

  // Ends the job with a plan's stream of `blocks` parts that says nothing of use, but much of it.
  void end_with_long_plan(const std::string& job) {
    const Lease lease = store_->acquire(job).value();
    const auto path = store_->scratch_of(lease) / "plan.pbs";
    {
      std::ofstream file(path, std::ios::binary);
      PartWriter writer([&](std::string_view bytes) { file << bytes; });
      v1::PlanPart part;
      part.mutable_header()->set_magic(std::string(plan_parts_magic));
      part.mutable_header()->set_version(parts_version);
      writer.write(part);
      for (int block = 0; block < blocks; ++block) {
        part.mutable_explanations()->mutable_needs()->set_text(std::string(1 << 20, 'n'));
        writer.write(part);
        part.Clear();
      }
      writer.fill_trailer(*part.mutable_trailer(), {{"explanations", blocks}});
      writer.write(part);
    }
    store_->finish(lease, JobState::finished, "", path, PlanFigures{Status::optimal, 0, 0, 0});
  }

  // How many blocks come of the plan to a reader that waits so long before it takes the first.
  grpc::Status read_after(std::chrono::milliseconds wait, const std::string& job, int& got) {
    const auto service = stub();
    v1::GetPlanRequest request;
    request.set_id(job);
    const auto call = context();
    const auto reader = service->GetPlan(call.get(), request);
    std::this_thread::sleep_for(wait);
    v1::PlanPart part;
    for (got = 0; reader->Read(&part);) got += part.has_explanations() ? 1 : 0;
    return reader->Finish();
  }
};

TEST_F(SlowReaders, OfAWatchThatTakeNothingAreEnded) {
  serve([](ServiceSettings& settings) { settings.silence_s = 0.3; });
  const std::string job = submitted("one");
  const auto service = stub();
  v1::WatchJobRequest request;
  request.set_id(job);
  const auto call = context();
  const auto reader = service->WatchJob(call.get(), request);
  // Events as long as reasons can be, until the connection's window is full and a write waits.
  JobEvent event;
  event.job = job;
  event.state = JobState::running;
  event.reason = std::string(1 << 20, 'r');
  for (int i = 0; i < 300; ++i) {
    event.phase = std::to_string(i);
    event.state = i % 2 == 0 ? JobState::running : JobState::queued;
    events_.publish(event);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  v1::JobEvent got;
  while (reader->Read(&got)) continue;
  EXPECT_EQ(reader->Finish().error_code(), StatusCode::CANCELLED);
  EXPECT_EQ(get(*stub(), "x").error_code(), StatusCode::NOT_FOUND) << "it answers others";
}

TEST_F(SlowReaders, OfAPlanThatTakeNothingAreEnded) {
  serve(end_soon);
  const std::string job = submitted("one");
  end_with_long_plan(job);
  int got = 0;
  EXPECT_EQ(read_after(std::chrono::milliseconds(0), job, got).error_code(), StatusCode::OK);
  EXPECT_EQ(got, blocks) << "who takes what comes gets all";
  EXPECT_EQ(read_after(std::chrono::milliseconds(1500), job, got).error_code(), StatusCode::CANCELLED);
  EXPECT_LT(got, blocks);
  EXPECT_EQ(get(*stub(), job).error_code(), StatusCode::OK) << "it answers others";
}

}  // namespace
}  // namespace planwerk::service
