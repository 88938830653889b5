#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "host/service/planner/planner.hpp"

namespace planwerk::service {

// Addresses that open one job's report and plan without a token for some minutes: a browser that opens a page or saves
// a file sends no header of ours. A ticket carries nobody's right but its caller's, which Planner judges anew at each
// use. In memory alone; thread-safe.
class Tickets {
 public:
  using Clock = std::chrono::steady_clock;
  struct Ticket {
    Caller caller;
    std::string job;
    Clock::time_point expires;
  };

  static constexpr std::chrono::minutes lifetime{10};
  static constexpr std::size_t most = 10'000;  // the oldest go first

  // 43 characters that nobody guesses.
  std::string issue(const Caller& caller, const std::string& job, Clock::time_point now = Clock::now());
  std::optional<Ticket> find(const std::string& ticket, Clock::time_point now = Clock::now());

 private:
  void forget_expired(Clock::time_point now);

  std::mutex mutex_;
  std::map<std::string, Ticket> tickets_;
  std::multimap<Clock::time_point, std::string> by_expiry_;
};

}  // namespace planwerk::service
