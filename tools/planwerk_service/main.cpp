#include <system_error>

#include <fmt/format.h>

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
  add_users(app, result);
  add_tokens(app, result);
  add_backup(app, result);
  add_health(app, result);
  add_remote_plan(app, result);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitCode::success : ExitCode::bad_input;
  }
  return result;
}

ExitCode failed(ExitCode code, const char* what) {
  fmt::print(stderr, "planwerk: {}\n", what);
  return code;
}

// As of planwerk's own: bad input and refusals are values; what arrives here is a failure of machine or program.
ExitCode guarded(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    return failed(ExitCode::stopped_short, "out of memory");
  } catch (const std::system_error& error) {
    return failed(ExitCode::bad_input, error.what());
  } catch (const std::exception& error) {
    return failed(ExitCode::internal_failure, error.what());
  }
}

}  // namespace
}  // namespace planwerk::cli

int main(int argc, char** argv) {
  return static_cast<int>(planwerk::cli::guarded(argc, argv));
}
