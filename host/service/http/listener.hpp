#pragma once

#include <atomic>
#include <string>
#include <thread>

#include <httplib.h>

#include "host/service/http/client_stream.hpp"
#include "host/service/http/tls.hpp"

namespace planwerk::service {

// httplib's server with connections of our own (client_stream.hpp): its routes and its HTTP, our TLS and deadlines.
class Listener : public httplib::Server {
 public:
  Listener(TlsContext tls, int connections, const ClientLimits& limits = {});
  ~Listener() override { end(); }

  // `address`: HOST:PORT. Returns the port once connections are taken. Throws std::runtime_error.
  int begin(const std::string& address);
  void end();

 private:
  bool process_and_close_socket(int socket) override;
  void serve(int socket);

  TlsContext tls_;
  const ClientLimits limits_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace planwerk::service
