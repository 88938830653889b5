#pragma once

#include <CLI/CLI.hpp>

#include "tools/planwerk/exit_code.hpp"

namespace planwerk::cli {

// As in tools/planwerk/commands.hpp, of commands that need the service's libraries.
void add_serve(CLI::App& app, ExitCode& result);
void add_submit(CLI::App& app, ExitCode& result);
void add_watch(CLI::App& app, ExitCode& result);
void add_fetch(CLI::App& app, ExitCode& result);
void add_cancel(CLI::App& app, ExitCode& result);
void add_jobs(CLI::App& app, ExitCode& result);
void add_ask(CLI::App& app, ExitCode& result);
void add_share(CLI::App& app, ExitCode& result);
void add_users(CLI::App& app, ExitCode& result);
void add_tokens(CLI::App& app, ExitCode& result);
void add_backup(CLI::App& app, ExitCode& result);
void add_health(CLI::App& app, ExitCode& result);
void add_remote_plan(CLI::App& app, ExitCode& result);

}  // namespace planwerk::cli
