#include <set>

#include <gmock/gmock.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = StoreError::Kind;
constexpr UnixMillis hour = 3'600'000;

class AccountsTest : public StoreTest {
 protected:
  Accounts& accounts() { return store().accounts(); }
};

TEST_F(AccountsTest, UsersAreKept) {
  accounts().put_user({"anna", true, {3, 1'000'000, 3600}});
  accounts().put_user({"berta", false, {}});
  accounts().put_user({"berta", false, {1, 2, 3}});
  reopen();
  ASSERT_EQ(accounts().users().size(), 2);
  const User anna = *accounts().find_user("anna");
  EXPECT_TRUE(anna.administrator);
  EXPECT_EQ(anna.quota.jobs_at_once, 3);
  EXPECT_EQ(anna.quota.bytes, 1'000'000);
  EXPECT_EQ(anna.quota.device_seconds_per_day, 3600);
  EXPECT_EQ(accounts().find_user("berta")->quota.bytes, 2);
  EXPECT_FALSE(accounts().find_user("carl"));
  EXPECT_EQ(kind_of_failure([&] { accounts().put_user({"No name", false, {}}); }), Kind::invalid);
}

TEST_F(AccountsTest, TokensAreShownOnceAndStoredHashed) {
  accounts().put_user({"anna", false, {}});
  const std::string token = accounts().issue_token("anna", "laptop", 0);
  EXPECT_EQ(token.size(), 9 + 43);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  EXPECT_NE(accounts().issue_token("anna", "desktop", 0), token);
  EXPECT_EQ(kind_of_failure([&] { accounts().issue_token("anna", "laptop", 0); }), Kind::conflict);
  EXPECT_EQ(kind_of_failure([&] { accounts().issue_token("nobody", "laptop", 0); }), Kind::not_found);
  reopen();
  EXPECT_EQ(accounts().user_of_token(token)->id, "anna");
  EXPECT_FALSE(accounts().user_of_token(token + "A"));
  EXPECT_FALSE(accounts().user_of_token(token.substr(0, token.size() - 1)));
  EXPECT_FALSE(accounts().user_of_token(token.substr(9)));
  EXPECT_FALSE(accounts().user_of_token(""));
  for (const std::string& file : files_below(path())) {
    EXPECT_EQ(planwerk::tests::read_bytes(path() / file).find(token.substr(9)), std::string::npos) << file;
  }
}

TEST_F(AccountsTest, RevokedTokensOpenNothing) {
  accounts().put_user({"anna", false, {}});
  const std::string token = accounts().issue_token("anna", "laptop", 0);
  ASSERT_EQ(accounts().tokens("anna").size(), 1);
  EXPECT_EQ(accounts().tokens("anna")[0].name, "laptop");
  EXPECT_EQ(accounts().tokens("anna")[0].created, now_);
  accounts().revoke_token("anna", "laptop");
  EXPECT_FALSE(accounts().user_of_token(token));
  EXPECT_THAT(accounts().tokens("anna"), IsEmpty());
  EXPECT_EQ(kind_of_failure([&] { accounts().revoke_token("anna", "laptop"); }), Kind::not_found);
}

TEST_F(AccountsTest, AnExpiredTokenStaysSoWhenTheClockIsSetBack) {
  accounts().put_user({"anna", false, {}});
  const std::string token = accounts().issue_token("anna", "laptop", now_ + 1000);
  now_ += 999;
  EXPECT_TRUE(accounts().user_of_token(token));
  now_ += 1;
  EXPECT_FALSE(accounts().user_of_token(token));
  now_ -= 500;
  EXPECT_FALSE(accounts().user_of_token(token));
}

TEST_F(AccountsTest, DeviceTimeOfTheLastDay) {
  accounts().add_device_time("anna", 10);
  accounts().add_device_time("anna", 5);
  accounts().add_device_time("berta", 100);
  now_ += 2 * hour;
  accounts().add_device_time("anna", 1);
  EXPECT_EQ(accounts().device_seconds_of_last_day("anna"), 16);
  now_ += 22 * hour;
  EXPECT_EQ(accounts().device_seconds_of_last_day("anna"), 1) << "the first hour is 24 hours ago";
  now_ -= 23 * hour;
  EXPECT_EQ(accounts().device_seconds_of_last_day("anna"), 16) << "a clock that is set back wins no time";
  now_ += 40 * 24 * hour;
  EXPECT_EQ(accounts().device_seconds_of_last_day("anna"), 0);
}

TEST_F(AccountsTest, TheAuditLogIsReadNewestFirstAndForgets) {
  accounts().audit("anna", "submit", "job1", "done");
  now_ += 1000;
  accounts().audit("berta", "refused", "", "not found");
  reopen();
  const auto entries = accounts().audit_log(0, 10);
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[0].user, "berta");
  EXPECT_EQ(entries[0].action, "refused");
  EXPECT_EQ(entries[0].result, "not found");
  EXPECT_EQ(entries[1].job, "job1");
  EXPECT_EQ(accounts().audit_log(0, 1).size(), 1);
  EXPECT_EQ(accounts().audit_log(now_, 10).size(), 1);
  store().retain({.audit_after_ms = 500});
  EXPECT_EQ(accounts().audit_log(0, 10).size(), 1);
}

TEST(RandomText, NeverTwice) {
  std::set<std::string> ids;
  planwerk::tests::TemporaryFolder folder;
  JobStore store({folder / "store", {}}, real_file_system());
  for (int k = 0; k < 200; ++k) ids.insert(store.begin_upload("anna", std::to_string(k), {}).job.id);
  EXPECT_EQ(ids.size(), 200);
  for (const std::string& id : ids) {
    EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"), std::string::npos);
  }
}

}  // namespace
}  // namespace planwerk::service::tests
