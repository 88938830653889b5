// Which files are kept, once or twice, and what is left of what was deleted.
#include <gmock/gmock.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = StoreError::Kind;
using planwerk::tests::read_bytes;

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

}  // namespace
}  // namespace planwerk::service::tests
