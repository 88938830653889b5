#include "host/service/supervisor/queue_choice.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace planwerk::service {
namespace {

UserLoad load_of(const std::map<std::string, UserLoad>& loads, const std::string& user) {
  const auto found = loads.find(user);
  return found == loads.end() ? UserLoad{} : found->second;
}

bool fits(std::int64_t estimate, std::int64_t memory) {
  return memory == 0 || estimate <= memory;
}

bool within(int running, int limit) {
  return limit == 0 || running < limit;
}

}  // namespace

std::optional<std::size_t> choose_next(const std::vector<WaitingJob>& waiting,
                                       const std::map<std::string, UserLoad>& loads, const SlotRoom& room,
                                       int running_per_user) {
  using Rank = std::tuple<int, double, UnixMillis, std::string_view>;
  std::optional<std::size_t> next;
  Rank first;
  for (std::size_t k = 0; k < waiting.size(); ++k) {
    const WaitingJob& job = waiting[k];
    if (!fits(job.memory, room.memory) || (job.avoid_slot == room.slot && !room.alone)) continue;
    const UserLoad load = load_of(loads, job.owner);
    if (!within(load.running, running_per_user)) continue;
    const Rank rank(-job.priority, load.device_seconds, job.created, job.id);
    if (next && !(rank < first)) continue;
    next = k;
    first = rank;
  }
  return next;
}

std::optional<int> choose_to_give_way(const std::vector<WaitingJob>& waiting,
                                      const std::map<std::string, UserLoad>& loads,
                                      const std::vector<RunningJob>& running, int running_per_user) {
  if (std::any_of(running.begin(), running.end(), [](const RunningJob& job) { return job.giving_way; })) {
    return std::nullopt;
  }
  const RunningJob* least = nullptr;
  for (const RunningJob& job : running) {
    const bool gives_way = std::any_of(waiting.begin(), waiting.end(), [&](const WaitingJob& other) {
      // A place that the same user's job gives up is free for the other.
      const int others = load_of(loads, other.owner).running - (other.owner == job.owner ? 1 : 0);
      return other.priority > job.priority && fits(other.memory, job.slot_memory) && within(others, running_per_user);
    });
    if (gives_way && (least == nullptr || job.priority < least->priority)) least = &job;
  }
  return least == nullptr ? std::nullopt : std::optional(least->slot);
}

}  // namespace planwerk::service
