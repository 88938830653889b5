#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace planwerk::service {

// Hands events to watchers from a thread of its own, so that whoever publishes never waits. News of the solve are
// paced: all watchers together are told so many a second, whatever their number, and changes of state at once.
class WatchFeed {
 public:
  using Clock = std::chrono::steady_clock;

  // Its functions are called by the feed alone, one at a time, from `add` until `remove` has returned.
  class Watcher {
   public:
    virtual ~Watcher() = default;
    // There may be news: sends them if they are due. Returns when to be asked again at the latest; Clock::time_point
    // ::max() when something new happens. Must not block.
    virtual Clock::time_point offer(Clock::time_point now, Clock::duration pace) = 0;

   private:
    friend class WatchFeed;
    std::atomic<bool> touched_ = true;
    Clock::time_point due_ = Clock::time_point::max();
  };

  WatchFeed();
  ~WatchFeed();

  void add(Watcher& watcher);
  void remove(Watcher& watcher);
  void touch(Watcher& watcher);  // from any thread; never waits for an offer

  // From now on every watcher is to end itself at its next offer, which comes at once.
  void close();
  bool closed() const { return closed_; }

 private:
  void run();
  void wake();
  Clock::time_point pass();
  Clock::duration pace() const;

  std::atomic<bool> closed_ = false;
  std::mutex watchers_mutex_;  // held during offers
  std::set<Watcher*> watchers_;
  std::mutex wake_mutex_;
  std::condition_variable woken_;
  bool woken_flag_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace planwerk::service
