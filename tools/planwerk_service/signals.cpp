#include "tools/planwerk_service/signals.hpp"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace planwerk::cli {
namespace {

constexpr int ended_at_once = 4;  // stopped short

int came = -1;  // an eventfd, for handlers know nothing but what is global; readable once a signal has come

void note(int) {
  const int before = errno;
  const std::uint64_t one = 1;
  static_cast<void>(!write(came, &one, sizeof one));
  errno = before;
}

void end_now(int) {
  _exit(ended_at_once);
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

bool is_readable(int descriptor, int patience_ms) {
  pollfd wanted{descriptor, POLLIN, 0};
  return poll(&wanted, 1, patience_ms) == 1;  // false where a signal interrupted it
}

}  // namespace

Signals::Signals() {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of the write, as a full disk is
  came = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (came < 0) throw std::system_error(errno, std::generic_category(), "cannot wait for signals");
  handle(note);
}

Signals::~Signals() {
  handle(SIG_DFL);
  close(came);
  came = -1;
}

bool Signals::have_come() const {
  return is_readable(came, 0);
}

void Signals::wait() const {
  while (!is_readable(came, -1)) continue;
}

void Signals::end_at_next() {
  handle(end_now);
}

}  // namespace planwerk::cli
