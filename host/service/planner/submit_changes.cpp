#include "host/codec/changes.hpp"
#include "host/codec/job_codec.hpp"
#include "host/service/planner/planner_state.hpp"

namespace planwerk::service {

JobRecord Planner::submit_changes(const Caller& caller, const std::string& key, const JobRequest& request,
                                  const std::string& base_job, const std::string& changes, Problems& warnings) {
  return refusing([&] {
    state_->demand_accepting();
    JobRequest changed = request;
    // Where the base was planned already, its plan is the best there is to start from.
    if (changed.previous_job.empty() && state_->owned(caller, base_job).plan) changed.previous_job = base_job;
    const std::filesystem::path base = job_path(caller, base_job);
    const Turnstile::Place place(state_->reading);
    Outcome<Job> job = read_job_as(FileForm::parts, base);
    if (!job.ok()) throw Refused(Refusal::damaged, "the stored job cannot be read");
    job.problems = {};
    apply_changes(changes, job.value->economy, job.problems);
    return submit_job(caller, key, changed, job, warnings);
  });
}

}  // namespace planwerk::service
