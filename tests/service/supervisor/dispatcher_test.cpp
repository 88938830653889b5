// What a dispatcher knows of the queue: told of single jobs, without reading all of it each time.
#include "host/service/supervisor/dispatcher.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tests/codec/files.hpp"

namespace planwerk::service::tests {
namespace {

class DispatcherTest : public ::testing::Test {
 protected:
  DispatcherTest() {
    settings_.slots = {{"cpu", 1, 1 << 20}, {"cpu", 1, 1 << 20}};
    dispatcher_.emplace(store_, events_, settings_);
    for (const int slot : {0, 1}) dispatcher_->set_working(slot, true);
    EXPECT_EQ(taken(0), "") << "nothing waits, and that is known now";
  }

  std::string queued(const std::string& owner = "anna", int priority = 0, std::int64_t memory = 1000) {
    JobRequest request;
    request.priority = priority;
    const std::string id = store_.begin_upload(owner, std::to_string(++jobs_), request).job.id;
    store_.append_part(id, 0, "a part");
    JobSize size;
    size.memory_estimate = memory;
    return store_.complete_upload(id, size).id;
  }
  std::string told(const std::string& id) {
    dispatcher_->job_changed(id);
    return id;
  }
  std::string taken(int slot) {
    auto leased = dispatcher_->take(slot);
    return leased ? leased->job.id : "";
  }

  planwerk::tests::TemporaryFolder folder_;
  JobStore store_{StoreSettings{folder_ / "store", {}}, real_file_system()};
  EventBoard events_;
  SupervisorSettings settings_;
  std::optional<Dispatcher> dispatcher_;
  int jobs_ = 0;
};

TEST_F(DispatcherTest, AJobThatItIsToldOfIsThere) {
  const std::string first = told(queued()), untold = queued(), second = told(queued());
  const auto leased = dispatcher_->take(0);
  ASSERT_TRUE(leased);
  EXPECT_EQ(leased->job.id, first);
  EXPECT_EQ(leased->job.attempts, store_.find(first)->attempts);
  EXPECT_EQ(leased->job.fence, store_.find(first)->fence);
  EXPECT_EQ(taken(1), second) << "the queue is not read anew for a job";
  dispatcher_->leave(0);
  EXPECT_EQ(taken(0), "");
  dispatcher_->queue_changed();
  EXPECT_EQ(taken(0), untold);
}

TEST_F(DispatcherTest, ToldTwiceItIsStillOneJob) {
  const std::string job = told(told(queued()));
  EXPECT_EQ(taken(0), job);
  EXPECT_EQ(taken(1), "");
  told(job);  // it runs
  told("no such job");
  EXPECT_EQ(taken(1), "");
}

TEST_F(DispatcherTest, NobodyGivesWayToAJobThatHasGone) {
  const std::string patient[] = {told(queued()), told(queued())};
  EXPECT_EQ((std::set{taken(0), taken(1)}), std::set(std::begin(patient), std::end(patient)));
  const std::string urgent = told(queued("bert", 5));
  store_.request_cancel(urgent);
  told(urgent);
  EXPECT_FALSE(dispatcher_->gives_way(0));
  EXPECT_FALSE(dispatcher_->gives_way(1));
  told(queued("bert", 5));
  EXPECT_NE(dispatcher_->gives_way(0), dispatcher_->gives_way(1));
}

// Users take turns, by what they have used, also where one of them fills the queue.
TEST_F(DispatcherTest, AFullQueueKeepsItsOrder) {
  std::set<std::string> annas;
  for (int i = 0; i < 50; ++i) annas.insert(told(queued("anna")));
  const std::string berts = told(queued("bert"));
  store_.accounts().add_device_time("anna", 10);
  dispatcher_->queue_changed();
  EXPECT_EQ(taken(0), berts);
  dispatcher_->leave(0);
  for (std::string job = taken(0); !job.empty(); job = taken(0)) {
    EXPECT_EQ(job, *std::min_element(annas.begin(), annas.end(),
                                     [this](const auto& a, const auto& b) {
                                       return std::pair(store_.find(a)->created, a) <
                                              std::pair(store_.find(b)->created, b);
                                     }))
        << "the oldest of them";
    annas.erase(job);
    dispatcher_->leave(0);
  }
  EXPECT_TRUE(annas.empty());
}

TEST_F(DispatcherTest, AJobThatFitsNowhereFailsOnceItIsKnown) {
  const std::string large = told(queued("anna", 0, std::int64_t{1} << 40)), small = told(queued());
  EXPECT_EQ(taken(0), small);
  EXPECT_EQ(store_.find(large)->state, JobState::failed);
}

}  // namespace
}  // namespace planwerk::service::tests
