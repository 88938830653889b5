#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "host/service/watch/job_event.hpp"

namespace planwerk::service {

namespace {

// Whom to tell. Its mutex is held while it is told, so that whoever unsubscribes waits for a call under way; the call
// itself may take it again, and unsubscribe.
struct Watcher {
  std::recursive_mutex mutex;
  std::function<void(const JobEvent&)> see;
  bool wanted = true;

  void tell(const JobEvent& event) {
    const std::lock_guard lock(mutex);
    if (wanted) see(event);
  }
};

// Never changed but replaced: who publishes takes the list as it is and calls without the board's lock.
using WatcherList = std::vector<std::shared_ptr<Watcher>>;
using Watchers = std::shared_ptr<const WatcherList>;

Watchers with(const Watchers& before, const std::shared_ptr<Watcher>& watcher) {
  auto after = before ? std::make_shared<WatcherList>(*before) : std::make_shared<WatcherList>();
  after->push_back(watcher);
  return after;
}

Watchers without(const Watchers& before, const std::shared_ptr<Watcher>& watcher) {
  if (!before) return nullptr;
  auto after = std::make_shared<WatcherList>(*before);
  after->erase(std::remove(after->begin(), after->end(), watcher), after->end());
  return after->empty() ? nullptr : after;
}

void tell(const Watchers& watchers, const JobEvent& event) {
  if (!watchers) return;
  for (const auto& watcher : *watchers) watcher->tell(event);
}

// Who publishes does so after the store has changed, so that somebody else may have changed it again, and said so
// first.
bool is_overtaken(const JobEvent& event, const JobEvent& newest) {
  return is_terminal(newest.state) || (!is_terminal(event.state) && event.attempt < newest.attempt);
}

}  // namespace

struct EventBoard::State {
  struct Topic {
    std::optional<JobEvent> newest;
    Watchers watchers;
  };
  class Place;

  std::mutex mutex;
  std::map<std::string, Topic> topics;
  Watchers watchers_of_all;
};

// A watcher's place on the board: under a job, or under all of them where there is no `job`.
class EventBoard::State::Place : public EventBoard::Subscription {
 public:
  Place(std::shared_ptr<State> board, std::optional<std::string> job, std::function<void(const JobEvent&)> see)
      : board_(std::move(board)), job_(std::move(job)), watcher_(std::make_shared<Watcher>()) {
    watcher_->see = std::move(see);
    const std::lock_guard lock(board_->mutex);
    Watchers& list = job_ ? board_->topics[*job_].watchers : board_->watchers_of_all;
    list = with(list, watcher_);
  }

  ~Place() override {
    take_down();
    const std::lock_guard lock(watcher_->mutex);  // waits for a call under way
    watcher_->wanted = false;
  }

 private:
  void take_down() {
    const std::lock_guard lock(board_->mutex);
    if (!job_) {
      board_->watchers_of_all = without(board_->watchers_of_all, watcher_);
      return;
    }
    const auto topic = board_->topics.find(*job_);
    topic->second.watchers = without(topic->second.watchers, watcher_);
    if (!topic->second.watchers && !topic->second.newest) board_->topics.erase(topic);
  }

  std::shared_ptr<State> board_;
  std::optional<std::string> job_;
  std::shared_ptr<Watcher> watcher_;
};

EventBoard::EventBoard() : state_(std::make_shared<State>()) {}
EventBoard::~EventBoard() = default;

void EventBoard::publish(JobEvent event) {
  Watchers of_job;
  Watchers of_all;
  {
    const std::lock_guard lock(state_->mutex);
    State::Topic& topic = state_->topics[event.job];
    if (topic.newest && is_overtaken(event, *topic.newest)) return;
    event.sequence = topic.newest ? topic.newest->sequence + 1 : 1;
    topic.newest = event;
    of_job = topic.watchers;
    of_all = state_->watchers_of_all;
  }
  tell(of_job, event);
  tell(of_all, event);
}

void EventBoard::forget(const std::string& job) {
  const std::lock_guard lock(state_->mutex);
  const auto topic = state_->topics.find(job);
  if (topic == state_->topics.end()) return;
  topic->second.newest.reset();
  if (!topic->second.watchers) state_->topics.erase(topic);
}

std::unique_ptr<EventBoard::Subscription> EventBoard::subscribe(const std::string& job, std::function<void()> notify) {
  return std::make_unique<State::Place>(state_, job, [notify = std::move(notify)](const JobEvent&) { notify(); });
}

std::unique_ptr<EventBoard::Subscription> EventBoard::subscribe_all(std::function<void()> notify) {
  return observe([notify = std::move(notify)](const JobEvent&) { notify(); });
}

std::unique_ptr<EventBoard::Subscription> EventBoard::observe(std::function<void(const JobEvent&)> see) {
  return std::make_unique<State::Place>(state_, std::nullopt, std::move(see));
}

bool EventBoard::newest(const std::string& job, JobEvent& event) const {
  const std::lock_guard lock(state_->mutex);
  const auto topic = state_->topics.find(job);
  if (topic == state_->topics.end() || !topic->second.newest) return false;
  event = *topic->second.newest;
  return true;
}

}  // namespace planwerk::service
