#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "tools/planwerk/exit_code.hpp"

namespace planwerk::cli {

// Reads the command line of `app`, whose commands leave in `result` how they ended.
ExitCode run_command(CLI::App& app, int argc, char** argv, const ExitCode& result);

// The exit code of a whole program. Bad input and unfinished answers are values; what arrives as an exception is a
// failure of machine or program, told on stderr.
int guarded(const std::function<ExitCode()>& program);

}  // namespace planwerk::cli
