// Which job is next, without processes.
#include "host/service/supervisor/queue_choice.hpp"

#include <gmock/gmock.h>

#include "host/service/supervisor/slot_defaults.hpp"

namespace planwerk::service {
namespace {

WaitingJob waiting(const std::string& id, const std::string& owner, int priority, UnixMillis created) {
  return {id, owner, priority, created, 100, -1};
}

std::string next_of(const std::vector<WaitingJob>& jobs, const std::map<std::string, UserLoad>& loads = {},
                    const SlotRoom& room = {}, int running_per_user = 0) {
  const auto next = choose_next(jobs, loads, room, running_per_user);
  return next ? jobs[*next].id : "";
}

TEST(QueueChoice, NothingWaits) {
  EXPECT_EQ(next_of({}), "");
}

TEST(QueueChoice, PriorityBeforeUseBeforeAge) {
  const std::vector<WaitingJob> jobs{waiting("old", "anna", 0, 1), waiting("light", "bert", 0, 2),
                                     waiting("urgent", "anna", 1, 3)};
  const std::map<std::string, UserLoad> loads{{"anna", {0, 50}}, {"bert", {0, 10}}};
  EXPECT_EQ(next_of(jobs, loads), "urgent");
  EXPECT_EQ(next_of({jobs[0], jobs[1]}, loads), "light");
  EXPECT_EQ(next_of({jobs[0], jobs[1]}), "old") << "nobody has used anything";
}

TEST(QueueChoice, OfEqualJobsAlwaysTheSame) {
  EXPECT_EQ(next_of({waiting("b", "anna", 0, 1), waiting("a", "anna", 0, 1)}), "a");
  EXPECT_EQ(next_of({waiting("a", "anna", 0, 1), waiting("b", "anna", 0, 1)}), "a");
}

TEST(QueueChoice, WhatDoesNotFitIsPassedOver) {
  std::vector<WaitingJob> jobs{waiting("large", "anna", 5, 1), waiting("small", "anna", 0, 2)};
  jobs[0].memory = 1000;
  EXPECT_EQ(next_of(jobs, {}, {0, 999, false}), "small");
  EXPECT_EQ(next_of(jobs, {}, {0, 1000, false}), "large");
  EXPECT_EQ(next_of(jobs, {}, {0, 0, false}), "large") << "no limit";
}

TEST(QueueChoice, AUserAtItsLimitWaits) {
  const std::vector<WaitingJob> jobs{waiting("first", "anna", 0, 1), waiting("second", "bert", 0, 2)};
  EXPECT_EQ(next_of(jobs, {{"anna", {2, 0}}}, {}, 2), "second");
  EXPECT_EQ(next_of(jobs, {{"anna", {2, 0}}, {"bert", {2, 0}}}, {}, 2), "");
}

TEST(QueueChoice, ALostJobGoesElsewhereWhereThereIsAnElsewhere) {
  std::vector<WaitingJob> jobs{waiting("lost", "anna", 0, 1)};
  jobs[0].avoid_slot = 3;
  EXPECT_EQ(next_of(jobs, {}, {3, 0, false}), "");
  EXPECT_EQ(next_of(jobs, {}, {3, 0, true}), "lost");
  EXPECT_EQ(next_of(jobs, {}, {4, 0, false}), "lost");
}

// One user floods the queue: whoever has used less comes next as soon as a slot is free.
TEST(QueueChoice, SharingIsFairInTheLongRun) {
  std::vector<WaitingJob> jobs;
  for (int k = 0; k < 90; ++k) jobs.push_back(waiting("many " + std::to_string(k), "anna", 0, k));
  for (int k = 0; k < 10; ++k) jobs.push_back(waiting("few " + std::to_string(k), "bert", 0, 1000 + k));
  std::map<std::string, UserLoad> loads;
  int taken = 0;
  while (loads["bert"].device_seconds < 10) {
    const std::size_t next = *choose_next(jobs, loads, {}, 0);
    ++loads[jobs[next].owner].device_seconds;
    jobs.erase(jobs.begin() + static_cast<std::ptrdiff_t>(next));
    ++taken;
  }
  EXPECT_LE(taken, 20);
}

RunningJob running(int slot, int priority, const std::string& owner = "anna") {
  return {slot, owner, priority, 0, false};
}

TEST(GivingWay, TheLeastUrgentGivesWayToWhatMattersMore) {
  const std::vector<WaitingJob> jobs{waiting("urgent", "bert", 5, 1)};
  EXPECT_EQ(choose_to_give_way(jobs, {}, {running(0, 4), running(1, 0), running(2, 5)}, 0), 1);
  EXPECT_EQ(choose_to_give_way(jobs, {}, {running(0, 5), running(1, 7)}, 0), std::nullopt);
  EXPECT_EQ(choose_to_give_way({}, {}, {running(0, 0)}, 0), std::nullopt);
}

TEST(GivingWay, OneAtATime) {
  std::vector<RunningJob> jobs{running(0, 0), running(1, 0)};
  jobs[1].giving_way = true;
  EXPECT_EQ(choose_to_give_way({waiting("urgent", "bert", 5, 1)}, {}, jobs, 0), std::nullopt);
}

TEST(GivingWay, NotWhereTheOtherCouldNotRun) {
  std::vector<WaitingJob> jobs{waiting("urgent", "bert", 5, 1)};
  jobs[0].memory = 1000;
  RunningJob small = running(0, 0);
  small.slot_memory = 999;
  EXPECT_EQ(choose_to_give_way(jobs, {}, {small}, 0), std::nullopt);
  EXPECT_EQ(choose_to_give_way(jobs, {{"bert", {1, 0}}}, {running(0, 0)}, 1), std::nullopt);
  EXPECT_EQ(choose_to_give_way(jobs, {{"bert", {1, 0}}}, {running(0, 0, "bert")}, 1), 0) << "the place is its own";
}

TEST(SlotDefaults, DivideWhatIsLeftOpen) {
  const std::int64_t gib = std::int64_t{1} << 30;
  const auto slots = with_defaults({{"cpu", 0, 0}, {"cpu", 0, 0}, {"cuda:0", 0, 4 * gib}}, {16, 20 * gib});
  EXPECT_EQ(slots[0].threads, 8);
  EXPECT_EQ(slots[1].memory, 7 * gib);
  EXPECT_EQ(slots[2].memory, 4 * gib);
  EXPECT_EQ(slots[2].threads, 0);
  EXPECT_EQ(with_defaults({{"cpu", 3, 5 * gib}}, {16, 20 * gib})[0].threads, 3);
}

TEST(SlotDefaults, TheMachineHasCoresAndMemory) {
  EXPECT_GT(machine_size().cores, 0);
  EXPECT_GT(machine_size().memory, std::int64_t{64} << 20);
}

}  // namespace
}  // namespace planwerk::service
