#include "tools/planwerk/program.hpp"
#include "tools/planwerk/version.hpp"
#include "tools/planwerk_service/commands.hpp"

namespace planwerk::cli {
namespace {

ExitCode run(int argc, char** argv) {
  CLI::App app("The planning service and its clients: `planwerk` runs this program for them.", "planwerk");
  app.set_version_flag("--version", version_text());
  app.require_subcommand(1);
  ExitCode result = ExitCode::internal_failure;
  add_serve(app, result);
  add_submit(app, result);
  add_watch(app, result);
  add_fetch(app, result);
  add_cancel(app, result);
  add_jobs(app, result);
  add_ask(app, result);
  add_share(app, result);
  add_users(app, result);
  add_tokens(app, result);
  add_backup(app, result);
  add_health(app, result);
  add_remote_plan(app, result);
  return run_command(app, argc, argv, result);
}

}  // namespace
}  // namespace planwerk::cli

int main(int argc, char** argv) {
  using namespace planwerk::cli;
  return guarded([&] { return run(argc, argv); });
}
