#pragma once

#include <grpcpp/support/server_callback.h>

#include "host/service/grpc/call_tools.hpp"
#include "host/service/grpc/rpc_status.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk::service {

// A stream of SubmitJobRequests: start, then parts and a finish, or a whole job. Checks their order; what becomes of
// them is the derived class's matter, whose functions run in the pools, one at a time, and throw Refused.
class PartReceiver : public grpc::ServerReadReactor<v1::SubmitJobRequest> {
 public:
  PartReceiver(const char* method, CallTools& tools, grpc::CallbackServerContext& context);

  void OnReadDone(bool ok) final;
  void OnDone() final { delete this; }

 protected:
  virtual void start(const Caller& caller, const v1::SubmitStart& start) = 0;
  virtual void part(const Caller& caller, const v1::SubmitPart& part) = 0;
  virtual void finish(const Caller& caller, const v1::SubmitFinish& finish) = 0;  // may take its time
  virtual void job(const Caller& caller, const v1::Job& job) = 0;                 // likewise
  virtual void broken() = 0;                                                      // the stream ended before its finish

  CallTools& tools() { return tools_; }

 private:
  void next();
  void step(bool ok);
  void take();
  void end();

  const char* method_;
  CallTools& tools_;
  grpc::CallbackServerContext& context_;
  Caller caller_;
  bool started_ = false;
  v1::SubmitJobRequest request_;
  SilenceWatch::Stream silence_;
};

}  // namespace planwerk::service
