#include "host/service/store/job_transitions.hpp"

#include "host/service/store/job_rows.hpp"

namespace planwerk::service {

namespace {

StoreError fenced(const Lease& lease) {
  return StoreError(StoreError::Kind::fenced, "job " + lease.job + " runs under another lease, or not at all");
}

}  // namespace

void begin_job(Connection& connection, const JobRecord& job) {
  Query(connection,
        "INSERT INTO jobs (id, owner, idempotency_key, name, priority, tolerance, time_limit_s, method, previous_job, "
        "labour_questions, state, created, last_part) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'uploading', "
        "?11, ?11) ON CONFLICT (owner, idempotency_key) DO NOTHING",
        job.id, job.owner, job.idempotency_key, job.request.name, job.request.priority, job.request.tolerance,
        job.request.time_limit_s, job.request.method, job.request.previous_job, job.request.labour_questions,
        job.created)
      .run();
}

bool queue_upload(Connection& connection, const std::string& job, const JobSize& size) {
  return Query(connection,
               "UPDATE jobs SET state = 'queued', products = ?, recipes = ?, needs = ?, bytes = ?, "
               "memory_estimate = ? WHERE id = ? AND state = 'uploading'",
               size.products, size.recipes, size.needs, size.bytes, size.memory_estimate, job)
             .run() == 1;
}

std::optional<Lease> lease_job(Connection& connection, const std::string& job, UnixMillis now) {
  const int taken = Query(connection,
                          "UPDATE jobs SET state = 'running', fence = fence + 1, attempts = attempts + 1, "
                          "started = ?, reason = '' WHERE id = ? AND state = 'queued'",
                          now, job)
                        .run();
  if (taken == 0) return std::nullopt;
  Query query(connection, "SELECT fence FROM jobs WHERE id = ?", job);
  query.next();
  return Lease{job, query.integer(0)};
}

void demand_held(Connection& connection, const Lease& lease) {
  Query query(connection, "SELECT 1 FROM jobs WHERE id = ? AND state = 'running' AND fence = ?", lease.job,
              lease.fence);
  if (!query.next()) throw fenced(lease);
}

void end_job(Connection& connection, const Lease& lease, JobState state, const std::string& reason, UnixMillis now) {
  const int ended = Query(connection,
                          "UPDATE jobs SET state = ?, reason = ?, finished = ? "
                          "WHERE id = ? AND state = 'running' AND fence = ?",
                          to_string(state), reason, now, lease.job, lease.fence)
                        .run();
  if (ended == 0) throw fenced(lease);
}

void requeue_job(Connection& connection, const Lease& lease, const std::string& reason, UnixMillis now) {
  const int requeued = Query(connection,
                             "UPDATE jobs SET state = iif(cancel_requested, 'cancelled', 'queued'), reason = ?, "
                             "finished = iif(cancel_requested, ?, 0) WHERE id = ? AND state = 'running' AND fence = ?",
                             reason, now, lease.job, lease.fence)
                           .run();
  if (requeued == 0) throw fenced(lease);
}

void requeue_all(Connection& connection, const std::string& reason, UnixMillis now) {
  Query(connection,
        "UPDATE jobs SET state = iif(cancel_requested, 'cancelled', 'queued'), reason = ?, "
        "finished = iif(cancel_requested, ?, 0) WHERE state = 'running'",
        reason, now)
      .run();
}

void cancel_job(Connection& connection, const std::string& job, UnixMillis now) {
  const auto found = find_job(connection, job);
  if (!found) throw StoreError(StoreError::Kind::not_found, "there is no such job");
  if (found->state == JobState::uploading) {
    throw StoreError(StoreError::Kind::conflict, "job " + job + " is still being sent: it can only be deleted");
  }
  Query(connection,
        "UPDATE jobs SET state = 'cancelled', cancel_requested = 1, finished = ?, reason = 'cancelled before it ran' "
        "WHERE id = ? AND state = 'queued'",
        now, job)
      .run();
  Query(connection, "UPDATE jobs SET cancel_requested = 1 WHERE id = ? AND state = 'running'", job).run();
}

}  // namespace planwerk::service
