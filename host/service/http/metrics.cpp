#include "host/service/http/metrics.hpp"

#include <prometheus/text_serializer.h>

namespace planwerk::service {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

// Of seconds_of: 10 ms to a day and a half, in steps of four.
prometheus::Histogram::BucketBoundaries times() {
  prometheus::Histogram::BucketBoundaries bounds;
  for (double bound = 0.01; bound < 2e5; bound *= 4) bounds.push_back(bound);
  return bounds;
}

prometheus::Histogram::BucketBoundaries counts() {
  return {10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6};
}

double seconds_of(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

// Why a failed job failed, in a word.
std::string kind_of(const JobRecord& job) {
  if (job.figures) return std::string(to_string(job.figures->status));
  return job.worker_losses > 0 ? "worker_lost" : "other";
}

}  // namespace

Metrics::Metrics(const JobStore& store, const Supervisor& supervisor, EventBoard& events)
    : store_(store),
      supervisor_(supervisor),
      requests_(BuildCounter().Name("planwerk_requests_total").Help("Requests answered").Register(registry_)),
      ended_(BuildCounter().Name("planwerk_jobs_ended_total").Help("Jobs that came to an end").Register(registry_)),
      failures_(BuildCounter().Name("planwerk_job_failures_total").Help("Failed jobs by kind").Register(registry_)),
      jobs_(BuildGauge().Name("planwerk_jobs").Help("Jobs that wait or run").Register(registry_)),
      worker_busy_(BuildGauge().Name("planwerk_worker_busy").Help("Whether a worker has a job").Register(registry_)),
      worker_memory_(BuildGauge().Name("planwerk_worker_memory_bytes").Help("Memory of a worker").Register(registry_)),
      device_memory_(BuildGauge()
                         .Name("planwerk_device_memory_bytes")
                         .Help("Memory that a worker's device has in all")
                         .Register(registry_)),
      workers_lost_(BuildGauge()
                        .Name("planwerk_workers_lost")
                        .Help("Workers that ended unasked since the service began")
                        .Register(registry_)),
      store_bytes_(
          BuildGauge().Name("planwerk_store_bytes").Help("Jobs and plans on disk").Register(registry_).Add({})),
      waiting_(BuildHistogram()
                   .Name("planwerk_job_waiting_seconds")
                   .Help("From the queue to a worker")
                   .Register(registry_)
                   .Add({}, times())),
      running_(BuildHistogram()
                   .Name("planwerk_job_running_seconds")
                   .Help("From the newest start to the end")
                   .Register(registry_)
                   .Add({}, times())),
      iterations_(BuildHistogram()
                      .Name("planwerk_job_iterations")
                      .Help("Iterations of jobs that ended")
                      .Register(registry_)
                      .Add({}, counts())) {
  subscription_ = events.observe([this](const JobEvent& event) { see(event); });
}

void Metrics::count_request(const std::string& side, const std::string& what, const std::string& code) {
  requests_.Add({{"side", side}, {"what", what}, {"code", code}}).Increment();
}

void Metrics::see(const JobEvent& event) {
  const std::lock_guard lock(mutex_);
  Course& course = courses_[event.job];
  const auto now = Clock::now();
  if (event.state == JobState::queued) {
    course = {now, now, false, 0};
  } else if (event.state == JobState::running) {
    if (!course.runs) {
      if (course.queued != Clock::time_point()) waiting_.Observe(seconds_of(now - course.queued));
      course.started = now;
      course.runs = true;
    }
    course.iteration = std::max(course.iteration, event.iteration);
  } else if (is_terminal(event.state)) {
    count_end(event, course);
    courses_.erase(event.job);
  }
}

void Metrics::count_end(const JobEvent& event, const Course& course) {
  ended_.Add({{"state", std::string(to_string(event.state))}}).Increment();
  if (event.state == JobState::failed) failed_.push_back(event.job);
  if (!course.runs) return;
  running_.Observe(seconds_of(Clock::now() - course.started));
  iterations_.Observe(static_cast<double>(std::max(course.iteration, event.iteration)));
}

std::string Metrics::text() {
  look_up_jobs();
  look_up_workers();
  look_up_failures();
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

void Metrics::look_up_jobs() {
  jobs_.Add({{"state", "queued"}}).Set(static_cast<double>(store_.queued().size()));
  jobs_.Add({{"state", "running"}}).Set(static_cast<double>(store_.running().size()));
  store_bytes_.Set(static_cast<double>(store_.bytes_used("")));
}

void Metrics::look_up_workers() {
  int number = 0;
  for (const SlotStatus& status : supervisor_.slots()) {
    const prometheus::Labels labels = {{"worker", std::to_string(number++)}, {"device", status.slot.device}};
    worker_busy_.Add(labels).Set(status.job.empty() ? 0 : 1);
    worker_memory_.Add(labels).Set(static_cast<double>(status.memory_bytes));
    device_memory_.Add(labels).Set(static_cast<double>(status.device_memory_bytes));
    workers_lost_.Add(labels).Set(static_cast<double>(status.workers_lost));
  }
}

void Metrics::look_up_failures() {
  std::vector<std::string> failed;
  {
    const std::lock_guard lock(mutex_);
    failed.swap(failed_);
  }
  for (const std::string& job : failed) {
    const auto record = store_.find(job);
    failures_.Add({{"kind", record ? kind_of(*record) : "unknown"}}).Increment();
  }
}

}  // namespace planwerk::service
