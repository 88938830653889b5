#pragma once

#include <CLI/CLI.hpp>

namespace planwerk::cli {

// Judge the path that a command is to write before it begins, so that nobody waits for an answer that cannot be kept:
// the folder is there and may be written to, and, of a job or plan, the ending names a form.
CLI::Validator writable_file();
CLI::Validator writable_message();

}  // namespace planwerk::cli
