#include "tests/service/store/scripted_life.hpp"

#include <new>
#include <set>

#include "tests/codec/files.hpp"
#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {

using planwerk::tests::read_bytes;
using planwerk::tests::write_bytes;

void ScriptedLife::run() {
  use_accounts();
  const std::string a = upload("anna", "a", "the job");
  complete(a, "the job");
  const std::string b = upload("berta", "b", "another job");
  complete(b, "another job");
  upload("anna", "never complete", "half a job");
  if (const auto lease = acquire(a)) {
    step([&] { store_.save_checkpoint(*lease, written(*lease, "c", "half way")); });
    step([&] { store_.save_checkpoint(*lease, written(*lease, "c", "further")); });
    finish(*lease, JobState::finished, "the plan");
  }
  if (const auto lease = acquire(b)) {
    step([&] { store_.save_checkpoint(*lease, written(*lease, "c", "half way")); });
    step([&] { store_.release(*lease, true, "its worker died"); });
  }
  if (const auto lease = acquire(b)) finish(*lease, JobState::failed, "");
  delete_one();
  step([&] { store_.retain({.uploads_after_ms = 1'000'000}); });
  look_for_ends();
}

bool ScriptedLife::step(const std::function<void()>& work) {
  try {
    work();
    return true;
  } catch (const StoreError&) {
  } catch (const std::bad_alloc&) {
  }
  if (++failed_steps_ == 1 && on_failure_) on_failure_();
  return false;
}

std::string ScriptedLife::upload(const std::string& owner, const std::string& key, const std::string& part) {
  std::string job;
  step([&] { job = store_.begin_upload(owner, key, {}).job.id; });
  if (job.empty()) return job;
  promises_[job].owner = owner;
  promises_[job].key = key;
  step([&] { store_.append_part(job, 0, part); });
  step([&] { promises_[job].parts = store_.sync_upload(job).parts; });
  step([&] { store_.append_part(job, 0, part); });  // again, as a client does that does not know how far it came
  step([&] { store_.append_part(job, 1, ""); });
  return job;
}

void ScriptedLife::complete(const std::string& job, const std::string& part) {
  if (job.empty()) return;
  const std::string whole = std::string(1, static_cast<char>(part.size())) + part + '\0';
  step([&] {
    const JobRecord record = store_.complete_upload(job, {});
    // After a fault, parts may be missing, which the planner would have found.
    if (record.size.bytes != static_cast<std::int64_t>(whole.size())) return;
    promises_[job].acknowledged = true;
    promises_[job].content = whole;
  });
}

std::optional<Lease> ScriptedLife::acquire(const std::string& job) {
  std::optional<Lease> lease;
  step([&] { lease = store_.acquire(job); });
  look_for_ends();
  return lease;
}

std::filesystem::path ScriptedLife::written(const Lease& lease, const std::string& name, const std::string& bytes) {
  const auto path = store_.scratch_of(lease) / name;
  write_bytes(path, bytes);
  return path;
}

void ScriptedLife::finish(const Lease& lease, JobState state, const std::string& plan) {
  step([&] {
    const auto file = plan.empty() ? std::nullopt : std::optional(written(lease, "plan.pbs", plan));
    store_.finish(lease, state, "", file, PlanFigures{});
    promises_[lease.job].end = state;
    promises_[lease.job].plan = plan;
  });
  look_for_ends();
}

// Its file is that of another job of the same user, which must keep it.
void ScriptedLife::delete_one() {
  const std::string job = upload("anna", "d", "the job");
  complete(job, "the job");
  if (job.empty()) return;
  step([&] {
    if (store_.request_cancel(job).state == JobState::cancelled) promises_[job].end = JobState::cancelled;
  });
  promises_[job].removal_asked = true;
  step([&] {
    store_.remove(job);
    promises_[job].removed = true;
  });
}

void ScriptedLife::use_accounts() {
  bool audited = false;
  step([&] {
    store_.accounts().audit("anna", "submit", "", "done");
    audited = true;
  });
  step([&] { store_.accounts().add_device_time("anna", 1); });
  step([&] {
    store_.accounts().put_user({"anna", false, {}});
    token_ = store_.accounts().issue_token("anna", "laptop", 0);
    audited_ = audited;  // the token's sync is the entry's too
  });
}

// An end that was once seen stays for ever.
void ScriptedLife::look_for_ends() {
  for (auto& [job, promise] : promises_) {
    std::optional<JobRecord> record;
    try {
      record = store_.find(job);
    } catch (const StoreError&) {
    } catch (const std::bad_alloc&) {
    }
    if (record && is_terminal(record->state) && !promise.end) promise.end = record->state;
  }
}

std::vector<std::string> ScriptedLife::broken_promises(JobStore& later) const {
  std::vector<std::string> broken = later.check();
  const auto demand = [&](bool kept, const std::string& promise) {
    if (!kept) broken.push_back(promise);
  };
  for (const auto& [job, promise] : promises_) {
    const auto record = later.find(job);
    if (!record) {
      demand(promise.removal_asked || (!promise.acknowledged && !promise.end), "a job was lost");
      continue;
    }
    demand(!promise.removed, "a job was removed, and is there");
    demand(!promise.acknowledged || record->state != JobState::uploading, "an acknowledged job is an upload again");
    if (record->state == JobState::uploading) {
      const UploadStatus resumed = later.begin_upload(promise.owner, promise.key, {});
      demand(resumed.job.id == job && resumed.parts >= promise.parts, "a synced part of an upload was lost");
    }
    demand(!promise.end || record->state == *promise.end, "a job has ended twice");
    if (promise.acknowledged) {
      demand(read_bytes(later.checked_path(*record, *record->job)) == promise.content, "a job's file is another");
    }
    if (!promise.plan.empty()) {
      demand(record->plan && read_bytes(later.checked_path(*record, *record->plan)) == promise.plan,
             "a job's plan is another");
    }
  }
  demand(token_.empty() || later.accounts().user_of_token(token_), "a token was lost");
  demand(!audited_ || !later.accounts().audit_log(0, 10).empty(), "an entry of the audit log was lost");
  return broken;
}

std::vector<std::string> unnamed_files(const std::filesystem::path& folder, const JobStore& store) {
  std::set<std::string> named = {"lock", "store.sqlite", "store.sqlite-wal", "store.sqlite-shm"};
  JobFilter all;
  do {
    const JobPage page = store.list(all);
    for (const JobRecord& job : page.jobs) {
      if (job.state == JobState::uploading) named.insert("uploads/" + job.id + ".pbs");
      for (const auto& file : {job.job, job.checkpoint, job.plan}) {
        if (file) named.insert("files/" + job.owner + "/" + file->sha256);
      }
    }
    all.page_token = page.next_page_token;
  } while (!all.page_token.empty());
  std::vector<std::string> unnamed;
  for (const std::string& file : files_below(folder)) {
    if (named.count(file) == 0) unnamed.push_back(file);
  }
  return unnamed;
}

}  // namespace planwerk::service::tests
