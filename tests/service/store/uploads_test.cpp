// Jobs that arrive part by part.
#include <gmock/gmock.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::IsEmpty;
using Kind = StoreError::Kind;
using planwerk::tests::read_bytes;

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

TEST_F(StoreTest, AbandonedUploadsLeaveNothing) {
  const std::string id = store().begin_upload("anna", "key", {}).job.id;
  store().append_part(id, 0, "zero");
  store().abandon_upload(id);
  EXPECT_FALSE(store().find(id));
  EXPECT_THAT(files_below(path() / "uploads"), IsEmpty());
  EXPECT_EQ(kind_of_failure([&] { store().append_part(id, 1, "one"); }), Kind::not_found);
  EXPECT_EQ(kind_of_failure([&] { store().abandon_upload(submit("anna", "whole").id); }), Kind::conflict);
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

}  // namespace
}  // namespace planwerk::service::tests
