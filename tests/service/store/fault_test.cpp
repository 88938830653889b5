// A disk that fails at every operation in turn, once or from then on: whatever the store has acknowledged is there
// after a restart, nothing ends twice, no file leaks, and the store goes on once the disk does.
#include <gmock/gmock.h>

#include "tests/service/store/faults.hpp"
#include "tests/service/store/scripted_life.hpp"
#include "tests/service/store/store_fixture.hpp"
#include "tests/service/store/version_1.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::IsEmpty;

struct Case {
  const char* name;
  Fault fault;
  bool for_ever;
};

class FaultTest : public ::testing::TestWithParam<Case> {
 protected:
  ~FaultTest() override { fault_plan().disarm(); }

  std::unique_ptr<JobStore> opened() {
    return std::make_unique<JobStore>(StoreSettings{path_, [] { return UnixMillis{1'700'000'000'000}; }},
                                      faulty_file_system());
  }

  std::unique_ptr<JobStore> opened_if_possible() {
    try {
      return opened();
    } catch (const StoreError&) {
      return nullptr;
    }
  }

  // The store takes a job and finishes it.
  static void expect_usable(JobStore& store, const std::string& key) {
    const std::string id = store.begin_upload("carl", key, {}).job.id;
    store.append_part(id, 0, "a job after the fault");
    EXPECT_EQ(store.complete_upload(id, {}).state, JobState::queued);
    const Lease lease = *store.acquire(id);
    const auto plan = store.scratch_of(lease) / "plan.pbs";
    planwerk::tests::write_bytes(plan, "a plan after the fault");
    const JobRecord job = store.finish(lease, JobState::finished, "", plan, PlanFigures{});
    EXPECT_EQ(planwerk::tests::read_bytes(store.checked_path(job, *job.plan)), "a plan after the fault");
  }

  void expect_whole(const ScriptedLife& life) {
    const auto store = opened();
    EXPECT_THAT(life.broken_promises(*store), IsEmpty());
    EXPECT_THAT(unnamed_files(path_, *store), IsEmpty());
    expect_usable(*store, "after a restart");
  }

  // As a process leaves it that is killed now: what failed to be synced is there nevertheless.
  void expect_whole_if_killed(const ScriptedLife& life) {
    fault_plan().pause(true);
    const auto killed = folder_ / "killed";
    std::filesystem::remove_all(killed);
    std::filesystem::copy(path_, killed, std::filesystem::copy_options::recursive);
    JobStore store({killed, {}}, real_file_system());
    EXPECT_THAT(life.broken_promises(store), IsEmpty());
    EXPECT_THAT(unnamed_files(killed, store), IsEmpty());
    fault_plan().pause(false);
  }

  void start_with(const std::filesystem::path& folder) {
    std::filesystem::remove_all(path_);
    std::filesystem::copy(folder, path_, std::filesystem::copy_options::recursive);
  }

  // An empty store, so that not every life begins with the making of tables.
  std::filesystem::path empty_store() {
    opened().reset();
    std::filesystem::rename(path_, folder_ / "empty");
    return folder_ / "empty";
  }

  planwerk::tests::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "store";
};

TEST_P(FaultTest, AtEveryOperationOfALife) {
  const auto empty = empty_store();
  std::int64_t at = 0;
  for (bool struck = true; struck && !HasFailure(); ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    start_with(empty);
    auto store = opened();
    fault_plan().arm(GetParam().fault, at, GetParam().for_ever);
    ScriptedLife life(*store);
    if (GetParam().fault == Fault::lost_sync) life.on_failure([&] { expect_whole_if_killed(life); });
    life.run();
    struck = fault_plan().operations() > at;
    fault_plan().disarm();
    EXPECT_EQ(struck ? 0 : life.failed_steps(), 0) << "without a fault, all goes well";
    expect_usable(*store, "while it goes on");
    EXPECT_THAT(life.broken_promises(*store), IsEmpty());
    store.reset();
    expect_whole(life);
  }
  EXPECT_GT(at, 20) << "the faults were met";
}

TEST_P(FaultTest, AtEveryOperationOfTheFirstStart) {
  std::int64_t at = 0;
  for (bool struck = true; struck && !HasFailure(); ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    std::filesystem::remove_all(path_);
    fault_plan().arm(GetParam().fault, at, GetParam().for_ever);
    opened_if_possible().reset();
    struck = fault_plan().operations() > at;
    fault_plan().disarm();
    expect_usable(*opened(), "after a failed start");
  }
  EXPECT_GT(at, 5);
}

TEST_P(FaultTest, AtEveryOperationOfAnUpgrade) {
  make_version_1(path_);
  std::filesystem::rename(path_, folder_ / "version 1");
  std::int64_t at = 0;
  for (bool struck = true; struck && !HasFailure(); ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    start_with(folder_ / "version 1");
    fault_plan().arm(GetParam().fault, at, GetParam().for_ever);
    opened_if_possible().reset();
    struck = fault_plan().operations() > at;
    fault_plan().disarm();
    expect_version_1_whole(*opened());
  }
  EXPECT_GT(at, 5);
}

// The second fault: the first has cut a life off, with jobs that run, files that were half moved, an upload under way.
TEST_P(FaultTest, AtEveryOperationOfARecovery) {
  start_with(empty_store());
  auto store = opened();
  fault_plan().arm(Fault::io, 170, true);
  ScriptedLife life(*store);
  life.run();
  fault_plan().disarm();
  EXPECT_GT(life.failed_steps(), 0);
  EXPECT_THAT(store->running(), ::testing::Not(IsEmpty()));
  store.reset();
  planwerk::tests::write_bytes(path_ / "files/anna/.incoming-left", "left");
  planwerk::tests::write_bytes(path_ / "scratch/left", "left");
  std::filesystem::rename(path_, folder_ / "cut off");
  std::int64_t at = 0;
  for (bool struck = true; struck && !HasFailure(); ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    start_with(folder_ / "cut off");
    fault_plan().arm(GetParam().fault, at, GetParam().for_ever);
    opened_if_possible().reset();
    struck = fault_plan().operations() > at;
    fault_plan().disarm();
    expect_whole(life);
  }
  EXPECT_GT(at, 2);
}

INSTANTIATE_TEST_SUITE_P(Disk, FaultTest,
                         ::testing::Values(Case{"IoOnce", Fault::io, false}, Case{"IoForEver", Fault::io, true},
                                           Case{"FullOnce", Fault::full, false}, Case{"FullForEver", Fault::full, true},
                                           Case{"ShortWriteOnce", Fault::short_write, false},
                                           Case{"ShortWriteForEver", Fault::short_write, true},
                                           Case{"LostSyncOnce", Fault::lost_sync, false},
                                           Case{"LostSyncForEver", Fault::lost_sync, true}),
                         [](const auto& name) { return name.param.name; });

}  // namespace
}  // namespace planwerk::service::tests
