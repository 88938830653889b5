#pragma once

#include "host/service/store/job_record.hpp"
#include "host/service/watch/job_event.hpp"
#include "planwerk/v1/worker.pb.h"

namespace planwerk::service {

// What watchers are told.
void publish_state(EventBoard& events, const JobRecord& job, const std::string& phase = "");
void publish_progress(EventBoard& events, const JobRecord& job, const v1::WorkerProgress& progress);

}  // namespace planwerk::service
