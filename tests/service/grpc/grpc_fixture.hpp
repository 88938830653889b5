#pragma once

#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "host/service/grpc/grpc_server.hpp"
#include "planwerk/v1/planner.grpc.pb.h"
#include "tests/codec/files.hpp"
#include "tests/service/support/child_reports.hpp"

namespace planwerk::service::tests {

// A service over gRPC on a free port. Without workers (jobs stay in the queue) unless it is started with them.
class GrpcTest : public ::testing::Test {
 protected:
  GrpcTest();
  ~GrpcTest() override;

  void serve(const std::function<void(ServiceSettings&)>& change = {}, bool workers = false);
  void stop();  // as SIGTERM would

  std::string address() const { return "localhost:" + std::to_string(server_->port()); }
  std::unique_ptr<v1::Planner::Stub> stub(
      const std::shared_ptr<grpc::ChannelCredentials>& credentials = grpc::InsecureChannelCredentials()) const;
  std::string token_of(const std::string& user);
  // With a deadline, so that a test that hangs fails.
  static std::unique_ptr<grpc::ClientContext> context(const std::string& token = "");

  static std::vector<std::string> bakery_parts();
  static v1::SubmitJobRequest start(const std::string& key);
  static v1::SubmitJobRequest part(std::int64_t index, const std::string& bytes);
  static v1::SubmitJobRequest finish(std::int64_t parts);
  static std::vector<v1::SubmitJobRequest> bakery(const std::string& key);

  grpc::Status submit(v1::Planner::Stub& stub, const std::vector<v1::SubmitJobRequest>& messages,
                      v1::SubmitJobResponse& response, const std::string& token = "");
  std::string submitted(const std::string& key, const std::string& token = "");
  grpc::Status get(v1::Planner::Stub& stub, const std::string& job, const std::string& token = "");

  planwerk::tests::TemporaryFolder folder_;
  ChildReports reports_{folder_ / "reports"};  // of workers and examiners
  std::unique_ptr<JobStore> store_;
  EventBoard events_;
  std::unique_ptr<Supervisor> supervisor_;
  std::unique_ptr<Planner> planner_;
  std::unique_ptr<Access> access_;
  std::unique_ptr<GrpcServer> server_;
};

}  // namespace planwerk::service::tests
