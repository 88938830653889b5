// Memory that ends at the n-th allocation: the store answers that it is full, keeps what it has acknowledged, and goes
// on when there is memory again.
#include <new>

#include <gmock/gmock.h>

#include "tests/service/store/allocations.hpp"
#include "tests/service/store/faults.hpp"
#include "tests/service/store/scripted_life.hpp"
#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::IsEmpty;

class AllocationTest : public ::testing::TestWithParam<bool> {
 protected:
  // One life in which the allocation fails; how many allocations it took.
  std::int64_t run_with(std::int64_t at) {
    SCOPED_TRACE("allocation " + std::to_string(at));
    const auto path = folder_ / std::to_string(at);
    std::int64_t allocations = 0;
    auto store = std::make_unique<JobStore>(StoreSettings{path, {}}, real_file_system());
    ScriptedLife life(*store);
    fail_allocation(at, GetParam());
    try {
      life.run();
    } catch (const std::bad_alloc&) {  // in the test's own code
    }
    allocations = allow_allocations();
    EXPECT_THAT(life.broken_promises(*store), IsEmpty());
    const std::string id = store->begin_upload("carl", "afterwards", {}).job.id;
    EXPECT_EQ(store->complete_upload(id, {}).state, JobState::queued);
    store = nullptr;
    store = std::make_unique<JobStore>(StoreSettings{path, {}}, real_file_system());
    EXPECT_THAT(life.broken_promises(*store), IsEmpty());
    EXPECT_THAT(unnamed_files(path, *store), IsEmpty());
    store = nullptr;
    std::filesystem::remove_all(path);
    return allocations;
  }

  planwerk::tests::TemporaryFolder folder_;
};

// A life takes thousands of them, many alike: every one at first, then ever fewer.
TEST_P(AllocationTest, AtTheNth) {
  const std::int64_t all = run_with(1'000'000'000);
  EXPECT_GT(all, 1000);
  for (std::int64_t at = 0; at < all && !HasFailure(); at += 1 + at / 60) run_with(at);
}

INSTANTIATE_TEST_SUITE_P(Memory, AllocationTest, ::testing::Bool(),
                         [](const auto& name) { return name.param ? "ForEver" : "Once"; });

}  // namespace
}  // namespace planwerk::service::tests
