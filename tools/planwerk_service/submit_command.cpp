#include <memory>

#include "host/codec/job_codec.hpp"
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
  std::string key;

  ExitCode run() {
    Problems problems;
    JobPartsSource parts(job_path, problems);
    if (problems.has_errors()) {
      console.problems(problems);
      console.suggest("planwerk check {}", job_path);
      return ExitCode::bad_input;
    }
    connection.open();
    const bool resume = !key.empty();
    if (!resume) key = new_key();
    try {
      return send(parts, resume);
    } catch (const RpcError& error) {
      if (error.exit_code() == ExitCode::internal_failure) {
        console.suggest("planwerk submit {} --key {}{}   to go on where it broke", job_path, key,
                        connection.flags_text());
      }
      throw;
    }
  }

  ExitCode send(JobPartsSource& parts, bool resume) {
    TransferText progress(console, "sending", parts.bytes());
    const v1::SubmitJobResponse response = upload(connection, key, request.request(parts.name()), parts, resume,
                                                  [&](std::int64_t bytes) { progress.show(bytes); });
    progress.end();
    console.problems(problems_of(response.warnings()));
    const std::string id = response.job().id();
    if (console.json()) {
      console.result(to_json(response.job()));
    } else {
      console.result(id);
    }
    console.suggest("planwerk watch {}{}", id, connection.flags_text());
    return ExitCode::success;
  }
};

}  // namespace

void add_submit(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<SubmitCommand>();
  CLI::App* command = app.add_subcommand("submit", "send a job to a service; prints its id");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("--key", state->key, "continue the submission with this key; the same key is the same job");
  state->request.add_to(*command);
  state->connection.add_flags(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
