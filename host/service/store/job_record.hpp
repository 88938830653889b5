#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/status.hpp"

namespace planwerk::service {

// Milliseconds since 1970, for people and for retention; nothing is decided by comparing two of them that a stepped
// clock could turn round.
using UnixMillis = std::int64_t;

enum class JobState {
  uploading,  // parts arrive; not yet acknowledged
  queued,
  running,    // under a lease
  finished,   // terminal: there is a certified plan, or a certified proof that there is none
  failed,     // terminal: `reason` says why; there may be a best plan so far
  cancelled,  // terminal: likewise
};

constexpr bool is_terminal(JobState state) {
  return state == JobState::finished || state == JobState::failed || state == JobState::cancelled;
}

std::string_view to_string(JobState state);
std::optional<JobState> job_state_named(std::string_view name);

// What a planner asks for beside the economy. Unset leaves the choice to the job's own settings, then to the service.
struct JobRequest {
  std::string name;  // shown in lists; empty: the economy's
  int priority = 0;  // higher first, within what the user may ask for: -10 to 10
  std::optional<double> tolerance;
  std::optional<double> time_limit_s;
  std::string method;        // "", "auto", "pdhg", "ipm"
  std::string previous_job;  // id of a job of the same user from whose plan the solve starts; empty: from scratch
  bool labour_questions = false;
};

// How large a job is, known once it was read.
struct JobSize {
  std::int64_t products = 0;
  std::int64_t recipes = 0;
  std::int64_t needs = 0;
  std::int64_t bytes = 0;            // of the stored stream of parts
  std::int64_t memory_estimate = 0;  // bytes a worker will need
};

// The figures of a plan that lists show; all of them from the service's own certificate.
struct PlanFigures {
  Status status = Status::numerical_trouble;
  double objective = 0;
  double safe_gap = 0;
  double elapsed_s = 0;
};

// A file of the store by its content; `name` is what ContentFiles gave it.
struct StoredFile {
  std::string sha256;  // lower-case hexadecimal
  std::int64_t bytes = 0;
};

// A user's right to see a job. The owner always may.
struct JobRecord {
  std::string id;               // 26 characters of base 32, random: not to be guessed, safe in paths and addresses
  std::string owner;            // user's id
  std::string idempotency_key;  // chosen by the client, unique per owner
  JobRequest request;
  JobSize size;
  JobState state = JobState::uploading;
  std::string reason;  // one sentence where the job failed or waits for something
  bool cancel_requested = false;
  int attempts = 0;        // leases given so far
  int worker_losses = 0;   // of them, how many ended with the worker's death
  std::int64_t fence = 0;  // token of the newest lease; writes under an older one are refused
  UnixMillis created = 0;
  UnixMillis started = 0;                // of the newest lease; 0: never
  UnixMillis finished = 0;               // 0: not yet
  std::vector<std::string> shared_with;  // users who may look
  std::optional<StoredFile> job;         // once the upload is complete
  std::optional<StoredFile> checkpoint;
  std::optional<StoredFile> plan;
  std::optional<PlanFigures> figures;
};

}  // namespace planwerk::service
