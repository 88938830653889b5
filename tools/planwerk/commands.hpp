#pragma once

#include <CLI/CLI.hpp>

#include "tools/planwerk/exit_code.hpp"

namespace planwerk::cli {

// Each adds one command to the program, in a file of its own; `result` is set when the command has run.
void add_plan(CLI::App& app, ExitCode& result);
void add_check(CLI::App& app, ExitCode& result);
void add_correct(CLI::App& app, ExitCode& result);
void add_verify(CLI::App& app, ExitCode& result);
void add_explain(CLI::App& app, ExitCode& result);
void add_report(CLI::App& app, ExitCode& result);
void add_convert(CLI::App& app, ExitCode& result);
void add_lp(CLI::App& app, ExitCode& result);
void add_solve(CLI::App& app, ExitCode& result);
void add_alternatives(CLI::App& app, ExitCode& result);
void add_compare(CLI::App& app, ExitCode& result);
void add_frontier(CLI::App& app, ExitCode& result);
void add_trace(CLI::App& app, ExitCode& result);
void add_generate(CLI::App& app, ExitCode& result);

}  // namespace planwerk::cli
