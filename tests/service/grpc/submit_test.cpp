#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "planwerk/v1/rpc_status.pb.h"
#include "tests/service/grpc/grpc_fixture.hpp"

namespace planwerk::service {
namespace {

using grpc::StatusCode;
using tests::GrpcTest;

v1::Faults faults_in(const grpc::Status& status) {
  v1::RpcStatus details;
  v1::Faults faults;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), static_cast<int>(status.error_code()));
  EXPECT_TRUE(details.details_size() > 0 && details.details(0).UnpackTo(&faults));
  return faults;
}

TEST_F(GrpcTest, PartsAndWholeJobsBecomeTheSameJob) {
  serve();
  const auto service = stub();
  v1::SubmitJobResponse by_parts, whole;
  ASSERT_TRUE(submit(*service, bakery("one"), by_parts).ok());
  EXPECT_EQ(by_parts.job().state(), v1::QUEUED);
  EXPECT_EQ(by_parts.job().size().products(), 3);

  const std::string pb = folder_ / "bakery.pb";
  ASSERT_FALSE(write_job(*read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto").value, pb).has_errors());
  v1::SubmitJobRequest job;
  ASSERT_TRUE(job.mutable_job()->ParseFromString(planwerk::tests::read_bytes(pb)));
  ASSERT_TRUE(submit(*service, {start("two"), job}, whole).ok());
  EXPECT_EQ(store_->find(whole.job().id())->job->sha256, store_->find(by_parts.job().id())->job->sha256);
}

TEST_F(GrpcTest, TheSameKeyIsTheSameJobHoweverOftenItIsSent) {
  serve();
  const std::string job = submitted("one");
  EXPECT_EQ(submitted("one"), job);
  v1::SubmitJobResponse response;
  EXPECT_TRUE(submit(*stub(), {start("one"), finish(0)}, response).ok());
  EXPECT_EQ(response.job().id(), job);
  EXPECT_EQ(store_->queued().size(), 1u);
}

TEST_F(GrpcTest, AbandonedUploadsGoOnWhereTheyBroke) {
  serve();
  const auto service = stub();
  auto messages = bakery("one");
  const auto parts = std::ssize(messages) - 2;
  v1::SubmitJobResponse response;
  const grpc::Status broken = submit(*service, {messages.begin(), messages.begin() + 3}, response);
  EXPECT_EQ(broken.error_code(), StatusCode::INVALID_ARGUMENT);

  v1::GetUploadRequest request;
  request.set_idempotency_key("one");
  v1::Upload upload;
  ASSERT_TRUE(service->GetUpload(context().get(), request, &upload).ok());
  EXPECT_EQ(upload.parts(), 2);
  messages.erase(messages.begin() + 1, messages.begin() + 3);
  ASSERT_TRUE(submit(*service, messages, response).ok());
  EXPECT_EQ(response.job().id(), upload.job().id());
  EXPECT_EQ(response.job().state(), v1::QUEUED);
  EXPECT_EQ(messages.back().finish().parts(), parts);
  request.set_idempotency_key("unknown");
  EXPECT_EQ(service->GetUpload(context().get(), request, &upload).error_code(), StatusCode::NOT_FOUND);
}

TEST_F(GrpcTest, AConnectionThatBreaksLosesNoPart) {
  serve();
  const auto service = stub();
  {
    v1::SubmitJobResponse response;
    const auto call = context();
    const auto writer = service->SubmitJob(call.get(), &response);
    const auto messages = bakery("one");
    for (std::size_t i = 0; i + 1 < messages.size(); ++i) ASSERT_TRUE(writer->Write(messages[i]));
    call->TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), StatusCode::CANCELLED);
  }
  // However much of it arrived: the client goes on after that.
  v1::GetUploadRequest request;
  request.set_idempotency_key("one");
  v1::Upload upload;
  const grpc::Status found = service->GetUpload(context().get(), request, &upload);
  auto messages = bakery("one");
  if (found.ok()) messages.erase(messages.begin() + 1, messages.begin() + 1 + upload.parts());
  v1::SubmitJobResponse response;
  EXPECT_TRUE(submit(*service, messages, response).ok());
  EXPECT_EQ(store_->queued().size(), 1u);
}

TEST_F(GrpcTest, StreamsThatAreNoSubmissionsAreRefused) {
  serve();
  const auto service = stub();
  const auto parts = bakery_parts();
  const v1::SubmitJobRequest empty;
  struct Case {
    const char* what;
    std::vector<v1::SubmitJobRequest> messages;
    StatusCode code;
  };
  const std::vector<Case> cases = {
      {"nothing", {}, StatusCode::INVALID_ARGUMENT},
      {"an empty message", {empty}, StatusCode::INVALID_ARGUMENT},
      {"a part first", {part(0, parts[0])}, StatusCode::INVALID_ARGUMENT},
      {"two starts", {start("a"), start("a")}, StatusCode::INVALID_ARGUMENT},
      {"no key", {start(""), part(0, parts[0])}, StatusCode::INVALID_ARGUMENT},
      {"a missing part", {start("b"), part(0, parts[0]), part(2, parts[2])}, StatusCode::FAILED_PRECONDITION},
      {"a part twice, differently", {start("c"), part(0, parts[0]), part(0, "x")}, StatusCode::FAILED_PRECONDITION},
      {"fewer parts than said", {start("d"), part(0, parts[0]), finish(2)}, StatusCode::INVALID_ARGUMENT},
      {"no trailer", {start("e"), part(0, parts[0]), finish(1)}, StatusCode::INVALID_ARGUMENT},
      {"a negative part", {start("f"), part(-1, parts[0])}, StatusCode::FAILED_PRECONDITION},
      {"nothing between", {start("g"), finish(0)}, StatusCode::INVALID_ARGUMENT},
      {"parts of nonsense", {start("h"), part(0, std::string(1000, '\xff')), finish(1)}, StatusCode::INVALID_ARGUMENT},
  };
  for (const Case& entry : cases) {
    v1::SubmitJobResponse response;
    const grpc::Status status = submit(*service, entry.messages, response);
    EXPECT_EQ(status.error_code(), entry.code) << entry.what << ": " << status.error_message();
  }
  EXPECT_TRUE(store_->queued().empty());
}

TEST_F(GrpcTest, EveryFaultIsNamedInTheDetailsOfTheError) {
  serve();
  v1::SubmitJobRequest message;
  v1::Economy& economy = *message.mutable_job()->mutable_economy();
  for (int i = 0; i < 400; ++i) {
    auto& recipe = *economy.add_recipes();
    recipe.set_id("recipe " + std::to_string(i));
    recipe.add_inputs()->set_product("missing " + std::to_string(i));
  }
  v1::SubmitJobResponse response;
  const auto service = stub();
  const grpc::Status status = submit(*service, {start("one"), message}, response);
  ASSERT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  const v1::Faults faults = faults_in(status);
  EXPECT_GE(faults.errors(), 400);
  ASSERT_GT(faults.faults_size(), 5);
  EXPECT_LT(status.error_details().size(), 5000u);  // what clients take as metadata
  EXPECT_THAT(faults.faults(),
              ::testing::Contains(::testing::ResultOf([](const v1::Fault& fault) { return fault.path(); },
                                                      "recipes[\"recipe 0\"].inputs[0].product")));
  // Validation has room for all that are kept.
  v1::ValidateJobResponse checked;
  const auto call = context();
  const auto writer = service->ValidateJob(call.get(), &checked);
  writer->Write(start("any"));
  writer->WriteLast(message, {});
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_GE(checked.faults().faults_size(), 400);
  EXPECT_FALSE(checked.has_size());
}

TEST_F(GrpcTest, ValidationKeepsNothing) {
  serve();
  v1::ValidateJobResponse checked;
  const auto service = stub();
  const auto call = context();
  const auto writer = service->ValidateJob(call.get(), &checked);
  for (const auto& message : bakery("one")) writer->Write(message);
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(checked.faults().errors(), 0);
  EXPECT_EQ(checked.size().products(), 3);
  EXPECT_TRUE(store_->list({}).jobs.empty());
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "store" / "incoming"));
}

TEST_F(GrpcTest, ListsArePagedAndFiltered) {
  serve();
  const auto service = stub();
  for (int i = 0; i < 7; ++i) submitted(std::to_string(i));
  v1::ListJobsRequest request;
  request.set_page_size(3);
  std::set<std::string> ids;
  int pages = 0;
  do {
    v1::ListJobsResponse page;
    ASSERT_TRUE(service->ListJobs(context().get(), request, &page).ok());
    for (const auto& job : page.jobs()) ids.insert(job.id());
    request.set_page_token(page.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(ids.size(), 7u);
  EXPECT_EQ(pages, 3);

  v1::CancelJobRequest cancel;
  cancel.set_id(*ids.begin());
  v1::JobInfo cancelled;
  ASSERT_TRUE(service->CancelJob(context().get(), cancel, &cancelled).ok());
  EXPECT_EQ(cancelled.state(), v1::CANCELLED);
  request = {};
  request.add_states(v1::CANCELLED);
  v1::ListJobsResponse page;
  ASSERT_TRUE(service->ListJobs(context().get(), request, &page).ok());
  ASSERT_EQ(page.jobs_size(), 1);
  EXPECT_EQ(page.jobs(0).id(), *ids.begin());

  for (const int bad : {-1, 1001}) {
    request = {};
    request.set_page_size(bad);
    EXPECT_EQ(service->ListJobs(context().get(), request, &page).error_code(), StatusCode::INVALID_ARGUMENT);
  }
  request = {};
  request.set_page_token("nonsense");
  EXPECT_EQ(service->ListJobs(context().get(), request, &page).error_code(), StatusCode::INVALID_ARGUMENT);
  request = {};
  request.add_states(static_cast<v1::JobState>(99));
  EXPECT_EQ(service->ListJobs(context().get(), request, &page).error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(GrpcTest, DeletedJobsAreGone) {
  serve();
  const auto service = stub();
  const std::string job = submitted("one");
  v1::DeleteJobRequest remove;
  remove.set_id(job);
  v1::DeleteJobResponse removed;
  EXPECT_EQ(service->DeleteJob(context().get(), remove, &removed).error_code(), StatusCode::FAILED_PRECONDITION);
  v1::CancelJobRequest cancel;
  cancel.set_id(job);
  v1::JobInfo cancelled;
  ASSERT_TRUE(service->CancelJob(context().get(), cancel, &cancelled).ok());
  ASSERT_TRUE(service->DeleteJob(context().get(), remove, &removed).ok());
  EXPECT_EQ(get(*service, job).error_code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(store_->bytes_used(""), 0);
}

}  // namespace
}  // namespace planwerk::service
