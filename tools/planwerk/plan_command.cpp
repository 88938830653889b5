#include <memory>

#include "host/answers/plan_job/carried_plan.hpp"
#include "host/answers/plan_job/plan_job.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "kernels/trace.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/output_path.hpp"
#include "tools/planwerk/plan_outcome.hpp"
#include "tools/planwerk/solve_flags.hpp"

namespace planwerk::cli {
namespace {

struct PlanCommand {
  Console console;
  SolveFlags flags;
  std::string job_path;
  std::string plan_path;
  std::string previous_plan;
  std::string previous_job;
  bool labour = false;

  ExitCode run() {
    const auto device = flags.open(console);  // first, so that a trace shows the reading
    const auto job = read();
    if (!job) return ExitCode::bad_input;
    std::optional<Plan> start;
    if (!previous_plan.empty() && !(start = read_start(*job))) return ExitCode::bad_input;
    const auto rival = flags.open_rival(console);
    PlanSettings settings =
        settings_for({flags.tolerance(), flags.time_limit_s(), flags.method()}, job->settings, flags.settings(console));
    settings.solve.race_on = rival.get();
    settings.start_from = start ? &*start : nullptr;
    // Answers are for those who read the plan, in a file or as told.
    auto [plan, conflict] = plan_job(job->economy, settings, {!plan_path.empty() || !console.quiet(), labour}, *device);
    console.end_progress();
    identify(*job, plan);
    if (!write(job->economy, plan)) return ExitCode::bad_input;
    {
      const TraceRange range("summary");
      tell_outcome(console, job->economy, plan, conflict, job_path, plan_path);
    }
    return exit_code_of(plan.status);
  }

  std::optional<Job> read() {
    const TraceRange range("read job");
    return read_job_or_tell(job_path, console);
  }

  // The previous plan as one of this job; its own job is this one where no other is named.
  std::optional<Plan> read_start(const Job& job) {
    const TraceRange range("read previous plan");
    std::optional<Job> other;
    if (!previous_job.empty() && !(other = read_job_or_tell(previous_job, console))) return std::nullopt;
    const Economy& economy = other ? other->economy : job.economy;
    const auto plan = read_plan(previous_plan, economy);
    console.problems(plan.problems);
    if (!plan.ok()) return std::nullopt;
    return carried_plan(economy, *plan.value, job.economy);
  }

  static void identify(const Job& job, Plan& plan) {
    const TraceRange range("digest of the job");
    plan.job_sha256 = job_sha256(job);
  }

  bool write(const Economy& economy, const Plan& plan) {
    if (plan_path.empty()) return true;
    const TraceRange range("write plan");
    const Problems problems = write_plan(plan, economy, plan_path);
    console.problems(problems);
    return !problems.has_errors();
  }
};

}  // namespace

void add_plan(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<PlanCommand>();
  CLI::App* command = app.add_subcommand("plan", "make a plan for a job and say what falls short and why");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("-o,--output", state->plan_path, "write the plan: .textproto, .json, .pb or .pbs")
      ->check(writable_message())
      ->type_name("FILE");
  command->add_flag("--labour-questions", state->labour,
                    "ask of each short need what covering it fully would take of people's work; kept in the plan");
  auto* previous = command
                       ->add_option("--previous", state->previous_plan,
                                    "start from this plan, which saves most of the work "
                                    "where little has changed since")
                       ->type_name("PLAN");
  command->add_option("--previous-job", state->previous_job, "the job it was made for, where that is another")
      ->type_name("JOB")
      ->needs(previous);
  state->flags.add_to(*command, state->console, "largest provable gap to the best plan, relative; default 1e-4");
  state->console.add_flags(*command);
  // main() has handed the command line over to planwerk-service where this is given.
  command->add_option("--server")->type_name("HOST:PORT")->description("let a service make the plan; `planwerk serve`");
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
