#include <memory>

#include "host/lp/mps_writer.hpp"
#include "host/model/build_lp.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/gzip_files.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/output_path.hpp"

namespace planwerk::cli {
namespace {

struct LpCommand {
  Console console;
  std::string job_path;
  std::string lp_path;

  ExitCode run() {
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    ProductionLp production = build_lp(job->economy);
    name_lp(job->economy, production);
    const LinearProgram& lp = production.lp;
    write_file(lp_path, [&](std::ostream& stream) { write_mps(lp, stream); });
    if (console.json()) {
      console.result(
          {{"written", lp_path}, {"rows", lp.rows()}, {"columns", lp.columns()}, {"nonzeros", lp.matrix.nonzeros()}});
    } else {
      console.result(fmt::format("wrote {}: {} rows, {} columns, {} nonzeros", lp_path, lp.rows(), lp.columns(),
                                 lp.matrix.nonzeros()));
    }
    console.suggest("planwerk solve {} -o solution.txt", lp_path);
    return ExitCode::success;
  }
};

}  // namespace

void add_lp(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<LpCommand>();
  CLI::App* command = app.add_subcommand("lp", "export a job's linear programme as free MPS");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("-o,--output", state->lp_path, "write here; packed where the name ends in .gz")
      ->required()
      ->check(writable_file());
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
