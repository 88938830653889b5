#include <new>
#include <system_error>

#include <fmt/format.h>

#include "kernels/device.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/service_commands.hpp"
#include "tools/planwerk/version.hpp"

namespace planwerk::cli {
namespace {

constexpr const char* purpose =
    "planwerk turns what people need, what can be made and who is willing to work into a plan.";

constexpr const char* short_help =
    R"(Plans from what people need, what can be made from what, and who is willing to do which work.

  planwerk plan proto/examples/valley.textproto -o plan.json   make a plan and say what falls short and why
  planwerk verify proto/examples/valley.textproto plan.json    recompute its certificate
  planwerk report plan.json --job proto/examples/valley.textproto -o report.html

Plans:      plan, check, verify, report, correct
Answers:    explain, compare, frontier, alternatives, trace
Files, LPs: convert, lp, solve, generate
Service:    serve, submit, watch, fetch, cancel, jobs, users, tokens
`planwerk --help` and `planwerk COMMAND --help` tell more.
)";

ExitCode run(int argc, char** argv) {
  if (argc == 1) {
    fmt::print("{}", short_help);
    return ExitCode::success;
  }
  if (is_for_service(argc, argv)) run_service_program(argv);
  CLI::App app(purpose, "planwerk");
  app.set_version_flag("--version", version_text());
  app.require_subcommand(1);
  ExitCode result = ExitCode::internal_failure;
  add_plan(app, result);
  add_check(app, result);
  add_correct(app, result);
  add_verify(app, result);
  add_explain(app, result);
  add_report(app, result);
  add_convert(app, result);
  add_lp(app, result);
  add_solve(app, result);
  add_alternatives(app, result);
  add_compare(app, result);
  add_frontier(app, result);
  add_trace(app, result);
  add_generate(app, result);
  add_service_commands(app);
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

// Bad input and unfinished answers are values; what arrives here as an exception is a failure of machine or program.
ExitCode guarded(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const DeviceOutOfMemory& error) {
    return failed(ExitCode::stopped_short, error.what());
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
