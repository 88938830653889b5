#include <memory>

#include "host/answers/conflict/conflict_text.hpp"
#include "host/answers/plan_job/plan_job.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/report/summary.hpp"
#include "kernels/trace.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/conflict_json.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/plan_json.hpp"
#include "tools/planwerk/solve_flags.hpp"

namespace planwerk::cli {
namespace {

struct PlanCommand {
  Console console;
  SolveFlags flags;
  std::string job_path;
  std::string plan_path;
  bool labour = false;

  ExitCode run() {
    const auto device = flags.open(console);  // first, so that a trace shows the reading
    const auto job = read();
    if (!job) return ExitCode::bad_input;
    const auto rival = flags.open_rival(console);
    PlanSettings settings =
        settings_for({flags.tolerance(), flags.time_limit_s(), flags.method()}, job->settings, flags.settings(console));
    settings.solve.race_on = rival.get();
    // Answers are for those who read the plan's file.
    auto [plan, conflict] = plan_job(job->economy, settings, {!plan_path.empty(), labour}, *device);
    console.end_progress();
    identify(*job, plan);
    if (!write(job->economy, plan)) return ExitCode::bad_input;
    tell(job->economy, plan, conflict);
    return exit_code_of(plan.status);
  }

  std::optional<Job> read() {
    const TraceRange range("read job");
    return read_job_or_tell(job_path, console);
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

  void tell(const Economy& economy, const Plan& plan, const ConflictAnswer& conflict) {
    const TraceRange range("summary");
    if (console.json()) {
      auto json = to_json(economy, plan);
      json["competition"] = to_json(economy, competitions(economy, plan));
      if (plan.status == Status::infeasible) json["ways_out_of_conflict"] = to_json(conflict);
      console.result(json);
    } else {
      console.result(
          summary(economy, plan) + "\n" + to_text(conflict) +
          result_line(plan.status, plan.certificate.objective, plan.certificate.safe_gap, plan.record.elapsed_s));
    }
    if (plan.status == Status::infeasible) {
      console.suggest("change {} by one of the ways out and plan again", job_path);
    } else if (plan_path.empty()) {
      console.suggest("planwerk plan {} -o plan.json   keep the plan", job_path);
    } else {
      console.suggest("planwerk report {} --job {} -o report.html", plan_path, job_path);
      console.suggest("planwerk verify {} {}", job_path, plan_path);
    }
  }
};

}  // namespace

void add_plan(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<PlanCommand>();
  CLI::App* command = app.add_subcommand("plan", "make a plan for a job and say what falls short and why");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("-o,--output", state->plan_path, "write the plan: .textproto, .json, .pb or .pbs")
      ->type_name("FILE");
  command->add_flag("--labour-questions", state->labour,
                    "ask of each short need what covering it fully would take of people's work; kept in the plan");
  state->flags.add_to(*command, state->console, "largest provable gap to the best plan, relative; default 1e-4");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
