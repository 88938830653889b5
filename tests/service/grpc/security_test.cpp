#include <mutex>
#include <set>

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include "tests/service/grpc/grpc_fixture.hpp"
#include "tests/service/grpc/raw_connection.hpp"

// The table of docs/security.md, but for TLS.

namespace planwerk::service {
namespace {

using grpc::StatusCode;
using tests::GrpcTest;
using tests::RawConnection;

class Security : public GrpcTest {
 protected:
  static void with_accounts(ServiceSettings& settings) { settings.accounts = true; }

  void expect_alive() { EXPECT_EQ(get(*stub(), "x").error_code(), StatusCode::NOT_FOUND); }

  // Every call of the service with this token; the codes.
  std::vector<StatusCode> codes_of_all_calls(const std::string& token, const std::string& job);
};

std::vector<StatusCode> Security::codes_of_all_calls(const std::string& token, const std::string& job) {
  const auto service = stub();
  std::vector<StatusCode> codes;
  const auto unary = [&](auto method, auto request, auto response) {
    codes.push_back((*service.*method)(context(token).get(), request, &response).error_code());
  };
  const auto named = [&](auto request) {
    request.set_id(job);
    return request;
  };
  using Stub = v1::Planner::Stub;
  unary(&Stub::GetJob, named(v1::GetJobRequest()), v1::JobInfo());
  unary(&Stub::CancelJob, named(v1::CancelJobRequest()), v1::JobInfo());
  unary(&Stub::DeleteJob, named(v1::DeleteJobRequest()), v1::DeleteJobResponse());
  unary(&Stub::ShareJob, named(v1::ShareJobRequest()), v1::JobInfo());
  v1::ExplainNeedRequest explain;
  explain.set_need("bread");
  unary(&Stub::ExplainNeed, named(explain), v1::NeedAnswer());
  v1::SubmitChangesRequest changes;
  changes.set_base_job(job);
  changes.set_idempotency_key("changes");
  unary(&Stub::SubmitChanges, changes, v1::SubmitJobResponse());
  {
    const auto call = context(token);
    const auto reader = service->WatchJob(call.get(), named(v1::WatchJobRequest()));
    v1::JobEvent event;
    while (reader->Read(&event)) continue;
    codes.push_back(reader->Finish().error_code());
  }
  {
    const auto call = context(token);
    const auto reader = service->GetPlan(call.get(), named(v1::GetPlanRequest()));
    v1::PlanPart part;
    while (reader->Read(&part)) continue;
    codes.push_back(reader->Finish().error_code());
  }
  return codes;
}

TEST_F(Security, NoTokenAndAWrongTokenAreUnauthenticated) {
  serve(with_accounts);
  const std::string token = token_of("anna");
  const std::string job = submitted("one", token);
  std::string wrong = token;
  wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
  for (const std::string& bad : {std::string(), wrong, std::string("planwerk_"), std::string(5000, 'x')}) {
    EXPECT_THAT(codes_of_all_calls(bad, job), ::testing::Each(StatusCode::UNAUTHENTICATED));
    v1::SubmitJobResponse response;
    const auto service = stub();
    EXPECT_EQ(submit(*service, bakery("two"), response, bad).error_code(), StatusCode::UNAUTHENTICATED);
    v1::ListJobsResponse list;
    EXPECT_EQ(service->ListJobs(context(bad).get(), {}, &list).error_code(), StatusCode::UNAUTHENTICATED);
  }
  EXPECT_TRUE(get(*stub(), job, token).ok());
}

TEST_F(Security, RevokedAndExpiredTokensAreUnauthenticated) {
  serve(with_accounts);
  const std::string token = token_of("anna");
  const std::string expired = store_->accounts().issue_token("anna", "old", 1);
  EXPECT_EQ(get(*stub(), "x", expired).error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(get(*stub(), "x", token).error_code(), StatusCode::NOT_FOUND);
  store_->accounts().revoke_token("anna", "test");
  EXPECT_EQ(get(*stub(), "x", token).error_code(), StatusCode::UNAUTHENTICATED);
}

TEST_F(Security, OtherUsersJobsAreNotFound) {
  serve(with_accounts);
  const std::string job = submitted("one", token_of("anna"));
  EXPECT_THAT(codes_of_all_calls(token_of("bert"), job), ::testing::Each(StatusCode::NOT_FOUND));
  EXPECT_EQ(store_->find(job)->state, JobState::queued);
}

TEST_F(Security, IdsThatAreNoIdsNameNothing) {
  serve();
  for (const std::string id : {"../../../../etc/passwd", "..%2f..", "/", "", "a/b", "'; DROP TABLE jobs; --"}) {
    EXPECT_THAT(codes_of_all_calls("", id), ::testing::Each(StatusCode::NOT_FOUND)) << id;
  }
  submitted("one");
}

TEST_F(Security, OversizedMessagesAreRefused) {
  serve();
  const auto service = stub();
  v1::SubmitJobResponse response;
  const std::string large((std::size_t{16} << 20) + 5000, 'x');
  EXPECT_EQ(submit(*service, {start("one"), part(0, large)}, response).error_code(), StatusCode::RESOURCE_EXHAUSTED);
  const std::string over((std::size_t{16} << 20) + 1, 'x');
  EXPECT_EQ(submit(*service, {start("two"), part(0, over)}, response).error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(get(*service, std::string(20 << 20, 'a')).error_code(), StatusCode::RESOURCE_EXHAUSTED);
  v1::SubmitJobRequest long_name = start("three");
  long_name.mutable_start()->mutable_request()->set_name(std::string(1 << 20, 'n'));
  EXPECT_EQ(submit(*service, {long_name, part(0, "")}, response).error_code(), StatusCode::INVALID_ARGUMENT);
  expect_alive();
}

TEST_F(Security, DeeplyNestedMessagesAreRefused) {
  serve();
  // Groups within groups of an unknown field, and messages within messages of known ones.
  std::string nested;
  for (int depth = 0; depth < 1'000'000; ++depth) nested += '\x7b';  // field 15, group begins
  grpc::GenericStub generic(grpc::CreateChannel(address(), grpc::InsecureChannelCredentials()));
  for (const std::string& bytes : {nested, std::string("\x0a\xff\xff\xff\xff\x7f", 6)}) {
    const grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1), response;
    grpc::CompletionQueue queue;
    const auto call = context();
    const auto reader = generic.PrepareUnaryCall(call.get(), "/planwerk.v1.Planner/GetJob", request, &queue);
    grpc::Status status;
    reader->StartCall();
    reader->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue.Next(&tag, &ok));
    EXPECT_FALSE(status.ok());
    queue.Shutdown();
  }
  v1::SubmitJobResponse response;
  EXPECT_EQ(submit(*stub(), {start("one"), part(0, nested), finish(1)}, response).error_code(),
            StatusCode::INVALID_ARGUMENT);
  expect_alive();
}

TEST_F(Security, CompressedMessagesAreRefusedBeforeTheyAreUnpacked) {
  serve();
  const auto service = stub();
  const std::string bomb(std::size_t{8} << 20, '\0');  // some kilobytes, compressed
  for (const auto algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    const auto call = context();
    call->set_compression_algorithm(algorithm);
    v1::SubmitJobResponse response;
    const auto writer = service->SubmitJob(call.get(), &response);
    writer->Write(start("one"));
    writer->Write(part(0, bomb));
    writer->WritesDone();
    EXPECT_EQ(writer->Finish().error_code(), StatusCode::UNIMPLEMENTED);
  }
  EXPECT_TRUE(store_->list({}).jobs.empty());
  expect_alive();
}

TEST_F(Security, SilentStreamsAreEnded) {
  serve([](ServiceSettings& settings) { settings.silence_s = 0.2; });
  const auto service = stub();
  v1::SubmitJobResponse response;
  const auto call = context();
  const auto writer = service->SubmitJob(call.get(), &response);
  writer->Write(start("one"));
  writer->Write(part(0, bakery_parts()[0]));
  EXPECT_EQ(writer->Finish().error_code(), StatusCode::CANCELLED);  // without a word for longer than is allowed
  // What came is kept for when the client returns.
  v1::GetUploadRequest request;
  request.set_idempotency_key("one");
  v1::Upload upload;
  EXPECT_TRUE(service->GetUpload(context().get(), request, &upload).ok());
  EXPECT_EQ(upload.parts(), 1);
}

TEST_F(Security, ConnectionsThatSayNothingOrDribbleAreClosed) {
  serve([](ServiceSettings& settings) { settings.silence_s = 0.5; });
  RawConnection silent(server_->port());
  RawConnection slow(server_->port());
  slow.send("PRI * HTTP/2.0\r\n");  // the beginning of a greeting, and no more
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(slow.is_closed_by_server());
  expect_alive();
}

TEST_F(Security, BytesOfPortScannersCloseTheirConnection) {
  serve();
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.0\r\n\r\n"), std::string("\x16\x03\x01\x02\x00\x01\x00", 7), std::string(1000, '\0'),
        std::string("SSH-2.0-scan\r\n"), std::string("\x80\x00\x00\x28\x72\xfe\x1d\x13", 8) + std::string(100, 'x')}) {
    RawConnection connection(server_->port());
    connection.send(bytes);
    EXPECT_TRUE(connection.is_closed_by_server()) << bytes;
  }
  expect_alive();
}

TEST_F(Security, PassedDeadlinesAreTold) {
  serve();
  const auto service = stub();
  const std::string job = submitted("one");
  v1::WatchJobRequest request;
  request.set_id(job);
  grpc::ClientContext call;
  call.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  const auto reader = service->WatchJob(&call, request);
  v1::JobEvent event;
  while (reader->Read(&event)) continue;
  EXPECT_EQ(reader->Finish().error_code(), StatusCode::DEADLINE_EXCEEDED);
  grpc::ClientContext late;
  late.set_deadline(std::chrono::system_clock::now() - std::chrono::seconds(1));
  v1::GetJobRequest get_request;
  v1::JobInfo info;
  EXPECT_EQ(service->GetJob(&late, get_request, &info).error_code(), StatusCode::DEADLINE_EXCEEDED);
}

// What metrics tell of is what was called: every method of the schema, by its own name.
TEST_F(Security, CallsAreCountedByTheirNames) {
  serve();
  std::mutex mutex;
  std::set<std::string> counted;
  server_->on_call([&](const std::string& method, const std::string&) {
    const std::lock_guard lock(mutex);
    counted.insert(method);
  });
  codes_of_all_calls("", submitted("one"));
  const auto service = stub();
  v1::ListJobsResponse list;
  service->ListJobs(context().get(), {}, &list);
  v1::Upload upload;
  service->GetUpload(context().get(), {}, &upload);
  v1::ValidateJobResponse checked;
  const auto call = context();
  const auto writer = service->ValidateJob(call.get(), &checked);
  writer->WritesDone();
  writer->Finish();
  std::set<std::string> methods;
  const auto* schema = v1::GetJobRequest::descriptor()->file()->FindServiceByName("Planner");
  for (int i = 0; i < schema->method_count(); ++i) methods.insert(schema->method(i)->name());
  stop();  // no call goes on that could still count
  EXPECT_EQ(counted, methods);
}

TEST_F(Security, APortInUseIsSaid) {
  serve();
  ServiceSettings settings;
  settings.folder = folder_ / "store";
  settings.listen = address();
  GrpcServer second(*planner_, *access_, settings);
  EXPECT_THROW(second.start(), std::runtime_error);
}

}  // namespace
}  // namespace planwerk::service
