#pragma once

#include <functional>
#include <string>

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include "host/service/access/access.hpp"
#include "host/service/grpc/silence_watch.hpp"
#include "host/service/grpc/watch_feed.hpp"
#include "host/service/grpc/work_pool.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {

// What calls need beside their messages.
struct CallTools {
  Planner& planner;
  const Access& access;
  WorkPool& quick;    // what waits for a disk at most
  WorkPool& slow;     // what reads whole jobs
  WorkPool& answers;  // what solves
  SilenceWatch& silence;
  WatchFeed& feed;
  std::filesystem::path temporary;  // a folder of the server's own

  // Told of every call's end, for metrics.
  std::function<void(const std::string& method, const std::string& code)> on_call = {};

  grpc::Status ended(const char* method, grpc::Status status) const;
  // Throws Refused (unauthenticated).
  Caller caller(const grpc::CallbackServerContext& context) const;
};

}  // namespace planwerk::service
