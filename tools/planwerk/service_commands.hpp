#pragma once

#include <CLI/CLI.hpp>

namespace planwerk::cli {

// The commands of the planning service live in a program of their own, planwerk-service, which lies beside this one:
// what they are linked with takes longer to load than `planwerk --version` may take.

// So that help lists them.
void add_service_commands(CLI::App& app);

// A service command, or `plan --server`.
bool is_for_service(int argc, char** argv);

// Becomes planwerk-service with the same command line. Throws std::system_error where there is none.
[[noreturn]] void run_service_program(char** argv);

}  // namespace planwerk::cli
