#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "host/service/planner/planner.hpp"

namespace planwerk::service {

struct HttpSettings {
  std::string address = "127.0.0.1";
  int port = 8080;  // 0: any free one
  // PEM files, the same as of gRPC; no certificate: no TLS. `client_authority`: only clients whom it vouches for.
  std::filesystem::path certificate, key, client_authority;
  // Whose request it is by the token that came with it, empty where none did; throws Refused (unauthenticated).
  std::function<User(std::string_view token)> authenticate;
  bool accounts = false;            // whether there are tokens at all; else the page does not ask for one
  std::filesystem::path temporary;  // a folder of the server's own for files on their way in and out; emptied at start
  std::filesystem::path planwerk;   // this program: reports are made by `planwerk report` in a process of its own
  std::int64_t upload_bytes = std::int64_t{4} << 30;  // of a file through the page
  int connections = 64;                               // that are served at once
};

// The page for people, with the little JSON interface behind it; `/metrics` for Prometheus; `/healthz` for whoever
// restarts services. A thin coat over Planner: rights, quotas and the audit log are there. The references must outlive
// the server.
class HttpServer {
 public:
  HttpServer(Planner& planner, JobStore& store, Supervisor& supervisor, EventBoard& events, HttpSettings settings);
  ~HttpServer();  // stop()

  // Listens from now on, with threads of its own. Throws std::runtime_error naming what hinders it: an address in use,
  // a certificate that does not fit its key.
  void start();
  int port() const;    // that it listens on
  void begin_drain();  // `/healthz` says so from now on; all else goes on
  void stop();         // ends connections; returns when no thread is left

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace planwerk::service
