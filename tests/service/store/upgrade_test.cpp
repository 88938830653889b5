// Stores of an earlier version are brought up to date; those of a later one are left alone.
#include <gmock/gmock.h>

#include "tests/service/store/store_fixture.hpp"
#include "tests/service/store/version_1.hpp"

namespace planwerk::service::tests {
namespace {

using planwerk::tests::read_bytes;
using ::testing::HasSubstr;

class UpgradeTest : public StoreTest {
 protected:
  UpgradeTest() {
    close();
    std::filesystem::remove_all(path());
    make_version_1(path());
  }
};

TEST_F(UpgradeTest, TheFirstVersionIsBroughtUpToDate) {
  open();
  expect_version_1_whole(store());
  store().accounts().add_device_time("anna", 3);  // new in the second version
  EXPECT_EQ(store().accounts().device_seconds_of_last_day("anna"), 3);
  EXPECT_EQ(store().begin_upload("anna", "fourth", {}).job.state, JobState::uploading);
  close();
  EXPECT_EQ(read_bytes(path() / "store.sqlite")[20], 8) << "its pages have checks now";
  open();
  expect_version_1_whole(store());
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
  EXPECT_TRUE(std::filesystem::exists(plan_of_version_1(path())));
}

TEST_F(UpgradeTest, AnotherProgramsDatabaseIsLeftAlone) {
  run_sql(path() / "store.sqlite", "PRAGMA application_id = 5");
  EXPECT_EQ(kind_of_failure([&] { open(); }), StoreError::Kind::damaged);
  EXPECT_TRUE(std::filesystem::exists(plan_of_version_1(path())));
}

}  // namespace
}  // namespace planwerk::service::tests
