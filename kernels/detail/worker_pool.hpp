#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace planwerk::backend {

// Threads that share loops. Work is cut into shares; each thread has its own run of neighbouring shares, so that it
// finds its data in its cache again, and takes from the others' when done. The calling thread takes part and waits only
// for shares that others have begun: on a busy machine a helper that gets no core holds nobody up, which is what a
// team of OpenMP threads with its barrier would do for a time slice per loop.
class WorkerPool {
 public:
  explicit WorkerPool(int threads);  // the calling one among them
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  int threads() const { return static_cast<int>(queues_.size()); }

  // f(begin, end) over pieces of 0 ... n-1, each index in exactly one piece, on any thread. One loop at a time; f must
  // not throw. Returns when all is done.
  template <class F>
  void run(std::int64_t n, const F& f) {
    run_shares(
        n, [](const void* body, std::int64_t begin, std::int64_t end) { (*static_cast<const F*>(body))(begin, end); },
        &f);
  }

 private:
  using Body = void (*)(const void* closure, std::int64_t begin, std::int64_t end);

  // The shares of one thread that nobody has taken: number of the loop (high bits) and next share (low 16 bits). A
  // share is taken by adding one while the loop's number still fits, so that a latecomer never takes from a later loop.
  struct alignas(64) Queue {
    std::atomic<std::uint64_t> next{0};
  };

  void run_shares(std::int64_t n, Body body, const void* closure);
  void help(int thread);
  void work_on(std::uint64_t loop, int thread);
  bool take(Queue& queue, std::uint64_t loop, std::int64_t& share);
  bool await_next(std::uint64_t& loop) const;

  std::vector<Queue> queues_;
  std::vector<std::thread> helpers_;

  // The loop under way. Atomic since a latecomer may read them while the next loop is written; what it read then is
  // void, as it cannot take a share of the old loop any more.
  std::atomic<Body> body_{nullptr};
  std::atomic<const void*> closure_{nullptr};
  std::atomic<std::int64_t> n_{0};
  std::atomic<std::int64_t> unfinished_{0};
  std::atomic<std::uint64_t> loop_{0};
  std::atomic<int> bell_{0};  // rung at each loop: what sleeping helpers wait on
  std::atomic<bool> stopping_{false};
};

}  // namespace planwerk::backend
