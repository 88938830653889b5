#pragma once

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"
#include "host/service/store/job_store.hpp"
#include "host/service/watch/job_event.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk::service {

// Between the store's records and messages.
JobRequest from_message(const v1::JobRequest& message);
v1::JobRequest to_message(const JobRequest& request);
v1::JobSize to_message(const JobSize& size);
v1::JobInfo to_message(const JobRecord& job);
v1::JobEvent to_message(const JobEvent& event);
v1::Upload to_message(const UploadStatus& upload);
v1::JobState to_message(JobState state);
// Unknown numbers are an error, named by `path`.
JobFilter from_message(const v1::ListJobsRequest& message, Problems& problems);

// As read_job (job_codec.hpp), of a message that came whole.
Outcome<Job> read_job(const v1::Job& message);

}  // namespace planwerk::service
