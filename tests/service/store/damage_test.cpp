// Stores that are not what was written: every flipped bit is found, named, and never served.
#include <fstream>
#include <random>

#include <gmock/gmock.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = StoreError::Kind;
using planwerk::tests::read_bytes;
using planwerk::tests::write_bytes;

class DamageTest : public StoreTest {
 protected:
  DamageTest() {
    for (int k = 0; k < 30; ++k) {
      JobRequest request;
      request.name = "job number " + std::to_string(k);
      const auto upload = store().begin_upload("anna", std::to_string(k), request);
      store().append_part(upload.job.id, 0, "part " + std::to_string(k));
      last_ = store().complete_upload(upload.job.id, {}).id;
    }
    const Lease lease = *store().acquire(last_);
    store().finish(lease, JobState::finished, "", written(lease, "plan.pbs", "the plan"), PlanFigures{});
    close();
    database_ = read_bytes(path() / "store.sqlite");
  }

  void put(const std::string& bytes) { write_bytes(path() / "store.sqlite", bytes); }

  // Opens the store and reads all of it; the text of what was found damaged, or empty.
  std::string found() {
    try {
      open();
      store().list({});
      store().accounts().users();
      const auto faults = store().check();
      close();
      return faults.empty() ? "" : faults.front();
    } catch (const StoreError& error) {
      close();
      EXPECT_TRUE(error.kind() == Kind::damaged || error.kind() == Kind::conflict) << error.what();
      return error.what();
    }
  }

  std::string last_;
  std::string database_;
};

TEST_F(DamageTest, AnUntouchedStoreHasNoFault) {
  EXPECT_EQ(found(), "");
}

TEST_F(DamageTest, EveryFlippedBitOfTheDatabaseIsFound) {
  std::mt19937_64 random(7);
  for (int k = 0; k < 200; ++k) {
    // The header's bytes one by one, then anywhere.
    const std::size_t place = k < 100 ? static_cast<std::size_t>(k) : random() % database_.size();
    std::string bytes = database_;
    bytes[place] = static_cast<char>(bytes[place] ^ (1 << random() % 8));
    put(bytes);
    EXPECT_THAT(found(), HasSubstr("store.sqlite")) << "byte " << place;
  }
  put(database_);
  EXPECT_EQ(found(), "");
}

TEST_F(DamageTest, AValueThatIsValidInItselfIsFoundToo) {
  std::string bytes = database_;
  const std::size_t place = bytes.find("job number 17");
  ASSERT_NE(place, std::string::npos);
  bytes.replace(place, 13, "job number 18");
  put(bytes);
  EXPECT_THAT(found(), HasSubstr("store.sqlite"));
}

TEST_F(DamageTest, ExchangedPagesAreFound) {
  constexpr std::size_t page = 4096;
  ASSERT_GT(database_.size(), 4 * page);
  std::string bytes = database_.substr(0, 2 * page) + database_.substr(3 * page, page) +
                      database_.substr(2 * page, page) + database_.substr(4 * page);
  put(bytes);
  EXPECT_THAT(found(), HasSubstr("store.sqlite"));
}

TEST_F(DamageTest, TruncatedDatabasesAreFound) {
  for (std::size_t length = 0; length < database_.size(); length += 1777) {
    put(database_.substr(0, length));
    EXPECT_THAT(found(), HasSubstr("store.sqlite")) << length;
  }
  std::filesystem::remove(path() / "store.sqlite");
  EXPECT_THAT(found(), HasSubstr("store.sqlite"));
  put(database_);
  EXPECT_EQ(found(), "") << "and none of its files was touched";
}

TEST_F(DamageTest, SomebodyElsesFileIsLeftAlone) {
  for (const std::string& bytes : {std::string("a letter to a friend"), std::string(10'000, '\0')}) {
    put(bytes);
    EXPECT_THAT(found(), HasSubstr("store.sqlite"));
    EXPECT_EQ(read_bytes(path() / "store.sqlite"), bytes);
  }
}

TEST_F(DamageTest, DamagedAndMissingFilesAreNamedAndNeverServed) {
  open();
  const JobRecord job = *store().find(last_);
  const auto plan = path() / "files/anna" / job.plan->sha256;
  const auto refused = [&] {
    EXPECT_EQ(kind_of_failure([&] { store().checked_path(job, *job.plan); }), Kind::damaged);
    EXPECT_THAT(store().check(), Contains(HasSubstr(plan.string())));
    try {
      store().checked_path(job, *job.plan);
    } catch (const StoreError& error) {
      EXPECT_THAT(error.what(), HasSubstr(last_));
      EXPECT_THAT(error.what(), HasSubstr(plan.string()));
    }
  };
  write_bytes(plan, "the plaN");
  refused();
  write_bytes(plan, "the pla");
  refused();
  write_bytes(plan, "");
  refused();
  std::filesystem::remove(plan);
  refused();
  write_bytes(plan, "the plan");
  EXPECT_EQ(read_bytes(store().checked_path(job, *job.plan)), "the plan");
  EXPECT_THAT(store().check(), IsEmpty());
}

}  // namespace
}  // namespace planwerk::service::tests
