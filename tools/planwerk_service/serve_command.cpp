#include <algorithm>

#include "host/service/access/settings_flags.hpp"
#include "tools/planwerk/console.hpp"
#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/running_service.hpp"

namespace planwerk::cli {
namespace {

// The settings' file must not be mistaken for one of the whole program, and CLI11 reads files for programs only: serve
// is one, within.
struct ServeCommand {
  CLI::App app{"Run the planning service: gRPC for programs, a page for people.", "planwerk serve"};
  service::ServiceSettings settings;
  bool print_config = false;

  ServeCommand() {
    service::add_settings(app, settings);
    app.add_flag("--print-config", print_config, "print what holds, as a file for --config, and end")
        ->configurable(false);
  }

  ExitCode run(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    try {
      app.parse(arguments);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? ExitCode::success : ExitCode::bad_input;
    }
    const Console console;
    const Problems problems = check(settings);
    console.problems(problems);
    if (problems.has_errors()) return ExitCode::bad_input;
    if (!print_config) return run_service(settings);
    console.result(service::settings_text(app));
    return ExitCode::success;
  }
};

}  // namespace

void add_serve(CLI::App& app, ExitCode& result) {
  CLI::App* command = app.add_subcommand("serve", "run the planning service");
  command->set_help_flag();
  command->prefix_command();
  command->callback([command, &result] { result = ServeCommand().run(command->remaining()); });
}

}  // namespace planwerk::cli
