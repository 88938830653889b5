#include "tests/service/grpc/raw_connection.hpp"

#include <cerrno>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace planwerk::service::tests {

RawConnection::RawConnection(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
}

RawConnection::~RawConnection() {
  close(socket_);
}

void RawConnection::send(const std::string& bytes) {
  ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

bool RawConnection::is_closed_by_server() {
  constexpr int minute_ms = 60'000;
  for (;;) {
    pollfd wanted{socket_, POLLIN, 0};
    if (poll(&wanted, 1, minute_ms) <= 0) return false;
    char buffer[4096];
    if (recv(socket_, buffer, sizeof buffer, 0) <= 0) return true;
  }
}

}  // namespace planwerk::service::tests
