#pragma once

#include <optional>
#include <string>

#include "host/service/store/connection.hpp"
#include "host/service/store/job_record.hpp"
#include "host/service/store/job_store.hpp"

namespace planwerk::service {

// Every change of a job's state that there is, each within the caller's transaction:
//   uploading -> queued -> running -> finished, failed, cancelled;  running -> queued;  queued -> cancelled.
// The state that a change needs is a condition of its statement, so that a job has one end, whoever comes second.

void begin_job(Connection& connection, const JobRecord& job);  // as an upload; nothing where owner and key are known
bool queue_upload(Connection& connection, const std::string& job, const JobSize& size);  // false: no upload any more
std::optional<Lease> lease_job(Connection& connection, const std::string& job, UnixMillis now);
void demand_held(Connection& connection, const Lease& lease);  // throws StoreError (fenced)
// Throw `fenced` where the lease does not hold.
void end_job(Connection& connection, const Lease& lease, JobState state, const std::string& reason, UnixMillis now);
void requeue_job(Connection& connection, const Lease& lease, const std::string& reason, UnixMillis now);
void requeue_all(Connection& connection, const std::string& reason, UnixMillis now);  // whoever ran them is gone
// As JobStore::request_cancel. Throws StoreError: not_found, conflict.
void cancel_job(Connection& connection, const std::string& job, UnixMillis now);

}  // namespace planwerk::service
