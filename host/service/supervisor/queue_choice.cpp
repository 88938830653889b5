#include "host/service/supervisor/queue_choice.hpp"

#include <algorithm>
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
  const auto rank = [&](const WaitingJob& job) {
    return std::tuple(-job.priority, load_of(loads, job.owner).device_seconds, job.created, std::cref(job.id));
  };
  const auto before = [&](const WaitingJob& a, const WaitingJob& b) {
    const auto [a_priority, a_used, a_created, a_id] = rank(a);
    const auto [b_priority, b_used, b_created, b_id] = rank(b);
    return std::tie(a_priority, a_used, a_created, a_id.get()) < std::tie(b_priority, b_used, b_created, b_id.get());
  };
  std::optional<std::size_t> next;
  for (std::size_t k = 0; k < waiting.size(); ++k) {
    const WaitingJob& job = waiting[k];
    if (!fits(job.memory, room.memory) || (job.avoid_slot == room.slot && !room.alone)) continue;
    if (!within(load_of(loads, job.owner).running, running_per_user)) continue;
    if (!next || before(job, waiting[*next])) next = k;
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
