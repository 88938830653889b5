// The part of SlotRunner that is about the job: from its lease to its end.
#include <new>

#include "host/service/supervisor/ending.hpp"
#include "host/service/supervisor/job_events.hpp"
#include "host/service/supervisor/slot_runner.hpp"

namespace planwerk::service {
namespace {

bool is_file_name(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos;
}

}  // namespace

void SlotRunner::begin_next() {
  auto leased = context_.dispatcher.take(number_);
  if (!leased) return;
  run_ = Run{std::move(leased->job), leased->lease, {}, {}, {}, {}, {}};
  last_moved_ = Clock::now();
  {
    const std::lock_guard lock(status_mutex_);
    status_.job = run_->job.id;
  }
  publish_state(context_.events, run_->job, "starting");
  try {
    assign();
  } catch (const StoreError& error) {
    if (error.kind() == StoreError::Kind::damaged) return finish(JobState::failed, "the stored job is damaged");
    log(std::string("cannot begin a job: ") + error.what());
    release(false, "waits for the store");
    pause(context_.settings.restart_delay);
  }
}

void SlotRunner::assign() {
  run_->scratch = std::filesystem::absolute(context_.store.scratch_of(run_->lease));
  run_->job_file = std::filesystem::absolute(context_.store.checked_path(run_->job, run_->job.job.value()));
  const JobRequest& request = run_->job.request;
  v1::ToWorker message;
  v1::Assignment& assignment = *message.mutable_assignment();
  assignment.set_fence(run_->lease.fence);
  assignment.set_job_file(run_->job_file.string());
  assignment.set_scratch(run_->scratch.string());
  if (request.tolerance) assignment.set_tolerance(*request.tolerance);
  if (request.time_limit_s) assignment.set_time_limit_s(*request.time_limit_s);
  assignment.set_default_time_limit_s(static_cast<double>(context_.settings.default_time_limit.count()));
  assignment.set_method(request.method);
  assignment.set_labour_questions(request.labour_questions);
  assignment.set_checkpoint_interval_ms(std::chrono::milliseconds(context_.settings.checkpoint_interval).count());
  add_start(assignment);
  if (!worker_->channel().send(message)) lose();
}

// Where the solve begins, as far as what it needs is still there and whole: nothing is lost but time where it is not.
void SlotRunner::add_start(v1::Assignment& assignment) const {
  const auto path_of = [this](const JobRecord& job, const StoredFile& file) {
    return std::filesystem::absolute(context_.store.checked_path(job, file)).string();
  };
  try {
    if (run_->job.checkpoint) assignment.set_checkpoint_file(path_of(run_->job, *run_->job.checkpoint));
    if (run_->job.request.previous_job.empty()) return;
    const auto previous = context_.store.find(run_->job.request.previous_job);
    if (!previous || previous->owner != run_->job.owner || !previous->job || !previous->plan) return;
    assignment.set_previous_job_file(path_of(*previous, *previous->job));
    assignment.set_previous_plan_file(path_of(*previous, *previous->plan));
  } catch (const StoreError& error) {
    log(std::string("begins without what came before: ") + error.what());
  }
}

void SlotRunner::cancel_if_asked() {
  if (run_->cancelled) return;
  const auto job = context_.store.find(run_->job.id);
  if (!job || !job->cancel_requested) return;
  run_->cancelled = Clock::now();
  v1::ToWorker message;
  message.mutable_cancel()->set_fence(run_->lease.fence);
  worker_->channel().send(message, Channel::Delivery::if_there_is_room);
}

void SlotRunner::tell_stop() {
  run_->stopped = Clock::now();
  v1::ToWorker message;
  message.mutable_stop()->set_fence(run_->lease.fence);
  worker_->channel().send(message, Channel::Delivery::if_there_is_room);
}

void SlotRunner::keep_checkpoint(const std::string& name) {
  if (!is_file_name(name)) return lose("named a file that is not its own");
  try {
    context_.store.save_checkpoint(run_->lease, run_->scratch / name);
  } catch (const StoreError& error) {  // the one before is still there
    log(std::string("cannot keep a checkpoint: ") + error.what());
  }
}

void SlotRunner::conclude(const v1::Done& done) {
  switch (done.outcome()) {
    case v1::Done::PLANNED:
      return conclude_plan(done);
    case v1::Done::STOPPED:
      if (run_->cancelled) return finish(JobState::cancelled, "cancelled before its solve began");
      if (!run_->stopped) return lose("gave its job back");
      return release(false, order_ == Order::give_back ? "the service was stopped" : "gave way to a more urgent job");
    case v1::Done::BAD_JOB:
      return finish(JobState::failed, done.reason());
    case v1::Done::OUT_OF_MEMORY: {
      const std::string limit =
          slot_.memory > 0 ? ", which may have " + std::to_string(slot_.memory >> 20) + " MiB" : "";
      return finish(JobState::failed, done.reason() + limit);
    }
    default:
      return lose("failed: " + done.reason());
  }
}

void SlotRunner::conclude_plan(const v1::Done& done) {
  if (!is_file_name(done.plan())) return lose("named a file that is not its own");
  run_->progress.set_phase("verifying");
  run_->progress.set_elapsed_s(done.elapsed_s());
  publish_progress(context_.events, run_->job, run_->progress);
  const std::filesystem::path plan = run_->scratch / done.plan();
  try {
    const CheckedAnswer answer = check(plan);
    last_heard_ = Clock::now();
    if (!answer.holds) return lose("gave an answer that did not verify: " + answer.fault);
    const Ending ending = ending_of(answer, run_->cancelled.has_value());
    finish(ending.state, ending.reason, plan, answer.figures);
  } catch (const std::bad_alloc&) {
    finish(JobState::failed, "the service has too little memory to check the plan");
  } catch (const ExaminationFailed& failure) {
    finish(JobState::failed, std::string("the plan could not be checked: ") + failure.what());
  }
}

CheckedAnswer SlotRunner::check(const std::filesystem::path& plan) {
  std::unique_lock lock(context_.large_checks, std::defer_lock);
  if (context_.examiner.is_large(run_->job_file)) lock.lock();
  return context_.examiner.answer(run_->job_file, plan);
}

// The worker is gone or of no use; `why`: what it did, empty where its ending says it all.
void SlotRunner::lose(const std::string& why) {
  const bool was_greeted = greeted_;
  // One that has closed the channel is about to end, and how is worth knowing.
  const std::string ending = end_worker(why.empty() ? context_.settings.farewell : std::chrono::milliseconds(0));
  {
    const std::lock_guard lock(status_mutex_);
    ++status_.workers_lost;
  }
  const std::string did = why.empty() ? ending : why;
  if (!run_) return was_greeted ? log("lost its worker, which " + did) : out_of_order("the worker " + did);
  log("lost its worker, which " + did + ", with job " + run_->job.id);
  if (run_->stopped) return release(false, "its worker " + did);
  if (run_->cancelled) return finish(JobState::cancelled, "cancelled; there is no plan so far");
  const int losses = run_->job.worker_losses + 1;
  if (losses >= context_.settings.attempts) {
    return finish(JobState::failed, "in quarantine after " + std::to_string(losses) + " workers; the last " + did);
  }
  context_.dispatcher.avoid(run_->job.id, number_);
  release(true, "its worker " + did + "; tried once more");
}

void SlotRunner::finish(JobState state, const std::string& reason, const std::optional<std::filesystem::path>& plan,
                        const std::optional<PlanFigures>& figures) {
  record([&] { return context_.store.finish(run_->lease, state, reason, plan, figures); });
}

void SlotRunner::release(bool lost, const std::string& reason) {
  record([&] { return context_.store.release(run_->lease, lost, reason); });
  context_.queue_changed();
}

// Writes how the job left the slot. Where the disk has no room, that waits until it has; a service that stops in the
// meantime finds the job running when it starts again, and gives it back to the queue.
template <class Write>
void SlotRunner::record(const Write& write) {
  while (true) {
    try {
      publish_state(context_.events, write());
      break;
    } catch (const StoreError& error) {
      log("cannot record the end of job " + run_->job.id + ": " + error.what());
      const bool may_pass = error.kind() == StoreError::Kind::full || error.kind() == StoreError::Kind::io;
      if (!may_pass || order_ == Order::give_back) break;
      pause(context_.settings.restart_delay);
    }
  }
  run_.reset();
  {
    const std::lock_guard lock(status_mutex_);
    status_.job.clear();
  }
  context_.dispatcher.leave(number_);
}

}  // namespace planwerk::service
