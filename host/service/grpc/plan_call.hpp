#pragma once

#include <grpcpp/support/server_callback.h>

#include "host/service/grpc/call_tools.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk::service {

// GetPlan: deletes itself when the call is over.
grpc::ServerWriteReactor<v1::PlanPart>* new_plan_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                      const v1::GetPlanRequest& request);

}  // namespace planwerk::service
