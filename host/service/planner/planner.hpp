#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/problem.hpp"
#include "host/plan/plan.hpp"
#include "host/service/examine/job_check.hpp"
#include "host/service/store/job_store.hpp"
#include "host/service/supervisor/supervisor.hpp"
#include "host/service/watch/job_event.hpp"

namespace planwerk::service {

// Why a request was refused; gRPC and HTTP each have their own number for it.
enum class Refusal {
  invalid,          // `problems` names every field
  unauthenticated,  // no token, or none that counts
  forbidden,        // the user may not do this at all
  not_found,        // no such job, or none that the user may see: the two are not told apart
  conflict,         // the job's state, or another use of the key, does not allow it
  exhausted,        // a quota or limit of the user; the text names it and its figure
  too_large,        // the job cannot fit any worker; the text names estimate and largest
  unavailable,      // the service is stopping or its disk is full: try again later
  damaged,          // the store's file is not what was written
};

std::string_view to_string(Refusal why);

class Refused : public std::runtime_error {
 public:
  Refused(Refusal why, const std::string& what, Problems problems = {})
      : std::runtime_error(what), why_(why), problems_(std::move(problems)) {}
  Refusal why() const { return why_; }
  const Problems& problems() const { return problems_; }

 private:
  Refusal why_;
  Problems problems_;
};

// Who calls, as the access layer found out.
struct Caller {
  User user;
  std::string via;  // "grpc", "http"
};

// What is refused of any request, whoever sends it.
struct RequestLimits {
  std::int64_t parts = 100'000;
  std::int64_t job_bytes = std::int64_t{64} << 30;
  std::size_t text_length = 10'000;  // of names, keys, reasons in requests
};

// Why is this need short?
struct NeedQuestion {
  std::string need;     // id
  bool exact = false;   // by a solve of the plan's basis instead of its valuations, where these do not suffice
  bool labour = false;  // ask what covering it fully would take of people's work
};

// What planners can ask of the service, whatever they ask through: gRPC and HTTP are thin coats over this. Checks the
// caller's right, quota and limits, writes the audit log, and tells the supervisor. Thread-safe. All throw Refused.
class Planner {
 public:
  // `readers`: jobs that are read and judged at the same time, each of which takes the memory of its model.
  Planner(JobStore& store, Supervisor& supervisor, EventBoard& events, RequestLimits limits, int readers = 1);

  // --- Submitting. The same key again continues or finds the same job.
  UploadStatus begin_upload(const Caller& caller, const std::string& key, const JobRequest& request);
  std::optional<UploadStatus> find_upload(const Caller& caller, const std::string& key);
  // `writer`: of begin_upload's answer; the part of a stream that another has taken the place of is refused (conflict).
  UploadStatus append_part(const Caller& caller, const std::string& job, std::int64_t index, std::string_view part,
                           std::int64_t writer = 0);
  UploadStatus sync_upload(const Caller& caller, const std::string& job);
  // Reads and judges the whole job; errors end the upload with all problems named.
  JobRecord complete_upload(const Caller& caller, const std::string& job, Problems& warnings);
  // A job that was read already, with the problems of reading it; errors are refused, warnings handed on.
  JobRecord submit_job(const Caller& caller, const std::string& key, JobRequest request, const Outcome<Job>& job,
                       Problems& warnings);
  // A job in a file of any form (the console's upload, small messages): becomes parts, then as above.
  JobRecord submit_file(const Caller& caller, const std::string& key, const JobRequest& request,
                        const std::filesystem::path& file, Problems& warnings);
  // A stored job with changes (JobChanges, serialised): a job of its own that starts from the stored one's plan.
  JobRecord submit_changes(const Caller& caller, const std::string& key, const JobRequest& request,
                           const std::string& base_job, const std::string& changes, Problems& warnings);
  CheckedJob validate_file(const Caller& caller, const std::filesystem::path& file);
  CheckedJob validate_job(const Caller& caller, const Outcome<Job>& job);
  void demand_size(std::int64_t parts, std::int64_t bytes) const;  // of what is not stored: within the limits

  // --- Looking.
  JobRecord get(const Caller& caller, const std::string& job);
  JobPage list(const Caller& caller, JobFilter filter);
  JobEvent newest_event(const Caller& caller, const std::string& job);
  std::unique_ptr<EventBoard::Subscription> watch(const Caller& caller, const std::string& job,
                                                  std::function<void()> notify);
  // For whoever holds a watch of the job: what newest_event tells, without asking the store. None: nothing new since
  // the service began.
  std::optional<JobEvent> board_event(const std::string& job) const;
  // The answer as its plan has it, or else computed, a few at a time; `interrupt` ends that. NeedAnswer, serialised.
  std::string explain_need(const Caller& caller, const std::string& job, const NeedQuestion& question,
                           const std::atomic<bool>& interrupt);
  std::filesystem::path plan_path(const Caller& caller, const std::string& job);  // checked; conflict: no plan yet
  std::filesystem::path job_path(const Caller& caller, const std::string& job);   // checked

  // --- Changing.
  JobRecord cancel(const Caller& caller, const std::string& job);
  void remove(const Caller& caller, const std::string& job);
  void share(const Caller& caller, const std::string& job, const std::vector<std::string>& users);

  void stop_accepting();  // from now on every submission is `unavailable`

  struct State;  // planner_state.hpp

 private:
  CheckedJob examine(const std::filesystem::path& file) const;
  JobRecord submit_parts(const Caller& caller, const std::string& key, JobRequest request,
                         const std::filesystem::path& file, Problems& warnings);
  JobRecord queue(const Caller& caller, const std::string& job, const CheckedJob& checked);

  std::shared_ptr<State> state_;
};

}  // namespace planwerk::service
