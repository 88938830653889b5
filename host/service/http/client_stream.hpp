#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include <httplib.h>

#include "host/service/http/tls.hpp"

namespace planwerk::service {

// How long and how much a client may take.
struct ClientLimits {
  std::chrono::milliseconds head_time{10'000};  // of a request, from its first byte; TLS's greeting likewise
  std::int64_t head_bytes = 64 << 10;
  std::chrono::milliseconds body_time{30'000};  // of all that follows; and a second more for every
  std::int64_t pace = 16 << 10;                 // bytes that went through
};

// A client's connection as httplib reads and writes it, plain or through TLS, with the limits that keep silent and slow
// clients from holding a thread: a request's head has to come whole and soon, what follows has to keep a pace.
class ClientStream : public httplib::Stream {
 public:
  // `stopping`: ends every wait. The socket stays the caller's; it must not block.
  ClientStream(int socket, TlsSession session, const ClientLimits& limits, const std::atomic<bool>& stopping);
  ~ClientStream() override;

  // TLS's own greeting. False: there is nobody to talk to.
  bool greet();
  // False: no request began in time.
  bool wait_for_request(std::chrono::milliseconds patience);
  void begin_head();  // of a request, until begin_body
  void begin_body();
  std::int64_t body_bytes_read() const { return body_bytes_read_; }  // since begin_body
  bool skip(std::int64_t bytes);                                     // reads them; false: there were not so many
  const SSL* tls() const { return session_.get(); }

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* into, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  int socket() const override { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;
  enum class Direction { in, out };

  bool fill();                                // the buffer, waiting for what comes
  ssize_t try_read(char* into, size_t size);  // 0: closed, -1: failed or nothing yet
  ssize_t try_write(const char* from, size_t size);
  bool wait(Direction direction, Clock::time_point deadline) const;  // false: too late, or the server stops
  bool wait_as_told(ssize_t result, Direction wanted, Clock::time_point deadline) const;
  Clock::time_point deadline() const;

  int socket_;
  TlsSession session_;
  const ClientLimits limits_;
  const std::atomic<bool>& stopping_;
  std::array<char, 16384> buffer_;
  size_t begin_ = 0, end_ = 0;  // of what is in the buffer
  bool in_head_ = true;
  Clock::time_point since_;       // head, or body and answer, began
  std::int64_t transferred_ = 0;  // since then, both ways
  std::int64_t body_bytes_read_ = 0;
};

}  // namespace planwerk::service
