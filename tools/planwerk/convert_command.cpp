#include <filesystem>
#include <memory>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/console.hpp"
#include "tools/planwerk/output_path.hpp"

namespace planwerk::cli {
namespace {

struct ConvertCommand {
  Console console;
  std::string from;
  std::string to;

  // A file is a job or a plan; what it is shows by which of the two it can be read as.
  ExitCode run() {
    if (!std::filesystem::exists(from)) {
      console.error("no such file: " + from);
      return ExitCode::bad_input;
    }
    const auto job = read_job(from);
    const Problems problems = job.ok() ? write_job(*job.value, to) : convert_plan(from, to);
    if (problems.has_errors()) {
      console.problems(job.ok() ? problems : job.problems);
      if (!job.ok()) console.error("nor is it a plan: " + to_string(problems.kept().front()));
      return ExitCode::bad_input;
    }
    if (console.json()) console.result({{"written", to}, {"kind", job.ok() ? "job" : "plan"}});
    if (!console.json()) console.result(fmt::format("wrote {} ({})", to, job.ok() ? "job" : "plan"));
    if (job.ok()) console.suggest("planwerk plan {}", to);
    if (!job.ok()) console.suggest("planwerk verify JOB {}", to);
    return ExitCode::success;
  }
};

}  // namespace

void add_convert(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<ConvertCommand>();
  CLI::App* command = app.add_subcommand("convert", "turn a job or plan into another file form, by file name");
  command->add_option("FROM", state->from, "job or plan: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("TO", state->to, "the same in another form")
      ->required()
      ->check(writable_message())
      ->type_name("");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
