#include <memory>

#include "tools/planwerk/interrupt.hpp"
#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/job_text.hpp"
#include "tools/planwerk_service/remote_job.hpp"

namespace planwerk::cli {
namespace {

struct WatchCommand {
  Console console;
  Connection connection;
  std::string id;

  ExitCode run() {
    connection.open();
    EventConsole shown(console);
    follow(connection, id, [&](const v1::JobEvent& event) {
      shown.show(event);
      return !interrupted_by_user();
    });
    console.end_progress();
    v1::GetJobRequest request;
    request.set_id(id);
    const v1::JobInfo job = connection.call(&v1::Planner::Stub::GetJob, request);
    if (console.json()) {
      console.result(to_json(job));
    } else {
      console.result(outcome_text(job));
    }
    suggest(job);
    return exit_code_of(job);
  }

  void suggest(const v1::JobInfo& job) const {
    if (job.has_plan()) {
      console.suggest("planwerk fetch {} -o plan.json{}", id, connection.flags_text());
    } else if (!has_ended(job.state())) {
      console.suggest("planwerk watch {}{}", id, connection.flags_text());
    } else {
      console.suggest("planwerk jobs{}", connection.flags_text());
    }
  }
};

}  // namespace

void add_watch(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<WatchCommand>();
  CLI::App* command = app.add_subcommand("watch", "follow a job to its end; exit codes as of plan");
  command->add_option("JOB", state->id, "the job's id")->required()->type_name("");
  state->connection.add_flags(*command);
  state->console.add_log_flag(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
