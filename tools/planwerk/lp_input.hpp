#pragma once

#include <optional>
#include <string>

#include "host/lp/linear_program.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

// True for names that end in .mps or .mps.gz.
bool is_mps(const std::string& path);

// The linear programme in an MPS file, packed or not; its problems go to the console. Nothing where it has errors.
std::optional<LinearProgram> read_lp_or_tell(const std::string& path, Console& console);

}  // namespace planwerk::cli
