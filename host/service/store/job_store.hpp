#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "host/service/store/accounts.hpp"
#include "host/service/store/file_system.hpp"
#include "host/service/store/job_record.hpp"

namespace planwerk::service {

// What the store cannot do, as an answer to whoever asked; the store stays whole and goes on.
class StoreError : public std::runtime_error {
 public:
  enum class Kind {
    full,      // disk or memory: nothing was changed, try later
    damaged,   // a file or the database is not what was written; the text names it
    io,        // the operating system refused
    fenced,    // a lease that has been replaced tried to write
    conflict,  // the job is not in a state that allows it (a second terminal state, an upload that is complete ...)
    not_found,
  };
  StoreError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

struct StoreSettings {
  std::filesystem::path folder;
  std::function<UnixMillis()> clock;  // unset: the system's
};

// The right to run a job. A later lease of the same job has a larger fence.
struct Lease {
  std::string job;
  std::int64_t fence = 0;
};

struct JobFilter {
  std::string owner;             // jobs of this user and those shared with him; empty: all
  std::vector<JobState> states;  // empty: all
  std::string name_contains;
  int page_size = 100;     // 1 to 1000
  std::string page_token;  // from the page before; empty: the first
};

struct JobPage {
  std::vector<JobRecord> jobs;  // newest first
  std::string next_page_token;  // empty: this is the last
};

struct UploadStatus {
  JobRecord job;           // state `uploading`, or later where the key's job is complete already
  std::int64_t parts = 0;  // durable so far; the next part to send
  std::int64_t bytes = 0;
};

struct Retention {
  UnixMillis finished_after_ms = 0;  // terminal jobs older than this are deleted; 0: kept
  UnixMillis uploads_after_ms = 0;   // uploads without a new part for so long are given up; 0: kept
  std::int64_t bytes = 0;            // oldest terminal jobs go first until the store is this small; 0: unlimited
};

// Jobs, uploads and plans in one folder: a SQLite database in WAL mode with full synchronisation, and files named by
// their content beside it, written under a temporary name, synced, renamed. What a call has returned is durable.
// Safe to use from any number of threads; one process at a time (the folder is locked). Throws StoreError.
class JobStore {
 public:
  // Opens or creates; upgrades the database of an earlier version; gives back to the queue what was running and removes
  // what no record names. Throws StoreError: damaged, where the database is not one of ours or does not check.
  JobStore(const StoreSettings& settings, FileSystem& files);
  ~JobStore();

  // --- Uploads. One job per owner and key: beginning again continues, or finds the job that was made of it.
  UploadStatus begin_upload(const std::string& owner, const std::string& key, const JobRequest& request);
  // Parts in order; one that is there already is ignored if it has the same length, refused (conflict) else; a gap is
  // refused. `bytes`: a serialised JobPart without its length. Durable with the next sync_upload or complete_upload.
  UploadStatus append_part(const std::string& job, std::int64_t index, std::string_view bytes);
  UploadStatus sync_upload(const std::string& job);
  // Where the stream of parts lies so far, synced: to be read and judged before complete_upload.
  std::filesystem::path upload_path(const std::string& job);
  // The upload becomes a queued job.
  JobRecord complete_upload(const std::string& job, const JobSize& size);
  void abandon_upload(const std::string& job);

  // --- Reading.
  std::optional<JobRecord> find(const std::string& job) const;
  JobPage list(const JobFilter& filter) const;
  std::vector<JobRecord> queued() const;  // oldest first
  std::vector<JobRecord> running() const;
  // The file's path after its content was checked against its hash; throws damaged, naming job and file.
  std::filesystem::path checked_path(const JobRecord& job, const StoredFile& file) const;

  // --- Running. All but acquire throw `fenced` where the lease is not the newest or the job not running.
  std::optional<Lease> acquire(const std::string& job);  // none: not queued any more
  std::filesystem::path scratch_of(const Lease& lease);  // an empty folder of the lease's own, gone with it
  void save_checkpoint(const Lease& lease, const std::filesystem::path& file);  // moved in from the scratch folder
  // The job's end, once for ever; plan: moved in from the scratch folder, none where there is none.
  JobRecord finish(const Lease& lease, JobState state, const std::string& reason,
                   const std::optional<std::filesystem::path>& plan, const std::optional<PlanFigures>& figures);
  // Back to the queue, with its checkpoint. lost: the worker died, which counts towards quarantine.
  JobRecord release(const Lease& lease, bool lost, const std::string& reason);

  // --- Changing.
  JobRecord request_cancel(const std::string& job);  // a queued job ends at once; a running one is to be told
  void remove(const std::string& job);               // terminal or uploading jobs: record, files, traces, really
  void share(const std::string& job, const std::vector<std::string>& users);
  std::vector<std::string> retain(const Retention& retention);  // ids of what was removed

  Accounts& accounts();

  std::int64_t bytes_used(const std::string& owner) const;  // "": all
  // The whole database checks, and every file is what its record says; what is wrong, named.
  std::vector<std::string> check() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace planwerk::service
