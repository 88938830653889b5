#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace planwerk::service {

// Threads that do what may wait for a disk or take its time: gRPC's own threads are few and must not.
class WorkPool {
 public:
  explicit WorkPool(int threads);
  ~WorkPool();  // after all that was posted has run

  void post(std::function<void()> work);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace planwerk::service
