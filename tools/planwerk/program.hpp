#pragma once

#include <CLI/CLI.hpp>

#include "tools/planwerk/exit_code.hpp"

namespace planwerk::cli {

// Reads the command line of `app`, whose commands leave in `result` how they ended. Bad input and unfinished answers
// are values; what arrives as an exception is a failure of machine or program, told on stderr.
ExitCode run_program(CLI::App& app, int argc, char** argv, const ExitCode& result);

}  // namespace planwerk::cli
