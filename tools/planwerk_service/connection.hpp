#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/security/credentials.h>

#include "host/base/problem.hpp"
#include "planwerk/v1/planner.grpc.pb.h"
#include "tools/planwerk/console.hpp"
#include "tools/planwerk/exit_code.hpp"

namespace planwerk::cli {

// What the service answered instead of what was asked for.
class RpcError : public std::runtime_error {
 public:
  explicit RpcError(const grpc::Status& status);
  grpc::StatusCode code() const { return code_; }
  const Problems& problems() const { return problems_; }  // of the input, named field by field, where it has faults
  ExitCode exit_code() const;

 private:
  grpc::StatusCode code_;
  Problems problems_;
};

// A service and how it is reached, as flags say. Calls that the service could not take at the moment are repeated, with
// longer and longer pauses, for as long as --patience says.
class Connection {
 public:
  void add_flags(CLI::App& command);

  // Makes the channel. Throws std::runtime_error: files that cannot be read, tokens that would travel in the open.
  void open();
  v1::Planner::Stub& stub() { return *stub_; }
  const std::string& server() const { return server_; }

  // With the token, and wait for the server to be there.
  std::unique_ptr<grpc::ClientContext> context() const;

  // Calls `attempt` until its status is OK, or one that no repetition mends: throws RpcError.
  void persist(const std::function<grpc::Status()>& attempt) const;

  template <class Request, class Response>
  Response call(grpc::Status (v1::Planner::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request) {
    Response response;
    persist([&] {
      response.Clear();
      const auto call_context = context();
      return (*stub_.*method)(call_context.get(), request, &response);
    });
    return response;
  }

  // A suggestion's flags to reach the same service: empty where it is the default.
  std::string flags_text() const;

 private:
  bool is_secure() const;
  std::shared_ptr<grpc::ChannelCredentials> credentials() const;
  std::string token() const;

  std::string server_ = "127.0.0.1:50551";
  std::string token_file_;
  std::string ca_;
  std::string certificate_;
  std::string key_;
  bool tls_ = false;
  bool insecure_ = false;
  double patience_s_ = 60;
  std::string authorization_;
  std::unique_ptr<v1::Planner::Stub> stub_;
};

// Runs a command; a service that refuses is told to the console and becomes the exit code.
ExitCode tell_refusals(const Console& console, const std::function<ExitCode()>& command);

}  // namespace planwerk::cli
