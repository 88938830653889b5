#pragma once

#include <grpcpp/support/server_callback.h>

#include "host/service/grpc/call_tools.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk::service {

// WatchJob: deletes itself when the call is over.
grpc::ServerWriteReactor<v1::JobEvent>* new_watch_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                       const v1::WatchJobRequest& request);

}  // namespace planwerk::service
