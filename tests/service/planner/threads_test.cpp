// Many callers at once. Under ThreadSanitizer, too.
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <gmock/gmock.h>

#include "tests/service/planner/planner_fixture.hpp"

namespace planwerk::service {
namespace {

// One thread for each caller, and one that looks at all of it until they are done.
class PlannerThreadsTest : public tests::PlannerTest {
 protected:
  const std::vector<std::string> users_ = {"anna", "bert", "carl", "dora"};

  void at_once(const std::function<void(const Caller&)>& deeds, const std::function<void(const Caller&)>& looks = {}) {
    std::vector<Caller> callers;
    for (const std::string& user : users_) callers.push_back(caller(user));
    std::atomic<bool> done = false;
    std::thread onlooker([&] {
      for (std::size_t i = 0; looks && !done; ++i) looks(callers[i % callers.size()]);
    });
    std::vector<std::thread> threads;
    for (const Caller& each : callers) threads.emplace_back([&] { deeds(each); });
    for (std::thread& thread : threads) thread.join();
    done = true;
    onlooker.join();
  }

  std::map<std::string, JobRecord> jobs_of(const Caller& caller) {
    std::map<std::string, JobRecord> jobs;
    for (const JobRecord& job : planner_->list(caller, {}).jobs) jobs[job.id] = job;
    return jobs;
  }
};

TEST_F(PlannerThreadsTest, WhatOneDoesIsNotAnothers) {
  constexpr int jobs_each = 6;
  std::mutex mutex;
  std::map<std::string, JobState> kept;  // as their owners left them
  std::size_t removed = 0;
  std::atomic<int> told = 0;
  at_once(
      [&](const Caller& owner) {
        for (int i = 0; i < jobs_each; ++i) {
          const std::string job = submitted(owner, std::to_string(i)).id;
          const auto watch = planner_->watch(owner, job, [&told] { ++told; });
          planner_->share(owner, job, {users_[i % 4]});
          if (i % 3 > 0) planner_->cancel(owner, job);
          if (i % 3 > 1) planner_->remove(owner, job);
          const std::lock_guard lock(mutex);
          if (i % 3 > 1) {
            ++removed;
          } else {
            kept[job] = i % 3 == 0 ? JobState::queued : JobState::cancelled;
          }
        }
      },
      [&](const Caller& onlooker) {
        for (const auto& [id, job] : jobs_of(onlooker)) {
          EXPECT_TRUE(job.owner == onlooker.user.id || !job.shared_with.empty());
          try {
            planner_->newest_event(onlooker, id);
            planner_->job_path(onlooker, id);
          } catch (const Refused&) {  // deleted, or not shared any more
          }
        }
      });
  EXPECT_EQ(kept.size() + removed, users_.size() * jobs_each);
  EXPECT_EQ(told, static_cast<int>(users_.size()) * jobs_each * 2 / 3) << "of each job that was cancelled, once";
  std::map<std::string, JobState> found;
  for (const std::string& user : users_) {
    for (const auto& [id, job] : jobs_of(caller(user))) found[id] = job.state;
  }
  EXPECT_EQ(found, kept);
  // Submitted, shared, cancelled and deleted: each is in the audit log, once.
  std::map<std::string, int> audited;
  for (const auto& entry : store_.accounts().audit_log(0, 1000))
    audited[entry.action] += entry.result == "done via test";
  const int all = static_cast<int>(users_.size()) * jobs_each;
  EXPECT_EQ(audited, (std::map<std::string, int>{
                         {"submit", all}, {"share", all}, {"cancel", all * 2 / 3}, {"delete", all / 3}}));
}

// Whoever was told that a job is queued has one; nobody else has.
TEST_F(PlannerThreadsTest, AServiceThatStopsInBetweenKeepsWhatItTook) {
  std::mutex mutex;
  std::set<std::string> taken;
  std::atomic<int> queued = 0, refused = 0;
  at_once(
      [&](const Caller& owner) {
        try {
          for (int i = 0; i < 1000; ++i) {
            const std::string job = submitted(owner, std::to_string(i)).id;
            ++queued;
            const std::lock_guard lock(mutex);
            taken.insert(job);
          }
        } catch (const Refused& refusal) {
          EXPECT_EQ(refusal.why(), Refusal::unavailable) << refusal.what();
          ++refused;
        }
      },
      [&](const Caller&) {
        if (queued >= 10) planner_->stop_accepting();
      });
  EXPECT_EQ(refused, static_cast<int>(users_.size()));
  std::set<std::string> stored;
  for (const JobRecord& job : store_.queued()) stored.insert(job.id);
  EXPECT_EQ(stored, taken);
}

}  // namespace
}  // namespace planwerk::service
