#include "tests/service/store/version_1.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/codec/files.hpp"

namespace planwerk::service::tests {

using planwerk::tests::read_bytes;

void run_sql(const std::filesystem::path& database, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

std::filesystem::path plan_of_version_1(const std::filesystem::path& folder) {
  return folder / "files/anna/aab8f06fecd1c041e9a3d5a86114f9e522b546918db8503a045fe4a423b3642a";
}

void make_version_1(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "files/anna");
  planwerk::tests::write_bytes(plan_of_version_1(folder), "the plan");
  run_sql(folder / "store.sqlite", read_bytes(PLANWERK_SOURCE_DIR "/tests/service/store/version_1.sql"));
}

void expect_version_1_whole(JobStore& store) {
  const auto done = store.find("00000000000000000000000001");
  ASSERT_TRUE(done);
  EXPECT_EQ(done->state, JobState::finished);
  EXPECT_EQ(done->request.name, "Bread");
  EXPECT_EQ(done->figures->objective, 5.5);
  EXPECT_EQ(read_bytes(store.checked_path(*done, *done->plan)), "the plan");
  EXPECT_EQ(store.queued().size(), 2) << "one waited, one ran";
  EXPECT_TRUE(store.accounts().find_user("anna")->administrator);
  EXPECT_THAT(store.check(), ::testing::IsEmpty());
}

}  // namespace planwerk::service::tests
