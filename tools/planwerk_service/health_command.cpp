#include <algorithm>
#include <csignal>

#include "host/service/access/settings_flags.hpp"
#include "host/service/http/health.hpp"
#include "tools/planwerk/console.hpp"
#include "tools/planwerk_service/commands.hpp"

namespace planwerk::cli {
namespace {

// Takes the settings that serve takes, from the same file and environment: what watches a service needs no others.
struct HealthCommand {
  CLI::App app{"Ask whether the service of these settings runs well on this machine.", "planwerk health"};
  service::ServiceSettings settings;

  HealthCommand() { service::add_settings(app, settings); }

  ExitCode run(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    try {
      app.parse(arguments);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? ExitCode::success : ExitCode::bad_input;
    }
    std::signal(SIGPIPE, SIG_IGN);  // a service that hangs up on us is an answer
    const Console console;
    const std::string fault =
        settings.http.empty() ? "the service has no HTTP address" : health_fault(http_settings(settings));
    if (fault.empty()) {
      console.result(std::string("ok"));
      return ExitCode::success;
    }
    console.error(fault);
    return ExitCode::fault_found;
  }
};

}  // namespace

void add_health(CLI::App& app, ExitCode& result) {
  CLI::App* command = app.add_subcommand("health", "ask whether the service on this machine is well");
  command->set_help_flag();
  command->prefix_command();
  command->callback([command, &result] { result = HealthCommand().run(command->remaining()); });
}

}  // namespace planwerk::cli
