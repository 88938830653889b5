#pragma once

#include <grpcpp/server_context.h>

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
  WorkPool& quick;  // what waits for a disk at most
  WorkPool& slow;   // what reads whole jobs and solves
  SilenceWatch& silence;
  WatchFeed& feed;
  std::filesystem::path temporary;  // a folder of the server's own

  // Throws Refused (unauthenticated).
  Caller caller(const grpc::CallbackServerContext& context) const;
};

}  // namespace planwerk::service
