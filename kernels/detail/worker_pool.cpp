#include "kernels/detail/worker_pool.hpp"

namespace planwerk::backend {
namespace {

constexpr std::int64_t shares_per_thread = 8;
constexpr int share_bits = 16;
constexpr std::uint64_t share_mask = (std::uint64_t{1} << share_bits) - 1;
constexpr int spins_before_sleep = 4000;  // some 50 microseconds: loops follow each other closely
constexpr int spins_before_yield = 200;

void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

WorkerPool::WorkerPool(int threads) : queues_(static_cast<std::size_t>(threads)) {
  for (int thread = 1; thread < threads; ++thread) helpers_.emplace_back([this, thread] { help(thread); });
}

WorkerPool::~WorkerPool() {
  stopping_ = true;
  bell_.fetch_add(1);
  bell_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void WorkerPool::run_shares(std::int64_t n, Body body, const void* closure) {
  const std::uint64_t loop = loop_.load(std::memory_order_relaxed) + 1;
  body_.store(body, std::memory_order_relaxed);
  closure_.store(closure, std::memory_order_relaxed);
  n_.store(n, std::memory_order_relaxed);
  unfinished_.store(threads() * shares_per_thread, std::memory_order_relaxed);
  for (Queue& queue : queues_) queue.next.store(loop << share_bits, std::memory_order_release);
  loop_.store(loop, std::memory_order_release);
  bell_.fetch_add(1, std::memory_order_release);
  bell_.notify_all();
  work_on(loop, 0);
  for (int spins = 0; unfinished_.load(std::memory_order_acquire) > 0; ++spins) {
    if (spins < spins_before_yield) {
      pause_briefly();
    } else {
      std::this_thread::yield();
    }
  }
}

void WorkerPool::help(int thread) {
  std::uint64_t loop = 0;
  while (await_next(loop)) work_on(loop, thread);
}

// Waits until there is a later loop than `loop` and makes that the value; false when the pool stops.
bool WorkerPool::await_next(std::uint64_t& loop) const {
  for (int spins = 0; !stopping_; ++spins) {
    const int bell = bell_.load(std::memory_order_acquire);
    const std::uint64_t current = loop_.load(std::memory_order_acquire);
    if (current != loop) {
      loop = current;
      return true;
    }
    if (spins < spins_before_sleep) {
      pause_briefly();
    } else if (!stopping_) {
      bell_.wait(bell, std::memory_order_acquire);
      spins = 0;
    }
  }
  return false;
}

// Takes shares of one loop until none is left, own ones first.
void WorkerPool::work_on(std::uint64_t loop, int thread) {
  const Body body = body_.load(std::memory_order_relaxed);
  const void* const closure = closure_.load(std::memory_order_relaxed);
  const std::int64_t n = n_.load(std::memory_order_relaxed);
  const std::int64_t shares = threads() * shares_per_thread;
  for (int turn = 0; turn < threads(); ++turn) {
    const int owner = (thread + turn) % threads();
    for (std::int64_t share; take(queues_[static_cast<std::size_t>(owner)], loop, share);) {
      share += owner * shares_per_thread;
      const std::int64_t begin = n / shares * share + n % shares * share / shares;
      const std::int64_t end = n / shares * (share + 1) + n % shares * (share + 1) / shares;
      if (begin < end) body(closure, begin, end);
      unfinished_.fetch_sub(1, std::memory_order_acq_rel);
    }
  }
}

bool WorkerPool::take(Queue& queue, std::uint64_t loop, std::int64_t& share) {
  std::uint64_t next = queue.next.load(std::memory_order_acquire);
  while (next >> share_bits == loop && (next & share_mask) < shares_per_thread) {
    if (queue.next.compare_exchange_weak(next, next + 1, std::memory_order_acq_rel, std::memory_order_acquire)) {
      share = static_cast<std::int64_t>(next & share_mask);
      return true;
    }
  }
  return false;
}

}  // namespace planwerk::backend
