#include "tools/planwerk/service_commands.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace planwerk::cli {
namespace {

struct ServiceCommand {
  const char* name;
  const char* purpose;
};

constexpr std::array<ServiceCommand, 12> service_commands{{
    {"serve", "run the planning service"},
    {"submit", "send a job, or changes to one, to a service; prints its id"},
    {"watch", "follow a job to its end; exit codes as of plan"},
    {"fetch", "get a job's plan, or parts of it; exit codes as of plan"},
    {"cancel", "end a job; the best plan so far is kept"},
    {"jobs", "list your jobs and those shared with you, newest first"},
    {"ask", "let a service say why needs of a job that it planned are short"},
    {"share", "let other users look at a job of yours, or tell who may"},
    {"health", "ask whether the service on this machine is well"},
    {"backup", "copy a service's store while it runs, and check the copy"},
    {"users", "list, add and change the users of a service that does not run"},
    {"tokens", "issue, list and revoke API tokens of a service that does not run"},
}};

bool names_server(std::string_view argument) {
  return argument == "--server" || argument.starts_with("--server=");
}

}  // namespace

void add_service_commands(CLI::App& app) {
  for (const ServiceCommand& command : service_commands) app.add_subcommand(command.name, command.purpose);
}

bool is_for_service(int argc, char** argv) {
  if (argc < 2) return false;
  const std::string_view name = argv[1];
  if (name == "plan") return std::any_of(argv + 2, argv + argc, names_server);
  return std::any_of(service_commands.begin(), service_commands.end(),
                     [&](const ServiceCommand& command) { return name == command.name; });
}

void run_service_program(char** argv) {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "planwerk-service";
  execv(program.c_str(), argv);
  throw std::system_error(errno, std::generic_category(), program.string());
}

}  // namespace planwerk::cli
