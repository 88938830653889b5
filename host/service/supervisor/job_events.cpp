#include "host/service/supervisor/job_events.hpp"

namespace planwerk::service {
namespace {

JobEvent event_of(const JobRecord& job) {
  JobEvent event;
  event.job = job.id;
  event.state = job.state;
  event.reason = job.reason;
  event.attempt = job.attempts;
  return event;
}

}  // namespace

void publish_state(EventBoard& events, const JobRecord& job, const std::string& phase) {
  JobEvent event = event_of(job);
  event.phase = phase;
  if (job.figures) {
    event.objective = job.figures->objective;
    event.relative_gap = job.figures->safe_gap;
    event.elapsed_s = job.figures->elapsed_s;
  }
  events.publish(std::move(event));
}

void publish_progress(EventBoard& events, const JobRecord& job, const v1::WorkerProgress& progress) {
  JobEvent event = event_of(job);
  event.phase = progress.phase();
  event.method = progress.method();
  event.iteration = progress.iteration();
  event.primal_residual = progress.primal_residual();
  event.dual_residual = progress.dual_residual();
  event.relative_gap = progress.relative_gap();
  event.objective = progress.objective();
  event.elapsed_s = progress.elapsed_s();
  events.publish(std::move(event));
}

}  // namespace planwerk::service
