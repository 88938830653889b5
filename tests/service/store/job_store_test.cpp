// The life of jobs in the store, without faults.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Kind = StoreError::Kind;
using planwerk::tests::read_bytes;

std::vector<std::string> ids(const std::vector<JobRecord>& jobs) {
  std::vector<std::string> ids;
  for (const JobRecord& job : jobs) ids.push_back(job.id);
  return ids;
}

TEST_F(StoreTest, AJobGoesFromUploadToPlan) {
  JobRequest request;
  request.name = "Bread";
  request.priority = 3;
  request.tolerance = 1e-6;
  request.method = "ipm";
  request.labour_questions = true;
  const UploadStatus upload = store().begin_upload("anna", "key", request);
  EXPECT_EQ(upload.job.state, JobState::uploading);
  EXPECT_EQ(upload.job.id.size(), 26);
  EXPECT_EQ(store().append_part(upload.job.id, 0, "first").parts, 1);
  EXPECT_EQ(store().append_part(upload.job.id, 1, std::string(300, 'x')).bytes, 6 + 302);
  const JobRecord queued = store().complete_upload(upload.job.id, {.products = 5, .recipes = 4, .needs = 3});
  EXPECT_EQ(queued.state, JobState::queued);
  EXPECT_EQ(queued.size.bytes, 308);
  EXPECT_EQ(read_bytes(store().checked_path(queued, *queued.job)),
            "\x05"
            "first\xac\x02" +
                std::string(300, 'x'));

  now_ += 1000;
  const Lease lease = *store().acquire(queued.id);
  EXPECT_FALSE(store().acquire(queued.id)) << "it runs already";
  EXPECT_EQ(store().find(queued.id)->started, now_);
  store().save_checkpoint(lease, written(lease, "checkpoint", "half way"));
  EXPECT_EQ(read_bytes(store().checked_path(queued, *store().find(queued.id)->checkpoint)), "half way");

  const PlanFigures figures{Status::optimal, 12.5, 1e-9, 0.25};
  store().finish(lease, JobState::finished, "", written(lease, "plan.pbs", "the plan"), figures);
  reopen();
  const JobRecord job = *store().find(queued.id);
  EXPECT_EQ(job.state, JobState::finished);
  EXPECT_EQ(job.request.name, "Bread");
  EXPECT_EQ(job.request.priority, 3);
  EXPECT_EQ(job.request.tolerance, 1e-6);
  EXPECT_EQ(job.request.time_limit_s, std::nullopt);
  EXPECT_EQ(job.request.method, "ipm");
  EXPECT_TRUE(job.request.labour_questions);
  EXPECT_EQ(job.size.recipes, 4);
  EXPECT_EQ(job.figures->status, Status::optimal);
  EXPECT_EQ(job.figures->objective, 12.5);
  EXPECT_EQ(job.finished, now_);
  EXPECT_FALSE(job.checkpoint);
  EXPECT_EQ(read_bytes(store().checked_path(job, *job.plan)), "the plan");
  EXPECT_THAT(store().check(), IsEmpty());
  EXPECT_EQ(files_below(path() / "files").size(), 2) << "job and plan";
  EXPECT_THAT(files_below(path() / "scratch"), IsEmpty());
  EXPECT_THAT(files_below(path() / "uploads"), IsEmpty());
}

TEST_F(StoreTest, TheSameKeyIsTheSameJob) {
  const JobRecord job = submit("anna", "key");
  const UploadStatus again = store().begin_upload("anna", "key", {});
  EXPECT_EQ(again.job.id, job.id);
  EXPECT_EQ(again.job.state, JobState::queued);
  EXPECT_EQ(store().complete_upload(job.id, {}).size.products, 1) << "as it was when it was completed first";
  const std::string other = store().begin_upload("berta", "key", {}).job.id;
  EXPECT_NE(other, job.id) << "another user's key is another key";
  EXPECT_EQ(store().find_of_key("anna", "key")->id, job.id);
  EXPECT_EQ(store().find_of_key("berta", "key")->id, other);
  EXPECT_FALSE(store().find_of_key("anna", "another"));
}

TEST_F(StoreTest, AnUploadGoesOnAfterWhatIsDurable) {
  const std::string id = store().begin_upload("anna", "key", {}).job.id;
  store().append_part(id, 0, "zero");
  store().append_part(id, 1, "one");
  store().sync_upload(id);
  store().append_part(id, 2, "never synced");
  reopen();
  const UploadStatus resumed = store().begin_upload("anna", "key", {});
  EXPECT_EQ(resumed.job.id, id);
  EXPECT_EQ(resumed.parts, 2);
  EXPECT_EQ(resumed.bytes, 9);
  store().append_part(id, 2, "two");
  const JobRecord job = store().complete_upload(id, {});
  EXPECT_EQ(read_bytes(store().checked_path(job, *job.job)), "\x04zero\x03one\x03two");
}

TEST_F(StoreTest, PartsAreReplayedButNeitherChangedNorLeftOut) {
  const std::string id = store().begin_upload("anna", "key", {}).job.id;
  store().append_part(id, 0, "zero");
  EXPECT_EQ(store().append_part(id, 0, "zero").parts, 1);
  EXPECT_EQ(kind_of_failure([&] { store().append_part(id, 0, "other"); }), Kind::conflict);
  EXPECT_EQ(kind_of_failure([&] { store().append_part(id, 2, "two"); }), Kind::conflict);
  EXPECT_EQ(kind_of_failure([&] { store().append_part(id, -1, "zero"); }), Kind::conflict);
  EXPECT_EQ(store().append_part(id, 1, "one").parts, 2) << "a refused part changes nothing";
}

TEST_F(StoreTest, TheNewestStreamOfAnUploadHasIt) {
  const UploadStatus first = store().begin_upload("anna", "key", {});
  store().append_part(first.job.id, 0, "zero", first.writer);
  const UploadStatus second = store().begin_upload("anna", "key", {});
  EXPECT_GT(second.writer, first.writer);
  EXPECT_EQ(second.parts, 1);
  EXPECT_EQ(kind_of_failure([&] { store().append_part(first.job.id, 1, "one", first.writer); }), Kind::conflict);
  EXPECT_EQ(store().append_part(first.job.id, 1, "one", second.writer).parts, 2);
}

TEST_F(StoreTest, AnOldLeaseWritesNothing) {
  const std::string id = submit("anna", "key").id;
  const Lease old_lease = *store().acquire(id);
  const auto checkpoint = written(old_lease, "checkpoint", "old");
  const auto plan = written(old_lease, "plan.pbs", "old plan");
  reopen();  // gives it back to the queue
  EXPECT_EQ(store().find(id)->state, JobState::queued);
  const Lease lease = *store().acquire(id);
  EXPECT_GT(lease.fence, old_lease.fence);
  EXPECT_EQ(kind_of_failure([&] { store().scratch_of(old_lease); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().save_checkpoint(old_lease, checkpoint); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().finish(old_lease, JobState::finished, "", plan, {}); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().release(old_lease, true, ""); }), Kind::fenced);
  EXPECT_EQ(store().find(id)->state, JobState::running);
  EXPECT_EQ(store().find(id)->worker_losses, 0);
}

TEST_F(StoreTest, AJobEndsOnce) {
  const std::string id = submit("anna", "key").id;
  const Lease lease = *store().acquire(id);
  EXPECT_EQ(kind_of_failure([&] { store().finish(lease, JobState::queued, "", {}, {}); }), Kind::conflict);
  store().finish(lease, JobState::failed, "its worker died twice", {}, {});
  EXPECT_EQ(kind_of_failure([&] { store().finish(lease, JobState::finished, "", {}, {}); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().release(lease, false, ""); }), Kind::fenced);
  EXPECT_EQ(store().request_cancel(id).state, JobState::failed);
  EXPECT_FALSE(store().acquire(id));
  EXPECT_EQ(store().find(id)->reason, "its worker died twice");
}

TEST_F(StoreTest, ACheckpointOutlivesWorkerAndService) {
  const std::string id = submit("anna", "key").id;
  const Lease lease = *store().acquire(id);
  store().save_checkpoint(lease, written(lease, "c", "first"));
  store().save_checkpoint(lease, written(lease, "c", "second"));
  EXPECT_EQ(files_below(path() / "files").size(), 2) << "the first checkpoint is gone";
  const JobRecord released = store().release(lease, true, "its worker died");
  EXPECT_EQ(released.state, JobState::queued);
  EXPECT_EQ(released.worker_losses, 1);
  store().acquire(id);
  reopen();
  const JobRecord job = *store().find(id);
  EXPECT_EQ(job.state, JobState::queued);
  EXPECT_EQ(job.attempts, 2);
  EXPECT_EQ(read_bytes(store().checked_path(job, *job.checkpoint)), "second");
}

TEST_F(StoreTest, CancelledJobsEndAtOnceOrWithTheirLease) {
  EXPECT_EQ(store().request_cancel(submit("anna", "waits").id).state, JobState::cancelled);

  const std::string runs = submit("anna", "runs").id;
  const Lease lease = *store().acquire(runs);
  EXPECT_EQ(store().request_cancel(runs).state, JobState::running);
  EXPECT_TRUE(store().find(runs)->cancel_requested);
  EXPECT_EQ(store().release(lease, true, "its worker died").state, JobState::cancelled) << "it is not run again";

  const std::string interrupted = submit("anna", "interrupted").id;
  store().acquire(interrupted);
  store().request_cancel(interrupted);
  reopen();
  EXPECT_EQ(store().find(interrupted)->state, JobState::cancelled);
  const std::string sent = store().begin_upload("anna", "sent", {}).job.id;
  EXPECT_EQ(kind_of_failure([&] { store().request_cancel(sent); }), Kind::conflict);
  EXPECT_EQ(kind_of_failure([&] { store().request_cancel("nothing"); }), Kind::not_found);
}

TEST_F(StoreTest, EqualFilesAreOneForAUserAndTwoForTwo) {
  const JobRecord first = submit("anna", "1", "the same");
  const JobRecord second = submit("anna", "2", "the same");
  const JobRecord other = submit("berta", "1", "the same");
  EXPECT_EQ(first.job->sha256, other.job->sha256);
  EXPECT_EQ(files_below(path() / "files").size(), 2);
  EXPECT_EQ(store().bytes_used("anna"), 9);
  EXPECT_EQ(store().bytes_used(""), 18);
  store().request_cancel(first.id);
  store().remove(first.id);
  EXPECT_EQ(read_bytes(store().checked_path(second, *second.job)), "\x08the same");
  store().request_cancel(second.id);
  store().remove(second.id);
  EXPECT_THAT(files_below(path() / "files"), ElementsAre("berta/" + other.job->sha256));
}

TEST_F(StoreTest, AnEqualFileThatWasDamagedIsReplaced) {
  const JobRecord first = submit("anna", "1", "the same");
  planwerk::tests::write_bytes(path() / "files/anna" / first.job->sha256, "damage");
  EXPECT_EQ(store().check().size(), 1);
  submit("anna", "2", "the same");
  EXPECT_THAT(store().check(), IsEmpty());
}

TEST_F(StoreTest, JobsUnderWayAreCountedByOwner) {
  const std::string queued = submit("anna", "queued").id;
  submit("anna", "cancelled");
  store().request_cancel(store().find_of_key("anna", "cancelled")->id);
  store().begin_upload("anna", "uploading", {});
  store().acquire(submit("anna", "running").id);
  submit("berta", "hers");
  EXPECT_EQ(store().jobs_under_way("anna"), 3);
  EXPECT_EQ(store().jobs_under_way("berta"), 1);
  store().request_cancel(queued);
  EXPECT_EQ(store().jobs_under_way("anna"), 2);
  EXPECT_EQ(store().jobs_under_way("nobody"), 0);
}

TEST_F(StoreTest, ListsArePagedNewestFirst) {
  std::vector<std::string> submitted;
  for (int k = 0; k < 5; ++k) {
    submitted.insert(submitted.begin(), submit("anna", std::to_string(k)).id);
    submit("berta", std::to_string(k));
  }
  JobFilter filter{.owner = "anna", .page_size = 2};
  const JobPage first = store().list(filter);
  EXPECT_THAT(ids(first.jobs), ElementsAre(submitted[0], submitted[1]));
  submit("anna", "comes in between");
  filter.page_token = first.next_page_token;
  const JobPage second = store().list(filter);
  EXPECT_THAT(ids(second.jobs), ElementsAre(submitted[2], submitted[3]));
  filter.page_token = second.next_page_token;
  const JobPage last = store().list(filter);
  EXPECT_THAT(ids(last.jobs), ElementsAre(submitted[4]));
  EXPECT_EQ(last.next_page_token, "");
  EXPECT_EQ(store().list({}).jobs.size(), 11);
  filter.page_token = "1; DROP TABLE jobs";
  EXPECT_EQ(kind_of_failure([&] { store().list(filter); }), Kind::invalid);
}

TEST_F(StoreTest, ListsAreFilteredByOwnerShareStateAndName) {
  JobRequest bread;
  bread.name = "Bread for 5 % of all";
  const std::string named = store().begin_upload("anna", "bread", bread).job.id;
  const std::string waits = submit("anna", "waits").id;
  const std::string shared = submit("berta", "shared").id;
  store().share(shared, {"anna", "carl"});
  EXPECT_THAT(ids(store().list({.owner = "anna"}).jobs), ElementsAre(shared, waits, named));
  EXPECT_THAT(ids(store().list({.owner = "anna", .states = {JobState::queued}}).jobs), ElementsAre(shared, waits));
  EXPECT_THAT(ids(store().list({.owner = "anna", .name_contains = "bREAD"}).jobs), ElementsAre(named));
  EXPECT_THAT(ids(store().list({.name_contains = "5 %"}).jobs), ElementsAre(named)) << "no pattern, but text";
  EXPECT_THAT(store().find(shared)->shared_with, ElementsAre("anna", "carl"));
  store().share(shared, {});
  EXPECT_THAT(ids(store().list({.owner = "anna"}).jobs), ElementsAre(waits, named));
  EXPECT_THAT(ids(store().queued()), ElementsAre(waits, shared)) << "oldest first";
}

TEST_F(StoreTest, WhatIsDeletedIsNowhere) {
  const std::string secret = "a very personal name";
  JobRequest request;
  request.name = secret;
  const std::string id = store().begin_upload("anna", "key of " + secret, request).job.id;
  store().append_part(id, 0, "contents of " + secret);
  store().complete_upload(id, {});
  EXPECT_EQ(kind_of_failure([&] { store().remove(id); }), Kind::conflict) << "it waits in the queue";
  const Lease lease = *store().acquire(id);
  store().save_checkpoint(lease, written(lease, "c", "checkpoint of " + secret));
  store().finish(lease, JobState::failed, "for " + secret, written(lease, "p", "plan of " + secret), {});
  store().share(id, {"berta"});
  store().remove(id);
  EXPECT_FALSE(store().find(id));
  EXPECT_EQ(kind_of_failure([&] { store().remove(id); }), Kind::not_found);
  for (const std::string& file : files_below(path())) {
    EXPECT_EQ(read_bytes(path() / file).find(secret), std::string::npos) << file;
  }
  EXPECT_THAT(files_below(path() / "files"), IsEmpty());
}

TEST_F(StoreTest, AbandonedUploadsLeaveNothing) {
  const std::string id = store().begin_upload("anna", "key", {}).job.id;
  store().append_part(id, 0, "zero");
  store().abandon_upload(id);
  EXPECT_FALSE(store().find(id));
  EXPECT_THAT(files_below(path() / "uploads"), IsEmpty());
  EXPECT_EQ(kind_of_failure([&] { store().append_part(id, 1, "one"); }), Kind::not_found);
  EXPECT_EQ(kind_of_failure([&] { store().abandon_upload(submit("anna", "whole").id); }), Kind::conflict);
}

TEST_F(StoreTest, RetentionByAgeAndSize) {
  const std::string upload = store().begin_upload("anna", "upload", {}).job.id;
  const std::string waits = submit("anna", "waits").id;
  const std::string old_job = finished("anna", "old", std::string(1000, 'o')).id;
  now_ += 10'000;
  const std::string middle = finished("anna", "middle", std::string(1000, 'm')).id;
  const std::string young = finished("anna", "young", std::string(1000, 'y')).id;
  EXPECT_THAT(store().retain({}), IsEmpty());
  EXPECT_THAT(store().retain({.finished_after_ms = 10'000}), IsEmpty());
  EXPECT_THAT(store().retain({.finished_after_ms = 9'999}), ElementsAre(old_job));
  EXPECT_THAT(store().retain({.uploads_after_ms = 9'999}), ElementsAre(upload));
  EXPECT_THAT(store().retain({.bytes = 1500}), ElementsAre(middle));
  EXPECT_THAT(store().retain({.bytes = 1}), ElementsAre(young)) << "what waits is never removed";
  EXPECT_TRUE(store().find(waits));
  EXPECT_THAT(store().check(), IsEmpty());
}

// Nothing but ages is read off the clock, and an age that a stepped clock makes negative is none.
TEST_F(StoreTest, AClockThatIsSetBackChangesNoOrderAndRemovesNothing) {
  const std::string first = submit("anna", "first").id;
  now_ -= 1'000'000;
  const std::string second = submit("anna", "second").id;
  EXPECT_THAT(ids(store().queued()), ElementsAre(first, second));
  EXPECT_THAT(ids(store().list({}).jobs), ElementsAre(second, first));
  const Lease lease = *store().acquire(first);
  now_ -= 1'000'000;
  reopen();
  const Lease later = *store().acquire(first);
  EXPECT_GT(later.fence, lease.fence);
  store().finish(later, JobState::finished, "", {}, {});
  EXPECT_LT(store().find(first)->finished, store().find(first)->created);
  now_ -= 1'000'000;
  EXPECT_THAT(store().retain({.finished_after_ms = 1, .uploads_after_ms = 1, .audit_after_ms = 1}), IsEmpty());
}

// A disk that had told it was synced, and lost the end of it: what is whole is kept, the rest is sent again.
TEST_F(StoreTest, AnUploadThatLostItsEndGoesOnBeforeIt) {
  const std::string id = store().begin_upload("anna", "key", {}).job.id;
  store().append_part(id, 0, "zero");
  store().append_part(id, 1, "one");
  store().sync_upload(id);
  close();
  std::filesystem::resize_file(path() / "uploads" / (id + ".pbs"), 7);
  open();
  EXPECT_EQ(store().begin_upload("anna", "key", {}).parts, 1);
  store().append_part(id, 1, "ONE");
  const JobRecord job = store().complete_upload(id, {});
  EXPECT_EQ(read_bytes(store().checked_path(job, *job.job)), "\x04zero\x03ONE");
}

TEST_F(StoreTest, OneProcessHasTheFolder) {
  EXPECT_EQ(kind_of_failure([&] { JobStore(StoreSettings{path(), {}}, real_file_system()); }), Kind::conflict);
}

// Folders may be given to the service as they are: a volume, one that somebody has made before.
TEST_F(StoreTest, NobodyElseReadsIt) {
  namespace fs = std::filesystem;
  const auto others = fs::perms::group_all | fs::perms::others_all;
  const auto open_to_others = [&] {  // what lies below its folders is behind them
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path())) {
      if ((entry.status().permissions() & others) != fs::perms::none) names.push_back(entry.path().filename());
    }
    return names;
  };
  close();
  fs::remove_all(path());
  fs::create_directory(path());
  fs::permissions(path(), fs::perms::all);
  const mode_t usual = umask(0);
  open();
  finished("anna", "done");
  const JobRecord job = submit("anna", "waits");
  umask(usual);
  EXPECT_THAT(files_below(path()), ::testing::IsSupersetOf({"store.sqlite", "store.sqlite-wal", "store.sqlite-shm"}));
  EXPECT_THAT(open_to_others(), IsEmpty());

  close();  // as earlier versions left it
  fs::permissions(path() / "store.sqlite", fs::perms::owner_read | fs::perms::owner_write | fs::perms::others_read);
  open();
  EXPECT_TRUE(store().find(job.id));
  EXPECT_THAT(open_to_others(), IsEmpty());
}

TEST_F(StoreTest, OwnersThatCouldNameAnotherFolderAreRefused) {
  for (const char* owner : {"", ".", "..", "../anna", "a/b", "Anna", "a b", "a\n", "\xc3\xa4"}) {
    EXPECT_EQ(kind_of_failure([&] { store().begin_upload(owner, "key", {}); }), Kind::invalid) << owner;
  }
}

TEST_F(StoreTest, ABackupIsAStore) {
  const JobRecord done = finished("anna", "done", "the plan");
  const std::string waits = submit("berta", "waits").id;
  store().begin_upload("anna", "under way", {});
  store().backup_to(folder_ / "copy");
  EXPECT_EQ(kind_of_failure([&] { store().backup_to(folder_ / "copy"); }), Kind::conflict);
  store().remove(done.id);
  JobStore copy({folder_ / "copy", {}}, real_file_system());
  EXPECT_EQ(read_bytes(copy.checked_path(done, *copy.find(done.id)->plan)), "the plan");
  EXPECT_EQ(copy.find(waits)->state, JobState::queued);
  EXPECT_EQ(copy.list({}).jobs.size(), 2);
  EXPECT_THAT(copy.check(), IsEmpty());
}

TEST_F(StoreTest, ABackupIsMadeBesideTheService) {
  const JobRecord done = finished("anna", "done", "the plan");
  JobStore::back_up(path(), folder_ / "copy", real_file_system());  // the store is open
  store().remove(done.id);
  const std::string later = submit("anna", "later").id;
  close();
  JobStore::back_up(path(), folder_ / "copy of a closed store", real_file_system());
  JobStore copy({folder_ / "copy", {}}, real_file_system());
  EXPECT_EQ(read_bytes(copy.checked_path(done, *copy.find(done.id)->plan)), "the plan");
  EXPECT_EQ(copy.list({}).jobs.size(), 1);
  JobStore second({folder_ / "copy of a closed store", {}}, real_file_system());
  EXPECT_THAT(ids(second.list({}).jobs), ElementsAre(later));
  const auto missing = [&] { JobStore::back_up(folder_ / "nowhere", folder_ / "no copy", real_file_system()); };
  EXPECT_EQ(kind_of_failure(missing), Kind::not_found);
}

}  // namespace
}  // namespace planwerk::service::tests
