#include <memory>

#include <fmt/format.h>

#include "host/codec/job_codec.hpp"
#include "host/codec/message_file.hpp"
#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/job_text.hpp"
#include "tools/planwerk_service/remote_job.hpp"
#include "tools/planwerk_service/request_flags.hpp"
#include "tools/planwerk_service/transfer_text.hpp"

namespace planwerk::cli {
namespace {

struct SubmitCommand {
  Console console;
  Connection connection;
  RequestFlags request;
  std::string job_path;
  std::string changes_path;
  std::string base_job;
  std::string key;

  ExitCode run() {
    const bool resume = !key.empty();
    if (!resume) key = new_key();
    if (job_path.empty() == changes_path.empty()) {
      console.error("name the file of a job, or --changes FILE --to JOB for changes to one that the service has");
      return ExitCode::bad_input;
    }
    return changes_path.empty() ? submit_job(resume) : submit_changes();
  }

  ExitCode submit_job(bool resume) {
    Problems problems;
    JobPartsSource parts(job_path, problems);
    if (problems.has_errors()) {
      console.problems(problems);
      console.suggest("planwerk check {}", job_path);
      return ExitCode::bad_input;
    }
    return resumable(job_path, [&] {
      TransferText progress(console, "sending", parts.bytes());
      const v1::SubmitJobResponse response = upload(connection, key, request.request(parts.name()), parts, resume,
                                                    [&](std::int64_t bytes) { progress.show(bytes); });
      progress.end();
      return response;
    });
  }

  ExitCode submit_changes() {
    v1::SubmitChangesRequest message;
    Problems problems;
    const auto form = form_or_problem(changes_path, problems);
    if (form == FileForm::parts) {
      problems.error(changes_path, "", "changes are one message: .textproto, .json or .pb");
    } else if (form) {
      read_message(changes_path, *form, *message.mutable_changes(), problems);
    }
    if (problems.has_errors()) {
      console.problems(problems);
      return ExitCode::bad_input;
    }
    message.set_idempotency_key(key);
    message.set_base_job(base_job);
    *message.mutable_request() = request.request("");
    return resumable("--changes " + changes_path + " --to " + base_job,
                     [&] { return connection.call(&v1::Planner::Stub::SubmitChanges, message); });
  }

  // `what`: of the command line that goes on with the same key where the connection broke.
  ExitCode resumable(const std::string& what, const std::function<v1::SubmitJobResponse()>& send) {
    connection.open();
    try {
      tell(send());
      return ExitCode::success;
    } catch (const RpcError& error) {
      if (error.exit_code() == ExitCode::internal_failure) {
        console.suggest("planwerk submit {} --key {}{}   to go on where it broke", what, key, connection.flags_text());
      }
      throw;
    }
  }

  // The id is printed under -q too: without it, nothing can be asked of the job.
  void tell(const v1::SubmitJobResponse& response) const {
    console.problems(problems_of(response.warnings()));
    const std::string& id = response.job().id();
    fmt::print("{}\n", console.json() ? to_json(response.job()).dump(2) : id);
    console.suggest("planwerk watch {}{}", id, connection.flags_text());
  }
};

}  // namespace

void add_submit(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<SubmitCommand>();
  CLI::App* command = app.add_subcommand("submit", "send a job, or changes to one, to a service; prints its id");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->type_name("");
  CLI::Option* changes =
      command->add_option("--changes", state->changes_path, "JobChanges in planner.proto: .textproto, .json or .pb")
          ->type_name("FILE");
  CLI::Option* base = command
                          ->add_option("--to", state->base_job,
                                       "id of the job of yours that they are changes to; "
                                       "the solve starts from its plan")
                          ->type_name("JOB")
                          ->needs(changes);
  changes->needs(base);
  command->add_option("--key", state->key, "continue the submission with this key; the same key is the same job");
  state->request.add_to(*command);
  state->connection.add_flags(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
