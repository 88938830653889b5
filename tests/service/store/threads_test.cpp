// Many threads at one store; built for ThreadSanitizer too.
#include <atomic>
#include <set>
#include <thread>

#include <gmock/gmock.h>

#include "tests/service/store/scripted_life.hpp"
#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::IsEmpty;
using Kind = StoreError::Kind;

class StoreThreadsTest : public StoreTest {
 protected:
  static constexpr int thread_count = 8;

  // Runs `work` with its number in each of so many threads, all at once.
  template <class Work>
  static void in_threads(const Work& work) {
    std::vector<std::thread> threads;
    for (int number = 0; number < thread_count; ++number) threads.emplace_back([&work, number] { work(number); });
    for (auto& thread : threads) thread.join();
  }
};

TEST_F(StoreThreadsTest, EveryJobIsSubmittedRunAndEndedOnce) {
  constexpr int jobs_each = 10;
  std::atomic<int> leases = 0;
  std::atomic<int> ends = 0;
  in_threads([&](int number) {
    const std::string owner = number % 2 ? "anna" : "berta";
    for (int k = 0; k < jobs_each; ++k) {
      submit(owner, std::to_string(number) + "-" + std::to_string(k), "the same part for all of one owner");
      for (const JobRecord& job : store().queued()) {
        const auto lease = store().acquire(job.id);
        if (!lease) continue;  // another thread was first
        ++leases;
        store().save_checkpoint(*lease, written(*lease, "c", "the same checkpoint"));
        store().finish(*lease, JobState::finished, "", written(*lease, "p", "plan of " + job.id), PlanFigures{});
        ++ends;
      }
    }
  });
  EXPECT_EQ(leases, thread_count * jobs_each);
  EXPECT_EQ(ends, thread_count * jobs_each);
  EXPECT_THAT(store().queued(), IsEmpty());
  EXPECT_THAT(store().check(), IsEmpty());
  EXPECT_THAT(unnamed_files(path(), store()), IsEmpty());
}

TEST_F(StoreThreadsTest, OneOfManyEndsAJob) {
  for (int round = 0; round < 5; ++round) {
    const std::string id = submit("anna", std::to_string(round)).id;
    const Lease lease = *store().acquire(id);
    std::atomic<int> ended = 0;
    in_threads([&](int number) {
      try {
        if (number % 2) {
          store().finish(lease, number % 4 == 1 ? JobState::finished : JobState::failed, "", {}, {});
        } else if (number % 4 == 0) {
          store().request_cancel(id);
          return;
        } else {
          store().release(lease, false, "");
        }
        ++ended;
      } catch (const StoreError& error) {
        EXPECT_EQ(error.kind(), Kind::fenced);
      }
    });
    EXPECT_EQ(ended, 1);
  }
}

TEST_F(StoreThreadsTest, AKeyIsOneJobHoweverManyBeginIt) {
  std::vector<std::string> ids(thread_count);
  in_threads(
      [&](int number) { ids[static_cast<std::size_t>(number)] = store().begin_upload("anna", "key", {}).job.id; });
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1);
}

TEST_F(StoreThreadsTest, OneOfManyStreamsWritesAnUpload) {
  const std::string id = store().begin_upload("anna", "key", {}).job.id;
  constexpr int parts = 20;
  in_threads([&](int) {
    UploadStatus status = store().begin_upload("anna", "key", {});
    while (status.parts < parts) {
      try {
        status = store().append_part(id, status.parts, "part " + std::to_string(status.parts), status.writer);
      } catch (const StoreError& error) {
        EXPECT_EQ(error.kind(), Kind::conflict);
        return;  // a newer stream has it
      }
    }
  });
  std::string expected;
  const UploadStatus status = store().begin_upload("anna", "key", {});
  EXPECT_EQ(status.parts, parts) << "the newest came to the end";
  for (int part = 0; part < parts; ++part) {
    const std::string text = "part " + std::to_string(part);
    expected += static_cast<char>(text.size()) + text;
  }
  const JobRecord job = store().complete_upload(id, {});
  EXPECT_EQ(planwerk::tests::read_bytes(store().checked_path(job, *job.job)), expected);
}

// Files of equal content come and go at once: none is removed that a record still names, none stays behind.
TEST_F(StoreThreadsTest, EqualFilesComeAndGo) {
  in_threads([&](int number) {
    for (int k = 0; k < 10; ++k) {
      const std::string id = submit("anna", std::to_string(number) + "-" + std::to_string(k), "the same").id;
      const JobRecord job = store().request_cancel(id);
      store().checked_path(job, *job.job);
      store().remove(id);
    }
  });
  EXPECT_THAT(unnamed_files(path(), store()), IsEmpty());
  EXPECT_EQ(store().bytes_used(""), 0);
}

TEST_F(StoreThreadsTest, ReadersBackupsAndRetentionInBetween) {
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    int copies = 0;
    do {
      for (const JobRecord& job : store().list({.owner = "anna"}).jobs) EXPECT_EQ(job.owner, "anna");
      store().bytes_used("");
      store().backup_to(folder_ / ("copy" + std::to_string(copies)));
      JobStore::back_up(path(), folder_ / ("outer" + std::to_string(copies++)), real_file_system());
      store().retain({.bytes = 2000});
    } while (!stop);
  });
  in_threads([&](int number) {
    for (int k = 0; k < 5; ++k)
      finished("anna", std::to_string(number) + "-" + std::to_string(k), std::string(100, 'p'));
  });
  stop = true;
  reader.join();
  EXPECT_THAT(store().check(), IsEmpty());
  EXPECT_THAT(unnamed_files(path(), store()), IsEmpty());
  JobStore copy({folder_ / "copy0", {}}, real_file_system());
  EXPECT_THAT(copy.check(), IsEmpty());
  EXPECT_THAT(unnamed_files(folder_ / "copy0", copy), IsEmpty());
}

TEST_F(StoreThreadsTest, AccountsAddUp) {
  Accounts& accounts = store().accounts();
  in_threads([&](int number) {
    const std::string user = number % 2 ? "anna" : "berta";
    accounts.put_user({user, false, {}});
    const std::string token = accounts.issue_token(user, std::to_string(number), 0);
    for (int k = 0; k < 20; ++k) {
      accounts.add_device_time(user, 0.5);
      accounts.audit(user, "submit", "", "done");
      EXPECT_EQ(accounts.user_of_token(token)->id, user);
    }
  });
  EXPECT_EQ(accounts.device_seconds_of_last_day("anna"), 0.5 * 20 * thread_count / 2);
  EXPECT_EQ(accounts.device_seconds_of_last_day("berta"), 0.5 * 20 * thread_count / 2);
  EXPECT_EQ(accounts.audit_log(0, 1000).size(), 20 * thread_count);
  EXPECT_EQ(accounts.users().size(), 2);
}

}  // namespace
}  // namespace planwerk::service::tests
