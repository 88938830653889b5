#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "host/service/watch/job_event.hpp"

namespace planwerk::service {
namespace {

JobEvent event_of(const std::string& job, JobState state = JobState::running, std::int64_t iteration = 0) {
  JobEvent event;
  event.job = job;
  event.state = state;
  event.iteration = iteration;
  return event;
}

JobEvent newest_of(const EventBoard& board, const std::string& job) {
  JobEvent event;
  EXPECT_TRUE(board.newest(job, event));
  return event;
}

TEST(EventBoard, LateWatchersGetTheNewest) {
  EventBoard board;
  JobEvent event;
  EXPECT_FALSE(board.newest("a", event));
  board.publish(event_of("a", JobState::queued));
  board.publish(event_of("a", JobState::running, 7));
  board.publish(event_of("b", JobState::queued));
  EXPECT_EQ(newest_of(board, "a").iteration, 7);
  EXPECT_EQ(newest_of(board, "a").sequence, 2);
  EXPECT_EQ(newest_of(board, "b").sequence, 1);
}

TEST(EventBoard, AnEndIsTheLastWord) {
  EventBoard board;
  int told = 0;
  const auto subscription = board.subscribe("a", [&] { ++told; });
  board.publish(event_of("a", JobState::finished));
  board.publish(event_of("a", JobState::running, 9));
  board.publish(event_of("a", JobState::failed));
  EXPECT_EQ(told, 1);
  EXPECT_EQ(newest_of(board, "a").state, JobState::finished);
  EXPECT_EQ(newest_of(board, "a").sequence, 1);
}

// A worker may begin with a job before whoever queued it has said so.
TEST(EventBoard, WhatAnotherAttemptHasOvertakenIsNotTold) {
  EventBoard board;
  std::vector<JobState> told;
  const auto subscription = board.observe([&](const JobEvent& event) { told.push_back(event.state); });
  const auto publish = [&](JobState state, int attempt) {
    JobEvent event = event_of("a", state);
    event.attempt = attempt;
    board.publish(event);
  };
  publish(JobState::running, 1);
  publish(JobState::queued, 0);
  EXPECT_EQ(newest_of(board, "a").state, JobState::running);
  publish(JobState::queued, 1);  // given back
  publish(JobState::running, 2);
  publish(JobState::queued, 1);
  publish(JobState::cancelled, 2);
  EXPECT_EQ(told, (std::vector{JobState::running, JobState::queued, JobState::running, JobState::cancelled}));
}

TEST(EventBoard, WatchersHearOfTheirJobOrOfAll) {
  EventBoard board;
  int of_a = 0, of_all = 0;
  std::vector<std::string> seen;
  const auto first = board.subscribe("a", [&] { ++of_a; });
  auto second = board.subscribe_all([&] { ++of_all; });
  const auto third = board.observe([&](const JobEvent& event) { seen.push_back(event.job); });
  board.publish(event_of("a"));
  board.publish(event_of("b"));
  EXPECT_EQ(of_a, 1);
  EXPECT_EQ(of_all, 2);
  second.reset();
  board.publish(event_of("a"));
  EXPECT_EQ(of_a, 2);
  EXPECT_EQ(of_all, 2);
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "b", "a"}));
}

TEST(EventBoard, ForgottenJobsStartAnew) {
  EventBoard board;
  int told = 0;
  const auto subscription = board.subscribe("a", [&] { ++told; });
  board.publish(event_of("a", JobState::finished));
  board.forget("a");
  board.forget("never seen");
  JobEvent event;
  EXPECT_FALSE(board.newest("a", event));
  board.publish(event_of("a", JobState::queued));
  EXPECT_EQ(told, 2) << "who subscribed stays";
  EXPECT_EQ(newest_of(board, "a").sequence, 1);
}

TEST(EventBoard, AWatcherMayAskAndUnsubscribeWhileItIsTold) {
  EventBoard board;
  std::unique_ptr<EventBoard::Subscription> subscription;
  std::int64_t sequence = 0;
  subscription = board.subscribe("a", [&] {
    sequence = newest_of(board, "a").sequence;
    subscription.reset();
  });
  board.publish(event_of("a"));
  board.publish(event_of("a"));
  EXPECT_EQ(sequence, 1);
}

TEST(EventBoard, ASubscriptionOutlivesItsBoard) {
  auto board = std::make_unique<EventBoard>();
  const auto subscription = board->subscribe("a", [] {});
  board.reset();
}

// However the events of many jobs come in, whoever waits for an end is woken after it.
TEST(EventBoard, FiveHundredWatchersSeeEveryEnd) {
  constexpr int watchers = 500, jobs = 20;
  EventBoard board;
  std::vector<std::atomic<int>> ends(watchers);
  std::vector<std::unique_ptr<EventBoard::Subscription>> subscriptions;
  for (int w = 0; w < watchers; ++w) {
    const std::string job = std::to_string(w % jobs);
    subscriptions.push_back(board.subscribe(job, [&board, &ends, w, job] {
      JobEvent event;
      if (board.newest(job, event) && is_terminal(event.state)) ++ends[static_cast<std::size_t>(w)];
    }));
  }
  std::vector<std::thread> publishers;
  for (int job = 0; job < jobs; ++job) {
    publishers.emplace_back([&board, job] {
      for (int k = 0; k < 50; ++k) board.publish(event_of(std::to_string(job), JobState::running, k));
      board.publish(event_of(std::to_string(job), JobState::finished));
    });
  }
  for (auto& publisher : publishers) publisher.join();
  for (const auto& seen : ends) EXPECT_GE(seen, 1);
  for (int job = 0; job < jobs; ++job) EXPECT_EQ(newest_of(board, std::to_string(job)).sequence, 51);
}

// Once a subscription is gone, its function is not running any more and never runs again.
TEST(EventBoard, NothingIsToldAfterUnsubscribing) {
  EventBoard board;
  std::atomic<bool> stop = false;
  std::vector<std::thread> publishers;
  for (int p = 0; p < 2; ++p) {
    publishers.emplace_back([&] {
      while (!stop) board.publish(event_of("a"));
    });
  }
  std::vector<std::thread> watchers;
  std::atomic<int> told_dead = 0;
  for (int w = 0; w < 4; ++w) {
    watchers.emplace_back([&] {
      for (int k = 0; k < 200; ++k) {
        auto alive = std::make_unique<std::atomic<bool>>(true);
        auto watch = [&told_dead, flag = alive.get()] {
          if (!*flag) ++told_dead;
        };
        auto subscription = k % 2 ? board.subscribe("a", watch) : board.subscribe_all(watch);
        std::this_thread::yield();
        subscription.reset();
        *alive = false;
        alive.reset();  // a late call would read freed memory
      }
    });
  }
  for (auto& watcher : watchers) watcher.join();
  stop = true;
  for (auto& publisher : publishers) publisher.join();
  EXPECT_EQ(told_dead, 0);
}

// Observers count: of events that many threads publish, each is seen once.
TEST(EventBoard, ObserversMissNothing) {
  EventBoard board;
  std::mutex mutex;
  std::vector<std::int64_t> sequences;
  const auto subscription = board.observe([&](const JobEvent& event) {
    const std::lock_guard lock(mutex);
    sequences.push_back(event.sequence);
  });
  std::vector<std::thread> publishers;
  for (int p = 0; p < 4; ++p) {
    publishers.emplace_back([&] {
      for (int k = 0; k < 100; ++k) board.publish(event_of("a"));
    });
  }
  for (auto& publisher : publishers) publisher.join();
  std::sort(sequences.begin(), sequences.end());
  ASSERT_EQ(sequences.size(), 400);
  for (std::size_t k = 0; k < sequences.size(); ++k) EXPECT_EQ(sequences[k], static_cast<std::int64_t>(k + 1));
}

}  // namespace
}  // namespace planwerk::service
