#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "host/service/store/job_store.hpp"
#include "host/service/supervisor/supervisor.hpp"
#include "host/service/watch/job_event.hpp"

namespace planwerk::service {

// What Prometheus is told: how many, how long, how much. No names, no ids, nobody's jobs. What is counted as it happens
// counts from the start of the service; how things stand is looked up when somebody asks. Thread-safe.
class Metrics {
 public:
  Metrics(const JobStore& store, const Supervisor& supervisor, EventBoard& events);

  // A request that was answered. `side`: "http", "grpc"; `what`: a route or a method, never an address with an id.
  void count_request(const std::string& side, const std::string& what, const std::string& code);

  std::string text();  // in Prometheus's text format

 private:
  using Clock = std::chrono::steady_clock;
  struct Course {  // of a job that has not ended
    Clock::time_point queued, started;
    bool runs = false;
    std::int64_t iteration = 0;
  };

  void see(const JobEvent& event);
  void count_end(const JobEvent& event, const Course& course);
  void look_up_jobs();
  void look_up_workers();
  void look_up_failures();  // what the failed jobs since the last time failed of

  const JobStore& store_;
  const Supervisor& supervisor_;
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Counter>& ended_;
  prometheus::Family<prometheus::Counter>& failures_;
  prometheus::Family<prometheus::Gauge>& jobs_;
  prometheus::Family<prometheus::Gauge>& worker_busy_;
  prometheus::Family<prometheus::Gauge>& worker_memory_;
  prometheus::Family<prometheus::Gauge>& device_memory_;
  prometheus::Family<prometheus::Gauge>& workers_lost_;
  prometheus::Gauge& store_bytes_;
  prometheus::Histogram& waiting_;
  prometheus::Histogram& running_;
  prometheus::Histogram& iterations_;

  std::mutex mutex_;
  std::map<std::string, Course> courses_;                   // by job
  std::vector<std::string> failed_;                         // not looked up yet
  std::unique_ptr<EventBoard::Subscription> subscription_;  // last: it ends first
};

}  // namespace planwerk::service
