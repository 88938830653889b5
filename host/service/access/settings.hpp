#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/base/problem.hpp"
#include "host/service/planner/planner.hpp"
#include "host/service/supervisor/supervisor.hpp"

namespace planwerk::service {

// Files of PEM blocks. With `client_ca`, clients must show a certificate of that authority (mutual TLS).
struct TlsFiles {
  std::filesystem::path certificate;  // the service's, with those that lead to its root
  std::filesystem::path key;
  std::filesystem::path client_ca;

  bool on() const { return !certificate.empty(); }
};

// All that the service can be told, once: by flags, before the environment, before a file, before what stands here
// (settings_flags.hpp).
struct ServiceSettings {
  std::filesystem::path folder = "planwerk-data";  // of the store
  std::string listen = "127.0.0.1:50551";          // gRPC: HOST:PORT; port 0 is any free one
  std::string http = "127.0.0.1:8080";             // metrics and console: HOST:PORT; empty: none
  bool accounts = false;                           // every call needs a token; else all are the user "local"
  bool insecure = false;                           // listen beyond this machine without TLS or without accounts
  TlsFiles tls;                                    // of gRPC and HTTP

  std::vector<std::string> devices = {"cpu"};  // one worker for each
  int threads = 0;                             // of a CPU worker; 0: all cores, divided by the workers
  std::int64_t worker_memory = 0;              // bytes; 0: what the machine has, divided likewise
  std::filesystem::path worker;                // the program; empty: planwerk-worker beside this one
  double heartbeat_s = 20;                     // a worker that was silent for so long is replaced
  double checkpoint_s = 60;                    // of solving, between two checkpoints
  double time_limit_s = 0;                     // of jobs that name none; 0: none
  int running_per_user = 0;                    // jobs at once; 0: as many as there are workers
  bool drain = false;                          // at the end, let running jobs come to theirs; else checkpoint them

  double keep_days = 0;            // jobs that ended longer ago are deleted; 0: kept
  double keep_uploads_hours = 72;  // uploads that were given up are deleted
  std::int64_t keep_bytes = 0;     // oldest ended jobs are deleted until the store is this small; 0: unlimited

  RequestLimits limits;
  int readers = 1;        // jobs that are read and judged at the same time: each takes the memory of its model
  double silence_s = 60;  // a stream whose client neither sends nor takes anything for so long is ended
  std::int64_t call_memory = std::int64_t{512} << 20;  // bytes that gRPC may hold for all calls together

  std::string log = "text";        // or "json"
  std::string log_level = "info";  // "debug", "info", "warning", "error"
};

// The largest message that is taken: a part and what stands around it.
inline constexpr int message_limit = (16 << 20) + 4096;

// What contradicts itself or is not safe: listening beyond this machine needs TLS and accounts unless `insecure`; files
// that are not there.
Problems check(const ServiceSettings& settings);

// `127.0.0.1:50551`, `[::1]:0`, `localhost:1`, `unix:...`: reached from this machine alone.
bool is_loopback(const std::string& address);

SupervisorSettings supervisor_settings(const ServiceSettings& settings);

}  // namespace planwerk::service
