#pragma once

#include <csignal>

namespace planwerk::cli {

// SIGTERM and SIGINT, waited for in one place. To be made before any thread: they inherit that signals are not theirs.
class Signals {
 public:
  Signals();
  // Waits for the first.
  void wait();
  // From now on the next one ends the process at once.
  void end_at_next();

 private:
  sigset_t set_;
};

}  // namespace planwerk::cli
