// The folder of a store: whose it is, and copies of it.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = StoreError::Kind;
using planwerk::tests::read_bytes;

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
