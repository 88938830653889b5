#include "host/service/grpc/watch_feed.hpp"

#include <algorithm>

namespace planwerk::service {
namespace {

// News a second of all watchers together: each costs some tens of microseconds, which are the solves' then.
constexpr std::chrono::milliseconds share_of_watcher{4};
constexpr std::chrono::milliseconds shortest_pace{100};

}  // namespace

WatchFeed::WatchFeed() : thread_([this] { run(); }) {}

WatchFeed::~WatchFeed() {
  {
    const std::lock_guard lock(wake_mutex_);
    ending_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void WatchFeed::add(Watcher& watcher) {
  {
    const std::lock_guard lock(watchers_mutex_);
    watchers_.insert(&watcher);
  }
  wake();
}

void WatchFeed::remove(Watcher& watcher) {
  const std::lock_guard lock(watchers_mutex_);
  watchers_.erase(&watcher);
}

void WatchFeed::touch(Watcher& watcher) {
  if (!watcher.touched_.exchange(true)) wake();
}

void WatchFeed::close() {
  closed_ = true;
  {
    const std::lock_guard lock(watchers_mutex_);
    for (Watcher* watcher : watchers_) watcher->touched_ = true;
  }
  wake();
}

void WatchFeed::wake() {
  {
    const std::lock_guard lock(wake_mutex_);
    woken_flag_ = true;
  }
  woken_.notify_one();
}

void WatchFeed::run() {
  Clock::time_point due = Clock::time_point::max();
  for (;;) {
    {
      std::unique_lock lock(wake_mutex_);
      const auto called = [this] { return woken_flag_ || ending_; };
      if (due == Clock::time_point::max()) {
        woken_.wait(lock, called);
      } else {
        woken_.wait_until(lock, due, called);
      }
      if (ending_) return;
      woken_flag_ = false;
    }
    due = pass();
  }
}

WatchFeed::Clock::time_point WatchFeed::pass() {
  const std::lock_guard lock(watchers_mutex_);
  const Clock::time_point now = Clock::now();
  Clock::time_point next = Clock::time_point::max();
  for (Watcher* watcher : watchers_) {
    if (watcher->touched_.exchange(false) || watcher->due_ <= now) watcher->due_ = watcher->offer(now, pace());
    next = std::min(next, watcher->due_);
  }
  return next;
}

WatchFeed::Clock::duration WatchFeed::pace() const {
  return std::max<Clock::duration>(shortest_pace, share_of_watcher * std::ssize(watchers_));
}

}  // namespace planwerk::service
