#include <memory>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tools/planwerk/interrupt.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/output_path.hpp"
#include "tools/planwerk/plan_outcome.hpp"
#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/job_text.hpp"
#include "tools/planwerk_service/remote_job.hpp"
#include "tools/planwerk_service/request_flags.hpp"
#include "tools/planwerk_service/temporary_file.hpp"
#include "tools/planwerk_service/transfer_text.hpp"

namespace planwerk::cli {
namespace {

// `plan --server`: what `plan` does, with the solve elsewhere.
struct RemotePlanCommand {
  Console console;
  Connection connection;
  RequestFlags request;
  std::string job_path;
  std::string plan_path;

  ExitCode run() {
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    connection.open();
    const v1::JobInfo info = finish(submit());
    if (!info.has_plan()) {
      console.error(outcome_text(info));
      return exit_code_of(info);
    }
    const TemporaryFile file("plan.pbs");
    v1::GetPlanRequest wanted;
    wanted.set_id(info.id());
    download(connection, wanted, file.path());
    auto plan = read_plan(file.path(), job->economy);
    console.problems(plan.problems);
    if (!plan.ok()) return ExitCode::internal_failure;
    if (!write(job->economy, *plan.value)) return ExitCode::bad_input;
    tell_outcome(console, job->economy, *plan.value, conflict_of(job->economy, *plan.value), job_path, plan_path);
    return planwerk::cli::exit_code_of(plan.value->status);
  }

  std::string submit() {
    Problems problems;
    JobPartsSource parts(job_path, problems);
    TransferText progress(console, "sending", parts.bytes());
    const auto response = upload(connection, new_key(), request.request(parts.name()), parts, false,
                                 [&](std::int64_t bytes) { progress.show(bytes); });
    progress.end();
    console.log("job " + response.job().id() + " at " + connection.server());
    return response.job().id();
  }

  // Ctrl-C gives the best plan so far, as without a service.
  v1::JobInfo finish(const std::string& id) {
    EventConsole shown(console);
    bool cancelled = false;
    follow(connection, id, [&](const v1::JobEvent& event) {
      shown.show(event);
      if (interrupted_by_user() && !cancelled) cancelled = cancel(id);
      return true;
    });
    console.end_progress();
    v1::GetJobRequest wanted;
    wanted.set_id(id);
    return connection.call(&v1::Planner::Stub::GetJob, wanted);
  }

  bool cancel(const std::string& id) {
    v1::CancelJobRequest wanted;
    wanted.set_id(id);
    connection.call(&v1::Planner::Stub::CancelJob, wanted);
    return true;
  }

  // The plan holds what contradicts itself and the ways out; their words are found here.
  ConflictAnswer conflict_of(const Economy& economy, const Plan& plan) const {
    if (plan.status != Status::infeasible) return {};
    SolveSettings settings;
    settings.interrupt = &interrupted_by_user();
    return resolve_conflict(economy, plan, settings, *open_device(DeviceChoice::cpu));
  }

  bool write(const Economy& economy, const Plan& plan) {
    if (plan_path.empty()) return true;
    const Problems problems = write_plan(plan, economy, plan_path);
    console.problems(problems);
    return !problems.has_errors();
  }
};

}  // namespace

void add_remote_plan(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<RemotePlanCommand>();
  CLI::App* command = app.add_subcommand("plan", "let a service make the plan for a job");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("-o,--output", state->plan_path, "write the plan: .textproto, .json, .pb or .pbs")
      ->check(writable_message())
      ->type_name("FILE");
  state->request.add_to(*command);
  state->connection.add_flags(*command);
  state->console.add_log_flag(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
