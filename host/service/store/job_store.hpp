#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/service/store/accounts.hpp"
#include "host/service/store/file_system.hpp"
#include "host/service/store/job_record.hpp"
#include "host/service/store/store_error.hpp"

namespace planwerk::service {

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
  std::string owner = {};             // jobs of this user and those shared with him; empty: all
  std::vector<JobState> states = {};  // empty: all
  std::string name_contains = {};
  int page_size = 100;          // 1 to 1000
  std::string page_token = {};  // from the page before; empty: the first
};

struct JobPage {
  std::vector<JobRecord> jobs;  // newest first
  std::string next_page_token;  // empty: this is the last
};

struct UploadStatus {
  JobRecord job;           // state `uploading`, or later where the key's job is complete already
  std::int64_t parts = 0;  // received so far: the next one to send. Durable in what begin_ and sync_upload return
  std::int64_t bytes = 0;
  std::int64_t writer = 0;  // of begin_upload: names this stream; a later one of the same upload has a larger number
};

struct Retention {
  UnixMillis finished_after_ms = 0;  // terminal jobs older than this are deleted; 0: kept
  UnixMillis uploads_after_ms = 0;   // uploads without a new part for so long are given up; 0: kept
  UnixMillis audit_after_ms = 0;     // entries of the audit log older than this are deleted; 0: kept, up to a million
  std::int64_t bytes = 0;            // oldest terminal jobs go first until the store is this small; 0: unlimited
};

// Jobs, uploads and plans in one folder: a SQLite database in WAL mode with full synchronisation, and files named by
// their content beside it, written under a temporary name, synced, renamed. What a call has returned is durable, but
// for the beginning of an upload, which is worth nothing without its parts. Safe to use from any number of threads; one
// process at a time (the folder is locked). Throws StoreError; std::bad_alloc where there is no memory even for that.
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
  // `writer`: as begin_upload gave it; once another stream has begun, the older one is refused (conflict). 0: any.
  UploadStatus append_part(const std::string& job, std::int64_t index, std::string_view bytes, std::int64_t writer = 0);
  UploadStatus sync_upload(const std::string& job);
  // Where the stream of parts lies so far, synced: to be read and judged before complete_upload.
  std::filesystem::path upload_path(const std::string& job);
  // The upload becomes a queued job. One that has become one already is returned as it is.
  JobRecord complete_upload(const std::string& job, const JobSize& size);
  void abandon_upload(const std::string& job);

  // --- Reading.
  std::optional<JobRecord> find(const std::string& job) const;
  std::optional<JobRecord> find_of_key(const std::string& owner, const std::string& key) const;
  std::int64_t jobs_under_way(const std::string& owner) const;  // uploading, queued or running
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
  // Back to the queue, with its checkpoint; but cancelled for good where that was asked for in the meantime.
  // lost: the worker died, which counts towards quarantine.
  JobRecord release(const Lease& lease, bool lost, const std::string& reason);

  // --- Changing.
  // A queued job ends at once; a running one is to be told; one that has ended stays as it is; uploads: conflict.
  JobRecord request_cancel(const std::string& job);
  void remove(const std::string& job);  // terminal or uploading jobs: record, files, traces, really
  void share(const std::string& job, const std::vector<std::string>& users);
  std::vector<std::string> retain(const Retention& retention);  // ids of what was removed

  Accounts& accounts();

  std::int64_t bytes_used(const std::string& owner) const;  // "": all
  // A consistent copy into a new folder while all goes on: a store of its own, without uploads that are under way.
  // Files are linked where both folders lie on one disk, copied else. What is deleted later stays in the copy.
  void backup_to(const std::filesystem::path& folder) const;
  // The same of a store that another process may be serving from, or none.
  static void back_up(const std::filesystem::path& store, const std::filesystem::path& target, FileSystem& files);
  // The whole database checks, and every file is what its record says; what is wrong, named.
  std::vector<std::string> check() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace planwerk::service
