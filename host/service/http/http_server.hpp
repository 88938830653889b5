#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "host/service/access/access.hpp"
#include "host/service/access/settings.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {

struct HttpSettings {
  std::string address = "127.0.0.1:8080";  // HOST:PORT; port 0: any free one
  TlsFiles tls;                            // no certificate: no TLS
  bool accounts = false;                   // whether there are tokens at all; else the page does not ask for one
  std::filesystem::path temporary;         // the server's own, for files on their way in and out; emptied at start
  std::filesystem::path planwerk;          // the program: reports are made by `planwerk report` in a process of its own
  std::string version;                     // of the program, for people
  std::int64_t upload_bytes = std::int64_t{4} << 30;  // of a file through the page
  int connections = 64;                               // served at the same time; idle ones do not count for long
};

// What the service is told, for its HTTP side; `planwerk` lies beside the program that runs.
HttpSettings http_settings(const ServiceSettings& settings);

// The page for people, with the little JSON interface behind it; `/metrics` for Prometheus; `/healthz` for whoever
// restarts services. A thin coat over Planner: rights, quotas and the audit log are there. The references must outlive
// the server.
class HttpServer {
 public:
  HttpServer(Planner& planner, JobStore& store, Supervisor& supervisor, EventBoard& events, const Access& access,
             HttpSettings settings);
  ~HttpServer();  // stop()

  // Listens from now on, with threads of its own. Throws std::runtime_error naming what hinders it: an address in use,
  // a certificate that does not fit its key.
  void start();
  int port() const;  // that it listens on
  // A call that the other side of the service answered, for the metrics. Thread-safe.
  void count_call(const std::string& method, const std::string& code);
  void begin_drain();  // `/healthz` says so from now on; all else goes on
  void stop();         // ends connections; returns when no thread is left

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace planwerk::service
