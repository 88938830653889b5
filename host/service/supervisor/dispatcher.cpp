#include "host/service/supervisor/dispatcher.hpp"

#include <algorithm>

#include "host/service/supervisor/job_events.hpp"

namespace planwerk::service {
namespace {

// What users have used is forgotten with time, which nobody tells.
constexpr std::chrono::minutes between_readings{1};

}  // namespace

Dispatcher::Dispatcher(JobStore& store, EventBoard& events, const SupervisorSettings& settings)
    : store_(store), events_(events), settings_(settings), seats_(settings.slots.size()) {}

void Dispatcher::queue_changed() {
  const std::lock_guard lock(mutex_);
  stale_ = true;
}

void Dispatcher::job_changed(const std::string& job) {
  const std::lock_guard lock(mutex_);
  if (stale_) return;
  try {
    const auto known =
        std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& other) { return other.id == job; });
    const auto record = store_.find(job);
    const bool waits = record && record->state == JobState::queued;
    if (known != waiting_.end() && !waits) remove(static_cast<std::size_t>(known - waiting_.begin()));
    if (known == waiting_.end() && waits) {
      add(*record);
      stale_ = !fits_somewhere(waiting_.back());
    }
  } catch (const std::exception&) {  // what was done to the job stands: whoever did it is not to fail of this
    stale_ = true;
  }
}

void Dispatcher::set_working(int slot, bool working) {
  const std::lock_guard lock(mutex_);
  seats_[slot].working = working;
}

std::optional<LeasedJob> Dispatcher::take(int slot) {
  const std::lock_guard lock(mutex_);
  read_queue();
  while (const auto next = choose_next(waiting_, loads(), room_of(slot), settings_.running_per_user)) {
    auto leased = lease(*next);
    if (!leased) continue;  // cancelled in the meantime
    const JobRecord& job = leased->job;
    avoided_.erase(job.id);
    seats_[slot].running = {slot, job.owner, job.request.priority, settings_.slots[slot].memory, false};
    seats_[slot].since = Clock::now();
    return leased;
  }
  return std::nullopt;
}

void Dispatcher::leave(int slot) {
  const std::lock_guard lock(mutex_);
  Seat& seat = seats_[slot];
  if (!seat.running) return;
  const std::string owner = seat.running->owner;
  const double seconds = std::chrono::duration<double>(Clock::now() - seat.since).count();
  seat.running.reset();
  if (const auto used = used_.find(owner); used != used_.end()) used->second += seconds;
  store_.accounts().add_device_time(owner, seconds);
}

void Dispatcher::avoid(const std::string& job, int slot) {
  const std::lock_guard lock(mutex_);
  avoided_[job] = slot;
}

bool Dispatcher::gives_way(int slot) {
  const std::lock_guard lock(mutex_);
  read_queue();
  std::vector<WaitingJob> without_place;
  std::copy_if(waiting_.begin(), waiting_.end(), std::back_inserter(without_place),
               [&](const WaitingJob& job) { return !has_idle_place(job); });
  std::vector<RunningJob> running;
  for (const Seat& seat : seats_) {
    if (seat.running) running.push_back(*seat.running);
  }
  if (choose_to_give_way(without_place, loads(), running, settings_.running_per_user) != slot) return false;
  seats_[slot].running->giving_way = true;
  return true;
}

void Dispatcher::read_queue() {
  if (!stale_ && Clock::now() - read_ < between_readings) return;
  stale_ = true;  // until all of it is there
  waiting_.clear();
  used_.clear();
  for (const JobRecord& job : store_.queued()) add(job);
  stale_ = false;
  read_ = Clock::now();
  refuse_what_fits_nowhere();
}

void Dispatcher::add(const JobRecord& job) {
  const auto avoided = avoided_.find(job.id);
  const int avoided_slot = avoided == avoided_.end() ? -1 : avoided->second;
  if (!used_.contains(job.owner)) used_[job.owner] = store_.accounts().device_seconds_of_last_day(job.owner);
  waiting_.push_back({job.id, job.owner, job.request.priority, job.created, job.size.memory_estimate, avoided_slot});
}

void Dispatcher::remove(std::size_t position) {
  std::swap(waiting_[position], waiting_.back());
  waiting_.pop_back();
}

void Dispatcher::refuse_what_fits_nowhere() {
  for (std::size_t k = waiting_.size(); k-- > 0;) {
    if (fits_somewhere(waiting_[k])) continue;
    const std::int64_t memory = waiting_[k].memory;
    if (const auto leased = lease(k)) {
      const std::string reason = "needs about " + std::to_string(memory >> 20) + " MiB, more than any worker has";
      publish_state(events_, store_.finish(leased->lease, JobState::failed, reason, std::nullopt, std::nullopt));
    }
  }
}

bool Dispatcher::fits_somewhere(const WaitingJob& job) const {
  return std::any_of(settings_.slots.begin(), settings_.slots.end(),
                     [&](const Slot& slot) { return slot.memory == 0 || job.memory <= slot.memory; });
}

bool Dispatcher::has_idle_place(const WaitingJob& job) const {
  for (std::size_t s = 0; s < seats_.size(); ++s) {
    const std::int64_t memory = settings_.slots[s].memory;
    if (seats_[s].working && !seats_[s].running && (memory == 0 || job.memory <= memory)) return true;
  }
  return false;
}

SlotRoom Dispatcher::room_of(int slot) const {
  const auto working = std::count_if(seats_.begin(), seats_.end(), [](const Seat& seat) { return seat.working; });
  return {slot, settings_.slots[slot].memory, working <= 1};
}

std::map<std::string, UserLoad> Dispatcher::loads() const {
  std::map<std::string, UserLoad> loads;
  for (const auto& [owner, seconds] : used_) loads[owner].device_seconds = seconds;
  for (const Seat& seat : seats_) {
    if (!seat.running) continue;
    UserLoad& load = loads[seat.running->owner];
    ++load.running;
    load.device_seconds += std::chrono::duration<double>(Clock::now() - seat.since).count();
  }
  return loads;
}

// The job leaves the queue that is known here; none: it had left the store's before. What throws leaves both as they
// are.
std::optional<LeasedJob> Dispatcher::lease(std::size_t position) {
  auto job = store_.find(waiting_[position].id);
  const auto lease = job ? store_.acquire(job->id) : std::nullopt;
  remove(position);
  if (!lease) return std::nullopt;
  job->state = JobState::running;
  job->reason.clear();
  job->fence = lease->fence;
  ++job->attempts;
  return LeasedJob{std::move(*job), *lease};
}

}  // namespace planwerk::service
