#pragma once

#include <string>

namespace planwerk::service::tests {

// A TCP connection that sends what a test wants.
class RawConnection {
 public:
  explicit RawConnection(int port);  // to this machine
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void send(const std::string& bytes);
  // Waits until the other side has closed, for a minute at most; false: it has not.
  bool is_closed_by_server();

 private:
  int socket_;
};

}  // namespace planwerk::service::tests
