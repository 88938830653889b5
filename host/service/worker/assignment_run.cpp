#include "host/service/worker/assignment_run.hpp"

#include <chrono>
#include <filesystem>
#include <new>
#include <optional>
#include <string>
#include <system_error>

#include "host/answers/plan_job/carried_plan.hpp"
#include "host/answers/plan_job/plan_job.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/service/worker/checkpoint.hpp"
#include "host/service/worker/process.hpp"

namespace planwerk::service {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* plan_file = "plan.pbs";

// Thrown when the service wants the job back, also out of the solver's hooks; or where it was cancelled before there
// was anything to show for it.
struct StopAsked {};

// The job's file says nothing that a plan could be made of.
struct BadJob {
  std::size_t errors;
};

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

class AssignmentRun {
 public:
  AssignmentRun(const v1::Assignment& assignment, Device& device, const Orders& orders, Steps& steps,
                const Channel& channel)
      : assignment_(assignment), device_(device), orders_(orders), steps_(steps), channel_(channel) {
    done_.set_fence(assignment.fence());
  }

  v1::Done run() {
    try {
      plan();
      done_.set_outcome(v1::Done::PLANNED);
    } catch (const StopAsked&) {
      done_.set_outcome(v1::Done::STOPPED);
    } catch (const BadJob& job) {
      end(v1::Done::BAD_JOB, "the stored job cannot be read: errors: " + std::to_string(job.errors));
    } catch (const DeviceOutOfMemory&) {
      end(v1::Done::OUT_OF_MEMORY, "the device has too little memory for this job");
    } catch (const std::bad_alloc&) {
      end(v1::Done::OUT_OF_MEMORY, "the worker has too little memory for this job");
    } catch (const DeviceError& error) {
      end(v1::Done::DEVICE_FAILED, error.what());
    } catch (const std::exception& error) {
      end(v1::Done::FAILED, error.what());
    }
    done_.set_elapsed_s(seconds_since(begin_));
    done_.set_memory_bytes(most_resident_bytes());
    return std::move(done_);
  }

 private:
  void end(v1::Done::Outcome outcome, const std::string& reason) {
    done_.set_outcome(outcome);
    done_.set_reason(reason);
  }

  void plan() {
    enter("reading");
    const Job job = read(assignment_.job_file());
    job_sha256_ = job_sha256(job);
    PlanSettings settings = settings_for(request(), job.settings, hooks());
    settings.solve.warm_start = checkpoint();
    settings.solve.start_is_near = settings.solve.warm_start.has_value();
    const std::optional<Plan> previous = previous_plan(job.economy);
    settings.start_from = previous ? &*previous : nullptr;
    if (orders_.stop || orders_.cancel) throw StopAsked{};
    enter("solving");
    PlannedJob planned =
        plan_job(job.economy, settings, {.worst_needs = true, .labour = assignment_.labour_questions()}, device_);
    planned.plan.job_sha256 = job_sha256_;
    enter("writing");
    const Problems problems = write_plan(planned.plan, job.economy, scratch() / plan_file);
    if (problems.has_errors()) throw std::runtime_error("the plan could not be written");
    done_.set_plan(plan_file);
  }

  static Job read(const std::string& file) {
    auto outcome = read_job_as(FileForm::parts, file);
    if (!outcome.ok()) throw BadJob{outcome.problems.error_count()};
    return std::move(*outcome.value);
  }

  PlanRequest request() const {
    PlanRequest request;
    if (assignment_.has_tolerance()) request.tolerance = assignment_.tolerance();
    if (assignment_.has_time_limit_s()) request.time_limit_s = assignment_.time_limit_s();
    request.method = assignment_.method();
    return request;
  }

  SolveSettings hooks() {
    SolveSettings solve;
    if (assignment_.default_time_limit_s() > 0) solve.time_limit_s = assignment_.default_time_limit_s();
    solve.interrupt = &orders_.cancel;
    solve.on_log = [this](const std::string&) { ++steps_; };
    solve.on_checkpoint = [this](const auto& point) { offer_checkpoint(point); };
    solve.on_progress = [this](const Progress& progress) { report(progress); };
    return solve;
  }

  std::optional<PrimalDual> checkpoint() {
    if (assignment_.checkpoint_file().empty()) return std::nullopt;
    auto point = read_checkpoint(assignment_.checkpoint_file(), job_sha256_);
    done_.set_resumed(point.has_value());
    return point;
  }

  // None where it cannot be read: the solve begins from nowhere then.
  std::optional<Plan> previous_plan(const Economy& economy) {
    if (assignment_.previous_plan_file().empty() || done_.resumed()) return std::nullopt;
    const auto job = read_job_as(FileForm::parts, assignment_.previous_job_file());
    if (!job.ok()) return std::nullopt;
    const auto plan = read_plan_as(FileForm::parts, assignment_.previous_plan_file(), job.value->economy);
    if (!plan.ok()) return std::nullopt;
    done_.set_started_from_plan(true);
    return carried_plan(job.value->economy, *plan.value, economy);
  }

  void offer_checkpoint(const std::function<PrimalDual()>& point) {
    ++steps_;
    const auto interval = std::chrono::milliseconds(assignment_.checkpoint_interval_ms());
    if (!orders_.stop && Clock::now() - last_checkpoint_ < interval) return;
    keep(point());
    last_checkpoint_ = Clock::now();
    if (orders_.stop) throw StopAsked{};
  }

  void keep(const PrimalDual& point) {
    const std::string name = "checkpoint-" + std::to_string(++checkpoints_);
    try {
      write_checkpoint(scratch() / name, job_sha256_, point);
    } catch (const std::system_error&) {
      return;  // a full disk does not end a solve; the next one may find room
    }
    v1::FromWorker message;
    message.mutable_checkpoint()->set_fence(assignment_.fence());
    message.mutable_checkpoint()->set_file(name);
    channel_.send(message);
  }

  void report(const Progress& now) {
    ++steps_;
    if (orders_.stop) throw StopAsked{};
    progress_.set_method(now.phase);
    progress_.set_iteration(now.iteration);
    progress_.set_primal_residual(now.primal_residual);
    progress_.set_dual_residual(now.dual_residual);
    progress_.set_relative_gap(now.relative_gap);
    progress_.set_objective(now.objective);
    tell_progress();
  }

  // The figures stay those of the solve so far.
  void enter(const char* phase) {
    ++steps_;
    progress_.set_phase(phase);
    tell_progress();
  }

  void tell_progress() {
    progress_.set_fence(assignment_.fence());
    progress_.set_elapsed_s(seconds_since(begin_));
    v1::FromWorker message;
    *message.mutable_progress() = progress_;
    channel_.send(message, Channel::Delivery::if_there_is_room);
  }

  std::filesystem::path scratch() const { return assignment_.scratch(); }

  const v1::Assignment& assignment_;
  Device& device_;
  const Orders& orders_;
  Steps& steps_;
  const Channel& channel_;
  const Clock::time_point begin_ = Clock::now();
  Clock::time_point last_checkpoint_ = begin_;
  int checkpoints_ = 0;
  std::string job_sha256_;
  v1::WorkerProgress progress_;
  v1::Done done_;
};

}  // namespace

v1::Done run_assignment(const v1::Assignment& assignment, Device& device, const Orders& orders, Steps& steps,
                        const Channel& channel) {
  return AssignmentRun(assignment, device, orders, steps, channel).run();
}

}  // namespace planwerk::service
