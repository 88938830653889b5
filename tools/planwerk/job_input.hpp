#pragma once

#include <optional>
#include <string>

#include "host/model/economy.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

// The job in a file; its problems go to the console. Nothing where it has errors.
std::optional<Job> read_job_or_tell(const std::string& path, Console& console);

}  // namespace planwerk::cli
