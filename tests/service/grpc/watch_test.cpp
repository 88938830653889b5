#include "host/codec/job_codec.hpp"
#include "host/codec/part_stream.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/service/grpc/plan_parts_source.hpp"
#include "tests/service/grpc/grpc_fixture.hpp"

namespace planwerk::service {
namespace {

using grpc::StatusCode;
using tests::GrpcTest;

v1::WatchJobRequest watching(const std::string& job, std::int64_t after = 0) {
  v1::WatchJobRequest request;
  request.set_id(job);
  request.set_after_sequence(after);
  return request;
}

class ServedJobs : public GrpcTest {
 protected:
  // Waits for the job's end through the service.
  v1::JobEvent end_of(const std::string& job) {
    const auto service = stub();
    const auto call = context();
    const auto reader = service->WatchJob(call.get(), watching(job));
    v1::JobEvent event;
    while (reader->Read(&event)) continue;
    EXPECT_TRUE(reader->Finish().ok());
    return event;
  }

  std::string plan_file(const std::string& job, const std::vector<v1::GetPlanRequest::Selection>& selections) {
    const std::string path = folder_ / "fetched.pbs";
    std::ofstream file(path, std::ios::binary);
    PartWriter writer([&](std::string_view bytes) { file << bytes; });
    v1::GetPlanRequest request;
    request.set_id(job);
    for (const auto selection : selections) request.add_selections(selection);
    const auto service = stub();
    const auto call = context();
    const auto reader = service->GetPlan(call.get(), request);
    v1::PlanPart part;
    while (reader->Read(&part)) writer.write(part);
    EXPECT_TRUE(reader->Finish().ok());
    return path;
  }
};

TEST_F(ServedJobs, AJobIsSolvedWatchedAndFetched) {
  serve({}, true);
  const std::string job = submitted("one");
  const v1::JobEvent end = end_of(job);
  EXPECT_EQ(end.state(), v1::FINISHED) << end.reason();
  const Job bakery = *read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto").value;
  const auto plan = read_plan(plan_file(job, {}), bakery.economy);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan.value->status, Status::optimal);
  EXPECT_EQ(planwerk::tests::read_bytes(folder_ / "fetched.pbs"),
            planwerk::tests::read_bytes(planner_->plan_path({{"local", true, {}}, "test"}, job)));
}

TEST_F(ServedJobs, PartsOfAPlanAreStreamsOfTheirOwn) {
  serve({}, true);
  const std::string job = submitted("one");
  end_of(job);
  const std::string path = plan_file(job, {v1::GetPlanRequest::NEEDS});
  PartReader reader(path, "planwerk plan parts");
  v1::PlanPart part;
  std::set<int> kinds;
  std::uint64_t needs = 0;
  while (reader.next(part)) {
    kinds.insert(part.part_case());
    if (part.has_needs()) needs += static_cast<std::uint64_t>(part.needs().needs().lengths_size());
    if (!part.has_trailer()) continue;
    PartCounts counts;
    for (int i = 0; i < part.trailer().kinds_size(); ++i) {
      counts.emplace_back(part.trailer().kinds(i), part.trailer().kinds(i) == "needs" ? needs : 0);
    }
    EXPECT_NO_THROW(reader.check_trailer(part.trailer(), counts));
    break;
  }
  EXPECT_EQ(kinds, (std::set<int>{v1::PlanPart::kHeader, v1::PlanPart::kNeeds, v1::PlanPart::kTrailer}));
  EXPECT_GT(needs, 0u);

  v1::GetPlanRequest request;
  request.set_id(job);
  request.add_selections(static_cast<v1::GetPlanRequest::Selection>(77));
  const auto service = stub();
  const auto call = context();
  const auto refused = service->GetPlan(call.get(), request);
  EXPECT_FALSE(refused->Read(&part));
  EXPECT_EQ(refused->Finish().error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServedJobs, NeedsAreExplained) {
  serve({}, true);
  const std::string job = submitted("one");
  end_of(job);
  const Job bakery = *read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto").value;
  v1::ExplainNeedRequest request;
  request.set_id(job);
  request.set_need(bakery.economy.needs[0].id);
  v1::NeedAnswer answer;
  const auto service = stub();
  ASSERT_TRUE(service->ExplainNeed(context().get(), request, &answer).ok());
  EXPECT_EQ(answer.need(), request.need());
  request.set_need("brad");
  EXPECT_EQ(service->ExplainNeed(context().get(), request, &answer).error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(GrpcTest, WatchersHearTheStateFirstAndTheEndLast) {
  serve();
  const std::string job = submitted("one");
  const auto service = stub();
  const auto call = context();
  const auto reader = service->WatchJob(call.get(), watching(job));
  v1::JobEvent event;
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.state(), v1::QUEUED);
  JobEvent running;
  running.job = job;
  running.state = JobState::running;
  running.phase = "pdhg";
  for (running.iteration = 1; running.iteration <= 1000; ++running.iteration) events_.publish(running);
  const std::int64_t first = event.sequence();
  do {
    const std::int64_t before = event.sequence();
    ASSERT_TRUE(reader->Read(&event));
    EXPECT_GT(event.sequence(), before);
    EXPECT_EQ(event.state(), v1::RUNNING);
  } while (event.iteration() < 1000);
  EXPECT_GT(event.sequence(), first);
  JobEvent end = running;
  end.phase.clear();
  end.state = JobState::failed;
  end.reason = "as the test wants it";
  events_.publish(end);
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.state(), v1::FAILED);
  EXPECT_EQ(event.reason(), end.reason);
  EXPECT_FALSE(reader->Read(&event));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(GrpcTest, WatchersResumeAfterWhatTheySaw) {
  serve();
  const std::string job = submitted("one");
  const auto service = stub();
  std::int64_t seen = 0;
  {
    const auto call = context();
    const auto reader = service->WatchJob(call.get(), watching(job));
    v1::JobEvent event;
    ASSERT_TRUE(reader->Read(&event));
    seen = event.sequence();
    call->TryCancel();
    EXPECT_EQ(reader->Finish().error_code(), StatusCode::CANCELLED);
  }
  const auto call = context();
  const auto reader = service->WatchJob(call.get(), watching(job, seen));
  const grpc::Status cancelled = [&] {
    v1::CancelJobRequest request;
    request.set_id(job);
    v1::JobInfo info;
    return service->CancelJob(context().get(), request, &info);
  }();
  ASSERT_TRUE(cancelled.ok());
  v1::JobEvent event;
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.state(), v1::CANCELLED);
  EXPECT_FALSE(reader->Read(&event));
}

TEST_F(GrpcTest, AWatchOutlivesARestartOfTheService) {
  serve();
  const std::string job = submitted("one");
  {
    const auto service = stub();
    const auto call = context();
    const auto reader = service->WatchJob(call.get(), watching(job));
    v1::JobEvent event;
    ASSERT_TRUE(reader->Read(&event));
    stop();
    EXPECT_FALSE(reader->Read(&event));
    EXPECT_EQ(reader->Finish().error_code(), StatusCode::UNAVAILABLE);
  }
  events_.forget(job);
  serve();
  const auto service = stub();
  const auto call = context();
  const auto reader = service->WatchJob(call.get(), watching(job, 41));
  v1::JobEvent event;
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.state(), v1::QUEUED);
}

TEST_F(GrpcTest, ManyWatchersNeedNoThreadsOfTheirOwn) {
  serve();
  const std::string job = submitted("one");
  constexpr int watchers = 300;
  const auto service = stub();
  std::vector<std::unique_ptr<grpc::ClientContext>> calls;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::JobEvent>>> readers;
  for (int i = 0; i < watchers; ++i) {
    calls.push_back(context());
    readers.push_back(service->WatchJob(calls.back().get(), watching(job)));
  }
  v1::JobEvent event;
  for (auto& reader : readers) ASSERT_TRUE(reader->Read(&event));
  std::size_t threads = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) threads += entry.exists() ? 1 : 0;
  EXPECT_LT(threads, 150u);
  v1::CancelJobRequest request;
  request.set_id(job);
  v1::JobInfo info;
  ASSERT_TRUE(service->CancelJob(context().get(), request, &info).ok());
  for (auto& reader : readers) {
    ASSERT_TRUE(reader->Read(&event));
    EXPECT_EQ(event.state(), v1::CANCELLED);
    EXPECT_FALSE(reader->Read(&event));
    EXPECT_TRUE(reader->Finish().ok());
  }
}

}  // namespace
}  // namespace planwerk::service
