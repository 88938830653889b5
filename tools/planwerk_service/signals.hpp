#pragma once

namespace planwerk::cli {

// SIGTERM and SIGINT, waited for in one place; one of these at a time. By a handler: to block them is of no use, for
// libraries have started threads before main, which would take them and end the process.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // One has come since this was made.
  bool have_come() const;
  // Waits for the first.
  void wait() const;
  // From now on the next one ends the process at once.
  void end_at_next();
};

}  // namespace planwerk::cli
