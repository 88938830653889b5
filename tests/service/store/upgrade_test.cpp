// Stores of an earlier version are brought up to date; those of a later one are left alone.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::testing {
namespace {

using planwerk::testing::read_bytes;
using planwerk::testing::write_bytes;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* sha_of_plan = "aab8f06fecd1c041e9a3d5a86114f9e522b546918db8503a045fe4a423b3642a";

void run_sql(const std::filesystem::path& database, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

class UpgradeTest : public StoreTest {
 protected:
  UpgradeTest() {
    close();
    std::filesystem::remove_all(path());
    std::filesystem::create_directories(path() / "files/anna");
    write_bytes(path() / "files/anna" / sha_of_plan, "the plan");
    run_sql(path() / "store.sqlite", read_bytes(PLANWERK_SOURCE_DIR "/tests/service/store/version_1.sql"));
  }
};

void expect_everything_there(JobStore& store) {
  const JobRecord done = *store.find("00000000000000000000000001");
  EXPECT_EQ(done.state, JobState::finished);
  EXPECT_EQ(done.request.name, "Bread");
  EXPECT_EQ(done.figures->objective, 5.5);
  EXPECT_EQ(read_bytes(store.checked_path(done, *done.plan)), "the plan");
  EXPECT_EQ(store.queued().size(), 2) << "one waited, one ran";
  EXPECT_TRUE(store.accounts().find_user("anna")->administrator);
  EXPECT_THAT(store.check(), IsEmpty());
}

TEST_F(UpgradeTest, TheFirstVersionIsBroughtUpToDate) {
  open();
  expect_everything_there(store());
  store().accounts().add_device_time("anna", 3);  // new in the second version
  EXPECT_EQ(store().accounts().device_seconds_of_last_day("anna"), 3);
  EXPECT_EQ(store().begin_upload("anna", "fourth", {}).job.state, JobState::uploading);
  close();
  EXPECT_EQ(read_bytes(path() / "store.sqlite")[20], 8) << "its pages have checks now";
  open();
  expect_everything_there(store());
}

// Entries are numbered; a million of them are kept.
TEST_F(UpgradeTest, TheAuditLogStaysWithinItsBound) {
  run_sql(path() / "store.sqlite",
          "INSERT INTO audit VALUES (1, 1, 'anna', 'submit', '', 'the first'), "
          "(2, 2, 'anna', 'submit', '', 'the second'), "
          "(1000000, 3, 'anna', 'submit', '', 'the millionth')");
  open();
  store().accounts().audit("anna", "submit", "", "one more");
  const auto entries = store().accounts().audit_log(0, 10);
  ASSERT_EQ(entries.size(), 3);
  EXPECT_EQ(entries.back().result, "the second");
}

TEST_F(UpgradeTest, ALaterVersionIsLeftAlone) {
  run_sql(path() / "store.sqlite", "PRAGMA user_version = 99");
  const std::string before = read_bytes(path() / "store.sqlite");
  try {
    open();
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.kind(), StoreError::Kind::conflict);
    EXPECT_THAT(error.what(), HasSubstr("version 99"));
  }
  EXPECT_TRUE(read_bytes(path() / "store.sqlite") == before);
  EXPECT_TRUE(std::filesystem::exists(path() / "files/anna" / sha_of_plan));
}

TEST_F(UpgradeTest, AnotherProgramsDatabaseIsLeftAlone) {
  run_sql(path() / "store.sqlite", "PRAGMA application_id = 5");
  EXPECT_EQ(kind_of_failure([&] { open(); }), StoreError::Kind::damaged);
  EXPECT_TRUE(std::filesystem::exists(path() / "files/anna" / sha_of_plan));
}

}  // namespace
}  // namespace planwerk::service::testing
