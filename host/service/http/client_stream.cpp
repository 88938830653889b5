#include "host/service/http/client_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

namespace planwerk::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds glance{200};  // so often somebody who waits looks whether the server stops

void name_of(const sockaddr_storage& address, socklen_t length, std::string& ip, int& port) {
  char host[NI_MAXHOST] = "", service[NI_MAXSERV] = "";
  if (getnameinfo(reinterpret_cast<const sockaddr*>(&address), length, host, sizeof host, service, sizeof service,
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return;
  }
  ip = host;
  port = std::atoi(service);
}

}  // namespace

ClientStream::ClientStream(int socket, TlsSession session, const ClientLimits& limits,
                           const std::atomic<bool>& stopping)
    : socket_(socket), session_(std::move(session)), limits_(limits), stopping_(stopping), since_(Clock::now()) {
  if (session_) SSL_set_fd(session_.get(), socket_);
}

ClientStream::~ClientStream() {
  if (session_) SSL_shutdown(session_.get());
}

bool ClientStream::greet() {
  if (!session_) return true;
  begin_head();
  for (;;) {
    const int result = SSL_accept(session_.get());
    if (result == 1) return true;
    if (!wait_as_told(result, Direction::in, deadline())) return false;
  }
}

bool ClientStream::wait_for_request(milliseconds patience) {
  if (begin_ < end_ || (session_ && SSL_pending(session_.get()) > 0)) return true;
  return wait(Direction::in, Clock::now() + patience);
}

void ClientStream::begin_head() {
  in_head_ = true;
  since_ = Clock::now();
  transferred_ = 0;
}

void ClientStream::begin_body() {
  in_head_ = false;
  since_ = Clock::now();
  transferred_ = 0;
  body_bytes_read_ = 0;
}

ClientStream::Clock::time_point ClientStream::deadline() const {
  return in_head_ ? since_ + limits_.head_time : since_ + limits_.body_time + seconds(transferred_ / limits_.pace);
}

bool ClientStream::is_readable() const {
  return true;  // read() waits as long as it is worth
}

bool ClientStream::is_writable() const {
  return wait(Direction::out, deadline());
}

ssize_t ClientStream::read(char* into, size_t size) {
  if (in_head_ && transferred_ > limits_.head_bytes) return -1;
  if (begin_ == end_ && !fill()) return end_ == 0 ? 0 : -1;
  const size_t taken = std::min(size, end_ - begin_);
  std::memcpy(into, buffer_.data() + begin_, taken);
  begin_ += taken;
  transferred_ += static_cast<std::int64_t>(taken);
  body_bytes_read_ += static_cast<std::int64_t>(taken);
  return static_cast<ssize_t>(taken);
}

bool ClientStream::skip(std::int64_t bytes) {
  while (bytes > 0) {
    if (begin_ == end_ && !fill()) return false;
    const auto skipped = std::min(bytes, static_cast<std::int64_t>(end_ - begin_));
    begin_ += static_cast<size_t>(skipped);
    transferred_ += skipped;
    bytes -= skipped;
  }
  return true;
}

bool ClientStream::fill() {
  begin_ = end_ = 0;
  for (;;) {
    const ssize_t result = try_read(buffer_.data(), buffer_.size());
    if (result > 0) {
      end_ = static_cast<size_t>(result);
      return true;
    }
    if (!wait_as_told(result, Direction::in, deadline())) return false;
  }
}

ssize_t ClientStream::write(const char* from, size_t size) {
  size_t sent = 0;
  while (sent < size) {
    const ssize_t result = try_write(from + sent, size - sent);
    if (result > 0) {
      sent += static_cast<size_t>(result);
      transferred_ += result;
    } else if (!wait_as_told(result, Direction::out, deadline())) {
      return -1;
    }
  }
  return static_cast<ssize_t>(sent);
}

ssize_t ClientStream::try_read(char* into, size_t size) {
  if (session_) return SSL_read(session_.get(), into, static_cast<int>(size));
  return recv(socket_, into, size, MSG_DONTWAIT);
}

ssize_t ClientStream::try_write(const char* from, size_t size) {
  if (session_) return SSL_write(session_.get(), from, static_cast<int>(std::min<size_t>(size, 1 << 20)));
  return send(socket_, from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// After a call that did not come to its end: waits for what it needs. TLS may have to read in order to write.
bool ClientStream::wait_as_told(ssize_t result, Direction wanted, Clock::time_point deadline) const {
  if (session_) {
    switch (SSL_get_error(session_.get(), static_cast<int>(result))) {
      case SSL_ERROR_WANT_READ:
        return wait(Direction::in, deadline);
      case SSL_ERROR_WANT_WRITE:
        return wait(Direction::out, deadline);
      default:
        return false;
    }
  }
  return result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) && wait(wanted, deadline);
}

bool ClientStream::wait(Direction direction, Clock::time_point deadline) const {
  pollfd entry{socket_, static_cast<short>(direction == Direction::in ? POLLIN : POLLOUT), 0};
  while (!stopping_) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    const int ready = poll(&entry, 1, static_cast<int>(std::min(left, glance).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

void ClientStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0) name_of(address, length, ip, port);
}

void ClientStream::get_local_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0) name_of(address, length, ip, port);
}

}  // namespace planwerk::service
