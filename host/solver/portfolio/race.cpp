#include "host/solver/portfolio/race.hpp"

#include <array>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr std::chrono::milliseconds interrupt_poll{50};

bool conclusive(Status status) {
  return status == Status::optimal || status == Status::infeasible || status == Status::unbounded;
}

struct Racer {
  Method method;
  Device* device;
  Solution solution{};
  std::exception_ptr failure{};
  bool done = false;
};

class Race {
 public:
  Race(const LinearProgram& lp, const SolveSettings& settings, Device& device)
      : lp_(lp), settings_(settings), racers_{{{Method::pdhg, &device}, {Method::interior_point, settings.race_on}}} {}

  Solution run() {
    const TraceRange range("race");  // and what tracing sets up at its first range is there before the threads are
    std::array<std::jthread, 2> threads;
    for (std::size_t r = 0; r < threads.size(); ++r) threads[r] = std::jthread([this, r] { run(racers_[r]); });
    watch();
    for (std::jthread& thread : threads) thread.join();
    return answer();
  }

 private:
  void run(Racer& racer) {
    Solution solution;
    std::exception_ptr failure;
    try {
      solution = solve(lp_, settings_of(racer), *racer.device);
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    racer.solution = std::move(solution);
    racer.failure = failure;
    racer.done = true;
    if (!failure && conclusive(racer.solution.status) && winner_ == nullptr) winner_ = &racer;
    if (winner_ != nullptr) stop_ = true;
    changed_.notify_all();
  }

  // The caller's callbacks hear one racer at a time.
  SolveSettings settings_of(const Racer& racer) {
    SolveSettings settings = settings_;
    settings.method = racer.method;
    settings.race_on = nullptr;
    settings.interrupt = &stop_;
    settings.on_checkpoint = nullptr;
    if (settings_.on_progress) {
      settings.on_progress = [this](const Progress& progress) {
        const std::lock_guard lock(callback_mutex_);
        settings_.on_progress(progress);
      };
    }
    if (settings_.on_log) {
      settings.on_log = [this, name = std::string(to_string(racer.method))](const std::string& line) {
        const std::lock_guard lock(callback_mutex_);
        settings_.on_log(name + ": " + line);
      };
    }
    if (settings_.accept) {
      settings.accept = [this](const PrimalDual& point) {
        const std::lock_guard lock(callback_mutex_);
        return !stop_ && settings_.accept(point);
      };
    }
    return settings;
  }

  // Until both are done; passes an interruption from outside on to them.
  void watch() {
    std::unique_lock lock(mutex_);
    const auto over = [this] { return racers_[0].done && racers_[1].done; };
    while (!changed_.wait_for(lock, interrupt_poll, over)) {
      if (settings_.interrupt != nullptr && settings_.interrupt->load(std::memory_order_relaxed)) stop_ = true;
    }
  }

  // The winner's; where there is none, that of the racer that ended in order, first order before interior point.
  Solution answer() {
    if (winner_ != nullptr) return std::move(winner_->solution);
    for (Racer& racer : racers_) {
      if (!racer.failure) return std::move(racer.solution);
    }
    std::rethrow_exception(racers_[0].failure);
  }

  const LinearProgram& lp_;
  const SolveSettings& settings_;
  std::array<Racer, 2> racers_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_, callback_mutex_;
  std::condition_variable changed_;
  Racer* winner_ = nullptr;
};

}  // namespace

Solution race(const LinearProgram& lp, const SolveSettings& settings, Device& device) {
  return Race(lp, settings, device).run();
}

}  // namespace planwerk
