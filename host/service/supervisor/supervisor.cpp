#include "host/service/supervisor/supervisor.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#include "host/service/supervisor/slot_defaults.hpp"
#include "host/service/supervisor/slot_runner.hpp"

namespace planwerk::service {

struct Supervisor::State {
  State(JobStore& store, EventBoard& events, SupervisorSettings given)
      : settings(std::move(given)), examiner(settings.worker), dispatcher(store, events, settings) {
    const SlotContext context{store, events, dispatcher, settings, [this] { wake(); }, examiner, large_checks};
    for (std::size_t k = 0; k < settings.slots.size(); ++k) {
      runners.push_back(std::make_unique<SlotRunner>(static_cast<int>(k), context));
    }
  }

  void wake() {
    dispatcher.queue_changed();
    poke_all();
  }

  void poke_all() {
    for (const auto& runner : runners) runner->poke();
  }

  const SupervisorSettings settings;
  const Examiner examiner;
  Dispatcher dispatcher;
  std::mutex large_checks;
  std::vector<std::unique_ptr<SlotRunner>> runners;
  std::mutex threads_mutex;  // of those who join
  std::vector<std::thread> threads;
};

namespace {

SupervisorSettings completed(SupervisorSettings settings) {
  settings.slots = with_defaults(std::move(settings.slots), machine_size());
  return settings;
}

}  // namespace

Supervisor::Supervisor(JobStore& store, EventBoard& events, SupervisorSettings settings)
    : state_(std::make_unique<State>(store, events, completed(std::move(settings)))) {}

Supervisor::~Supervisor() {
  stop(false);
}

void Supervisor::start() {
  for (const auto& runner : state_->runners) {
    state_->threads.emplace_back([&runner = *runner] { runner.run(); });
  }
}

void Supervisor::wake(const std::string& job) {
  state_->dispatcher.job_changed(job);
  state_->poke_all();
}

void Supervisor::stop(bool drain) {
  for (const auto& runner : state_->runners) runner->stop(drain);
  const std::lock_guard lock(state_->threads_mutex);
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
}

std::vector<SlotStatus> Supervisor::slots() const {
  std::vector<SlotStatus> slots;
  for (const auto& runner : state_->runners) slots.push_back(runner->status());
  return slots;
}

const Examiner& Supervisor::examiner() const {
  return state_->examiner;
}

bool Supervisor::fits(std::int64_t memory_estimate, std::int64_t& largest) const {
  largest = 0;
  for (const Slot& slot : state_->settings.slots) largest = std::max(largest, slot.memory);
  return memory_estimate <= largest;
}

}  // namespace planwerk::service
