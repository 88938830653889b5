#include "host/service/http/listener.hpp"

#include <charconv>
#include <stdexcept>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace planwerk::service {
namespace {

constexpr std::chrono::milliseconds patience{5000};  // for the next request on a connection that is kept

constexpr int backlog = 128;  // connections that wait to be taken; httplib's are five

constexpr std::int64_t most_skipped = 256 << 10;  // bytes of a body that nobody read, to keep the connection
constexpr std::int64_t most_lingered = 64 << 20;

struct Endpoint {
  std::string host;
  int port = 0;
};

// `HOST:PORT`, `[::1]:8080`.
Endpoint endpoint_of(const std::string& address) {
  Endpoint endpoint;
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error("http: " + address + " is not HOST:PORT");
  endpoint.host = address.substr(0, colon);
  if (endpoint.host.starts_with('[') && endpoint.host.ends_with(']')) {
    endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
  }
  const char* end = address.data() + address.size();
  const auto [rest, error] = std::from_chars(address.data() + colon + 1, end, endpoint.port);
  if (error != std::errc() || rest != end || endpoint.port < 0 || endpoint.port > 65535) {
    throw std::runtime_error("http: " + address + " has no port between 0 and 65535");
  }
  return endpoint;
}

// An address that another server has is an error: httplib's own options would share it.
void set_options(int socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  fcntl(socket, F_SETFD, FD_CLOEXEC);
}

// Bytes that belong to the request after its head; -1: only reading tells.
std::int64_t body_length(const httplib::Request& request) {
  if (request.has_header("Transfer-Encoding")) return -1;
  const std::string text = request.get_header_value("Content-Length");
  if (text.empty()) return 0;
  std::int64_t length = -1;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  return error == std::errc() && rest == text.data() + text.size() ? length : -1;
}

// A connection that is closed while the client still sends would take the answer away from it: it is let finish what
// it has on its way, within bounds.
void linger(ClientStream& stream) {
  shutdown(stream.socket(), SHUT_WR);
  stream.begin_head();
  stream.skip(most_lingered);
}

}  // namespace

Listener::Listener(TlsContext tls, int connections, const ClientLimits& limits)
    : tls_(std::move(tls)), limits_(limits) {
  new_task_queue = [connections] { return new httplib::ThreadPool(static_cast<std::size_t>(connections)); };
  set_socket_options(set_options);
  set_tcp_nodelay(true);
}

int Listener::begin(const std::string& address) {
  const Endpoint endpoint = endpoint_of(address);
  int port = endpoint.port;
  if (port == 0) {
    port = bind_to_any_port(endpoint.host);
  } else if (!bind_to_port(endpoint.host, port)) {
    port = -1;
  }
  if (port < 0) throw std::runtime_error("http: cannot listen on " + address + ": in use, or not an address of here");
  ::listen(svr_sock_, backlog);
  thread_ = std::thread([this] { listen_after_bind(); });
  while (!is_running()) std::this_thread::yield();
  return port;
}

void Listener::end() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  stop();
  thread_.join();
}

bool Listener::process_and_close_socket(int socket) {
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
  serve(socket);
  shutdown(socket, SHUT_RDWR);
  close(socket);
  return true;
}

void Listener::serve(int socket) {
  ClientStream stream(socket, TlsSession(tls_ ? SSL_new(tls_.get()) : nullptr), limits_, stopping_);
  if (!stream.greet()) return;
  for (bool closed = false; !closed && stream.wait_for_request(patience);) {
    stream.begin_head();
    std::int64_t length = -1;  // of the body; where the head was none, nothing tells where a next one would begin
    const auto head_is_there = [&](httplib::Request& request) {
      request.ssl = stream.tls();
      request.ranges.clear();  // whole files alone: many ranges of a large one are a way to keep a server busy
      length = body_length(request);
      stream.begin_body();
    };
    if (!process_request(stream, stopping_, closed, head_is_there)) return;
    // What is left of a body would be taken for the next request.
    const std::int64_t left = length - stream.body_bytes_read();
    if (length < 0 || left > most_skipped || !stream.skip(left)) return linger(stream);
  }
}

}  // namespace planwerk::service
