#include <memory>

#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/connection.hpp"
#include "tools/planwerk_service/job_text.hpp"

namespace planwerk::cli {
namespace {

struct CancelCommand {
  Console console;
  Connection connection;
  std::string id;
  bool remove = false;

  ExitCode run() {
    connection.open();
    return remove ? delete_job() : cancel_job();
  }

  ExitCode cancel_job() {
    v1::CancelJobRequest request;
    request.set_id(id);
    const v1::JobInfo job = connection.call(&v1::Planner::Stub::CancelJob, request);
    if (console.json()) {
      console.result(to_json(job));
    } else {
      console.result(outcome_text(job));
    }
    console.suggest("planwerk watch {}{}   what was found so far is kept", id, connection.flags_text());
    return ExitCode::success;
  }

  ExitCode delete_job() {
    v1::DeleteJobRequest request;
    request.set_id(id);
    connection.call(&v1::Planner::Stub::DeleteJob, request);
    if (console.json()) {
      console.result(nlohmann::ordered_json{{"id", id}, {"deleted", true}});
    } else {
      console.result("job " + id + ": deleted");
    }
    console.suggest("planwerk jobs{}", connection.flags_text());
    return ExitCode::success;
  }
};

}  // namespace

void add_cancel(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<CancelCommand>();
  CLI::App* command = app.add_subcommand("cancel", "end a job; the best plan so far is kept");
  command->add_option("JOB", state->id, "the job's id")->required()->type_name("");
  command->add_flag("--delete", state->remove, "delete a job that has ended, with its economy and plan");
  state->connection.add_flags(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
