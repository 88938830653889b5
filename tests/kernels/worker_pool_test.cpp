#include "kernels/detail/worker_pool.hpp"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>

namespace planwerk::backend {
namespace {

TEST(WorkerPool, EachIndexIsVisitedOnce) {
  for (const int threads : {1, 2, 5}) {
    WorkerPool pool(threads);
    for (const std::int64_t n : {0, 1, 2, 15, 16, 17, 100003}) {
      std::vector<int> visits(static_cast<std::size_t>(n));
      pool.run(n, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
      });
      EXPECT_EQ(std::count(visits.begin(), visits.end(), 1), n) << threads << " threads";
    }
  }
}

// Loops in quick succession, so that helpers come late and must not touch the loop after theirs.
TEST(WorkerPool, ManyShortLoopsStayApart) {
  WorkerPool pool(4);
  std::vector<std::int64_t> x(64, 0);
  constexpr std::int64_t loops = 20000;
  for (std::int64_t loop = 0; loop < loops; ++loop) {
    pool.run(64, [&x, loop](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) x[static_cast<std::size_t>(i)] += loop;
    });
  }
  EXPECT_THAT(x, ::testing::Each(loops * (loops - 1) / 2));
}

TEST(WorkerPool, StopsWithoutHavingWorked) {
  for (int i = 0; i < 20; ++i) WorkerPool pool(3);
}

}  // namespace
}  // namespace planwerk::backend
