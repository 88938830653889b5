#pragma once

#include <grpcpp/support/status.h>

#include "host/base/problem.hpp"
#include "host/service/planner/planner.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk::service {

grpc::StatusCode code_of(Refusal why);

// The first faults as far as they fit into `bytes`, with the number of all.
v1::Faults faults_of(const Problems& problems, std::size_t bytes = std::string::npos);

// With details (rpc_status.proto): Faults where there are problems, as many as go into a trailer.
grpc::Status status_of(const Refused& refused);

// Runs `work`; what it throws is its status. Nothing of the inside gets out but what a Refused says.
template <class Work>
grpc::Status status_after(const Work& work);

// To be called while an exception is handled.
grpc::Status status_of_current_exception();

template <class Work>
grpc::Status status_after(const Work& work) {
  try {
    work();
    return grpc::Status::OK;
  } catch (...) {
    return status_of_current_exception();
  }
}

}  // namespace planwerk::service
