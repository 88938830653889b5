#include "tools/planwerk_service/running_service.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "host/service/access/access.hpp"
#include "host/service/grpc/grpc_server.hpp"
#include "host/service/http/http_server.hpp"
#include "host/service/planner/planner.hpp"
#include "host/service/store/file_system.hpp"
#include "host/service/store/job_store.hpp"
#include "host/service/supervisor/supervisor.hpp"
#include "tools/planwerk_service/service_log.hpp"
#include "tools/planwerk_service/signals.hpp"

namespace planwerk::cli {
namespace {

using namespace planwerk::service;

constexpr double hour_ms = 3.6e6;
constexpr std::chrono::seconds calls_grace{5};
constexpr std::chrono::minutes between_cleanings{10};

Retention retention_of(const ServiceSettings& settings) {
  Retention retention;
  retention.finished_after_ms = static_cast<UnixMillis>(settings.keep_days * 24 * hour_ms);
  retention.uploads_after_ms = static_cast<UnixMillis>(settings.keep_uploads_hours * hour_ms);
  retention.bytes = settings.keep_bytes;
  return retention;
}

// Changes of a job's state, by its id; nothing of what it holds.
void log_states(const JobEvent& event, ServiceLog& log) {
  if (!event.phase.empty()) return;
  log.info("job", {{"job", event.job}, {"state", std::string(to_string(event.state))}, {"attempt", event.attempt}});
}

// Deletes what the settings do not keep, now and then.
class Cleaning {
 public:
  Cleaning(JobStore& store, EventBoard& events, const ServiceSettings& settings, ServiceLog& log)
      : store_(store), events_(events), log_(log), retention_(retention_of(settings)), thread_([this] { run(); }) {}
  ~Cleaning() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    ended_.notify_all();
    thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    do clean();
    while (!ended_.wait_for(lock, between_cleanings, [this] { return ending_; }));
  }

  void clean() {
    try {
      for (const std::string& job : store_.retain(retention_)) {
        events_.forget(job);
        log_.info("job deleted by age or size", {{"job", job}});
      }
    } catch (const StoreError& error) {
      log_.error("cleaning failed", {{"why", error.what()}});
    }
  }

  JobStore& store_;
  EventBoard& events_;
  ServiceLog& log_;
  const Retention retention_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread thread_;
};

// Where accounts are demanded nobody is `local` without a token of that user: what was submitted before is hidden.
void tell_hidden_jobs(const JobStore& store, ServiceLog& log) {
  JobFilter filter;
  filter.owner = local_user_id;
  filter.page_size = 1000;
  const JobPage page = store.list(filter);
  if (page.jobs.empty()) return;
  const std::string count = std::to_string(page.jobs.size()) + (page.next_page_token.empty() ? "" : " or more");
  log.warning("jobs that were submitted without accounts are shown to their owner alone",
              {{"owner", filter.owner}, {"jobs", count}});
}

ExitCode serve(const ServiceSettings& settings, Signals& signals, ServiceLog& log) {
  JobStore store({settings.folder, {}}, real_file_system());
  if (signals.have_come()) {  // a large store takes a while to check, workers to start
    log.info("ended before it was ready");
    return ExitCode::success;
  }
  if (settings.accounts) tell_hidden_jobs(store, log);
  EventBoard events;
  const auto logged = events.observe([&log](const JobEvent& event) { log_states(event, log); });
  SupervisorSettings workers = supervisor_settings(settings);
  workers.on_log = [&log](const std::string& line) { log.warning("worker", {{"what", line}}); };
  Supervisor supervisor(store, events, workers);
  Planner planner(store, supervisor, events, settings.limits, settings.readers);
  const Access access(store.accounts(), settings.accounts);
  std::unique_ptr<HttpServer> http;  // outlives gRPC, which counts its calls there
  GrpcServer grpc(planner, access, settings);
  if (!settings.http.empty()) {
    http = std::make_unique<HttpServer>(planner, store, supervisor, events, access, http_settings(settings));
    grpc.on_call([&http](const std::string& method, const std::string& code) { http->count_call(method, code); });
  }
  const Cleaning cleaning(store, events, settings, log);
  supervisor.start();
  grpc.start();
  if (http) http->start();
  log.info("ready", {{"listen", settings.listen},
                     {"port", grpc.port()},
                     {"http", http ? http->port() : 0},
                     {"folder", settings.folder.string()}});
  signals.wait();
  signals.end_at_next();
  log.info(settings.drain ? "ending: running jobs come to their end" : "ending: running jobs are checkpointed");
  planner.stop_accepting();
  grpc.begin_drain();
  if (http) http->begin_drain();
  supervisor.stop(settings.drain);
  if (http) http->stop();
  grpc.stop(calls_grace);
  log.info("ended");
  return ExitCode::success;
}

}  // namespace

ExitCode run_service(const ServiceSettings& settings) {
  Signals signals;
  ServiceLog log(settings);
  try {
    return serve(settings, signals, log);
  } catch (const StoreError& error) {
    log.error("the store cannot be used", {{"folder", settings.folder.string()}, {"why", error.what()}});
    return error.kind() == StoreError::Kind::conflict ? ExitCode::bad_input : ExitCode::internal_failure;
  }
}

}  // namespace planwerk::cli
