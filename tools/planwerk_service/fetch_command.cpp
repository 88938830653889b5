#include <map>
#include <memory>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tools/planwerk/output_path.hpp"
#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/job_text.hpp"
#include "tools/planwerk_service/remote_job.hpp"
#include "tools/planwerk_service/temporary_file.hpp"

namespace planwerk::cli {
namespace {

using Selection = v1::GetPlanRequest::Selection;

struct FetchCommand {
  Console console;
  Connection connection;
  std::string id;
  std::string plan_path;
  std::vector<Selection> selections;

  ExitCode run() {
    const auto form = form_of(plan_path);
    if (!form) {
      console.error(plan_path + ": the name is to end in .textproto, .json, .pb or .pbs");
      return ExitCode::bad_input;
    }
    connection.open();
    v1::GetPlanRequest request;
    request.set_id(id);
    for (const Selection selection : selections) request.add_selections(selection);
    if (*form == FileForm::parts) {
      download(connection, request, plan_path);
    } else if (!convert(request)) {
      return ExitCode::internal_failure;
    }
    return tell();
  }

  bool convert(const v1::GetPlanRequest& request) {
    const TemporaryFile parts("plan.pbs");
    download(connection, request, parts.path());
    const Problems problems = convert_plan(parts.path(), plan_path);
    console.problems(problems);
    return !problems.has_errors();
  }

  ExitCode tell() {
    v1::GetJobRequest request;
    request.set_id(id);
    const v1::JobInfo job = connection.call(&v1::Planner::Stub::GetJob, request);
    if (console.json()) {
      console.result(to_json(job));
    } else {
      console.result(outcome_text(job));
    }
    console.suggest("planwerk report {} --job JOB -o report.html", plan_path);
    return exit_code_of(job);
  }
};

}  // namespace

void add_fetch(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<FetchCommand>();
  CLI::App* command = app.add_subcommand("fetch", "get a job's plan, or parts of it; exit codes as of plan");
  command->add_option("JOB", state->id, "the job's id")->required()->type_name("");
  command->add_option("-o,--output", state->plan_path, "where to: .textproto, .json, .pb or .pbs")
      ->check(writable_message())
      ->required()
      ->type_name("FILE");
  const std::map<std::string, Selection> names{{"needs", v1::GetPlanRequest::NEEDS},
                                               {"recipes", v1::GetPlanRequest::RECIPES},
                                               {"valuations", v1::GetPlanRequest::VALUATIONS},
                                               {"explanations", v1::GetPlanRequest::EXPLANATIONS}};
  command->add_option("--only", state->selections, "needs, recipes, valuations or explanations; may be given again")
      ->transform(CLI::CheckedTransformer(names))
      ->type_name("PART");
  state->connection.add_flags(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
