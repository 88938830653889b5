#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "host/base/stopwatch.hpp"
#include "host/solver/portfolio/portfolio.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// Why a solve ends without an answer: a status other than `optimal`, and one sentence.
struct EarlyEnd {
  Status status;
  std::string reason;
};

// Watches one solve from outside: how long it has run, whether the settings let it go on, and what the caller hears of
// it on the way. Begins with the solve; `settings` outlive it.
class SolveWatch {
 public:
  explicit SolveWatch(const SolveSettings& settings) : settings_(settings) {}

  double elapsed_s() const { return stopwatch_.seconds(); }
  // Interrupted or out of time. Cheap enough to be asked within an iteration.
  bool stop_asked() const { return interrupted() || out_of_time(); }
  // After so many iterations and products. None: it may go on.
  std::optional<EarlyEnd> limit_reached(std::int64_t iterations, std::int64_t products) const;
  // At most a few times per second.
  void report_progress(const Portfolio& portfolio, const MethodRun& run);

 private:
  bool interrupted() const;
  bool out_of_time() const { return elapsed_s() >= settings_.time_limit_s; }

  const SolveSettings& settings_;
  const Stopwatch stopwatch_;
  double last_progress_s_ = 0;
};

}  // namespace planwerk
