#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/service/store/job_record.hpp"

namespace planwerk::service {

// Which job is next: pure functions of what waits and what runs.

struct WaitingJob {
  std::string id;
  std::string owner;
  int priority = 0;
  UnixMillis created = 0;
  std::int64_t memory = 0;  // estimate, bytes
  int avoid_slot = -1;      // where its worker died: another one goes first where there is one
};

struct UserLoad {
  int running = 0;
  double device_seconds = 0;  // used recently, what runs now included
};

struct SlotRoom {
  int slot = 0;
  std::int64_t memory = 0;  // 0: unlimited
  bool alone = false;       // no other slot works: nothing to avoid it for
};

// The job to run next in the slot: the highest priority; then the user who has used the devices least; then the oldest.
// Left out are jobs that do not fit, that avoid the slot, and those of users who run as many as they may (0: any
// number). None: nothing may run here now.
std::optional<std::size_t> choose_next(const std::vector<WaitingJob>& waiting,
                                       const std::map<std::string, UserLoad>& loads, const SlotRoom& room,
                                       int running_per_user);

struct RunningJob {
  int slot = 0;
  std::string owner;
  int priority = 0;
  std::int64_t slot_memory = 0;
  bool giving_way = false;  // asked to already
};

// The slot whose job is to give way to one that waits: the lowest priority below that of a waiting job which fits there
// and which its user may run; none where no job waits that matters more, or one gives way already.
std::optional<int> choose_to_give_way(const std::vector<WaitingJob>& waiting,
                                      const std::map<std::string, UserLoad>& loads,
                                      const std::vector<RunningJob>& running, int running_per_user);

}  // namespace planwerk::service
