#pragma once

#include <grpcpp/support/server_callback.h>

#include "host/service/grpc/call_tools.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk::service {

// SubmitJob: deletes itself when the call is over. Holds one part at a time: the next is taken from the connection when
// the one before is in the store's file.
grpc::ServerReadReactor<v1::SubmitJobRequest>* new_submit_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                               v1::SubmitJobResponse& response);
// ValidateJob likewise; the parts go into a file that goes with the call.
grpc::ServerReadReactor<v1::SubmitJobRequest>* new_validate_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                                 v1::ValidateJobResponse& response);

}  // namespace planwerk::service
