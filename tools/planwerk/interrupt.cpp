#include "tools/planwerk/interrupt.hpp"

#include <csignal>

namespace planwerk::cli {
namespace {

std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // signal handlers may touch it

void on_signal(int) {
  asked = true;
}

void listen(int signal_number) {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);  // the second one has its usual effect
  sigaction(signal_number, &action, nullptr);
}

}  // namespace

const std::atomic<bool>& interrupted_by_user() {
  static const bool listening = [] {
    listen(SIGINT);
    listen(SIGTERM);
    return true;
  }();
  static_cast<void>(listening);
  return asked;
}

}  // namespace planwerk::cli
