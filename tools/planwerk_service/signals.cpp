#include "tools/planwerk_service/signals.hpp"

#include <csignal>

#include <unistd.h>

namespace planwerk::cli {
namespace {

constexpr int ended_at_once = 4;  // stopped short

void end_now(int) {
  _exit(ended_at_once);
}

}  // namespace

Signals::Signals() {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of the write, as a full disk is
  sigemptyset(&set_);
  sigaddset(&set_, SIGTERM);
  sigaddset(&set_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

void Signals::wait() {
  int number = 0;
  sigwait(&set_, &number);
}

void Signals::end_at_next() {
  struct sigaction action {};
  action.sa_handler = end_now;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
}

}  // namespace planwerk::cli
