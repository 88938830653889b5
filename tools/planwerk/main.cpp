#include <fmt/format.h>

#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/program.hpp"
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
Service:    serve, submit, watch, fetch, ask, cancel, jobs, share, users, tokens
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
  return run_command(app, argc, argv, result);
}

}  // namespace
}  // namespace planwerk::cli

int main(int argc, char** argv) {
  using namespace planwerk::cli;
  return guarded([&] { return run(argc, argv); });
}
