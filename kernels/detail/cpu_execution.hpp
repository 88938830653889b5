#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "kernels/detail/cpu_level.hpp"
#include "kernels/detail/operators.hpp"
#include "kernels/detail/thrust_system.hpp"
#include "kernels/detail/worker_pool.hpp"

namespace planwerk::backend {

// The CPU as one place of work, shared by `threads` threads.
class Execution {
 public:
  explicit Execution(int threads) : threads_(threads), level_(cpu_level()) {}

  int threads() const { return threads_; }
  CpuLevel level() const { return level_; }
  // For Thrust's own algorithms (sort, scan) over so many elements.
  auto policy(std::int64_t work) const { return thrust_policy(work < serial_work ? 1 : threads_); }
  void synchronize() {}

  // f(i) for i = 0 ... n-1. `work` counts elements touched in all: where it is small, the calling thread does
  // everything, since waking the others costs some microseconds.
  template <class F>
  void parallel_for(std::int64_t n, std::int64_t work, const F& f) {
    const auto piece = [&f](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) f(i);
    };
    if (threads_ == 1 || work < serial_work) {
      piece(0, n);
      return;
    }
    if (pool_ == nullptr) pool_ = std::make_unique<WorkerPool>(threads_);
    pool_->run(n, piece);
  }

  // Room for n values of T until the next call, for partial results.
  template <class T>
  T* scratch(std::size_t n) {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    const std::size_t units = (n * sizeof(T) + sizeof(std::max_align_t) - 1) / sizeof(std::max_align_t);
    if (scratch_.size() < units) scratch_.resize(units);
    return reinterpret_cast<T*>(scratch_.data());
  }

 private:
  static constexpr std::int64_t serial_work = 32768;
  int threads_;
  CpuLevel level_;
  std::unique_ptr<WorkerPool> pool_;  // from the first loop that is worth it
  std::vector<std::max_align_t> scratch_;
};

template <class F>
void for_each_index(Execution& execution, std::int64_t n, F f) {
  execution.parallel_for(n, n, f);
}

// Combines map(i) over [begin, end) in eight interleaved chains, so that the sums of a vector do not wait for each
// other.
template <class T, class Map, class Combine>
T reduce_block(std::int64_t begin, std::int64_t end, T identity, Map map, Combine combine) {
  constexpr int lanes = 8;
  T lane[lanes];
  std::fill(lane, lane + lanes, identity);
  std::int64_t i = begin;
  for (; i + lanes <= end; i += lanes) {
    for (int k = 0; k < lanes; ++k) lane[k] = combine(lane[k], map(i + k));
  }
  for (int k = 0; i < end; ++i, ++k) lane[k] = combine(lane[k], map(i));
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int k = 0; k < width; ++k) lane[k] = combine(lane[k], lane[k + width]);
  }
  return lane[0];
}

template <class T, class Map, class Combine>
T reduce_index(Execution& execution, std::int64_t n, T identity, Map map, Combine combine) {
  constexpr std::int64_t block_size = 4096;
  const std::int64_t blocks = (n + block_size - 1) / block_size;
  if (blocks <= 1) return reduce_block(0, n, identity, map, combine);
  T* partial = execution.scratch<T>(static_cast<std::size_t>(blocks));
  execution.parallel_for(blocks, n, [=](std::int64_t b) {
    partial[b] = reduce_block(b * block_size, std::min(n, (b + 1) * block_size), identity, map, combine);
  });
  T total = identity;
  for (std::int64_t b = 0; b < blocks; ++b) total = combine(total, partial[b]);
  return total;
}

}  // namespace planwerk::backend
