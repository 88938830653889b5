#include "tests/service/grpc/grpc_fixture.hpp"

#include "host/codec/job_codec.hpp"
#include "host/service/planner/job_parts_of.hpp"

namespace planwerk::service::tests {

GrpcTest::GrpcTest() : store_(std::make_unique<JobStore>(StoreSettings{folder_ / "store", {}}, real_file_system())) {}

GrpcTest::~GrpcTest() {
  stop();
  EXPECT_EQ(reports_.take(), "") << "a sanitizer, of a child process";
}

void GrpcTest::serve(const std::function<void(ServiceSettings&)>& change, bool workers) {
  ServiceSettings settings;
  settings.listen = "localhost:0";
  settings.folder = folder_ / "store";
  settings.threads = 1;
  settings.worker_memory = std::int64_t{4} << 30;
  settings.worker = PLANWERK_WORKER;
  if (change) change(settings);
  supervisor_ = std::make_unique<Supervisor>(*store_, events_, supervisor_settings(settings));
  planner_ = std::make_unique<Planner>(*store_, *supervisor_, events_, settings.limits);
  access_ = std::make_unique<Access>(store_->accounts(), settings.accounts);
  server_ = std::make_unique<GrpcServer>(*planner_, *access_, settings);
  if (workers) supervisor_->start();
  server_->start();
}

void GrpcTest::stop() {
  if (!server_) return;
  server_->begin_drain();
  supervisor_->stop(false);
  server_->stop(std::chrono::seconds(5));
  server_.reset();
}

std::unique_ptr<v1::Planner::Stub> GrpcTest::stub(const std::shared_ptr<grpc::ChannelCredentials>& credentials) const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
  arguments.SetMaxReceiveMessageSize(-1);
  return v1::Planner::NewStub(grpc::CreateCustomChannel(address(), credentials, arguments));
}

std::string GrpcTest::token_of(const std::string& user) {
  User entry;
  entry.id = user;
  store_->accounts().put_user(entry);
  return store_->accounts().issue_token(user, "test", 0);
}

std::unique_ptr<grpc::ClientContext> GrpcTest::context(const std::string& token) {
  auto made = std::make_unique<grpc::ClientContext>();
  made->set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
  if (!token.empty()) made->AddMetadata("authorization", "Bearer " + token);
  return made;
}

std::vector<std::string> GrpcTest::bakery_parts() {
  std::vector<std::string> parts;
  const Outcome<Job> job = read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto");
  for_each_part(*job.value, [&](std::string_view bytes) { parts.emplace_back(bytes); });
  return parts;
}

v1::SubmitJobRequest GrpcTest::start(const std::string& key) {
  v1::SubmitJobRequest message;
  message.mutable_start()->set_idempotency_key(key);
  return message;
}

v1::SubmitJobRequest GrpcTest::part(std::int64_t index, const std::string& bytes) {
  v1::SubmitJobRequest message;
  message.mutable_part()->set_index(index);
  message.mutable_part()->set_part(bytes);
  return message;
}

v1::SubmitJobRequest GrpcTest::finish(std::int64_t parts) {
  v1::SubmitJobRequest message;
  message.mutable_finish()->set_parts(parts);
  return message;
}

std::vector<v1::SubmitJobRequest> GrpcTest::bakery(const std::string& key) {
  std::vector<v1::SubmitJobRequest> messages{start(key)};
  const auto parts = bakery_parts();
  for (std::size_t i = 0; i < parts.size(); ++i) messages.push_back(part(static_cast<std::int64_t>(i), parts[i]));
  messages.push_back(finish(std::ssize(parts)));
  return messages;
}

grpc::Status GrpcTest::submit(v1::Planner::Stub& stub, const std::vector<v1::SubmitJobRequest>& messages,
                              v1::SubmitJobResponse& response, const std::string& token) {
  const auto call = context(token);
  const auto writer = stub.SubmitJob(call.get(), &response);
  for (const v1::SubmitJobRequest& message : messages) {
    if (!writer->Write(message)) break;
  }
  writer->WritesDone();
  return writer->Finish();
}

std::string GrpcTest::submitted(const std::string& key, const std::string& token) {
  v1::SubmitJobResponse response;
  const auto service = stub();
  const grpc::Status status = submit(*service, bakery(key), response, token);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.job().id();
}

grpc::Status GrpcTest::get(v1::Planner::Stub& stub, const std::string& job, const std::string& token) {
  v1::GetJobRequest request;
  request.set_id(job);
  v1::JobInfo response;
  return stub.GetJob(context(token).get(), request, &response);
}

}  // namespace planwerk::service::tests
