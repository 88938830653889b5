#pragma once

#include <optional>
#include <string>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

// The job in a file; its problems go to the console. Nothing where it has errors.
std::optional<Job> read_job_or_tell(const std::string& path, Console& console);

// The plan in a file, made for this job: one that names another job, or another version of it, is an error. Nothing
// where it has errors.
std::optional<Plan> read_plan_or_tell(const std::string& path, const Job& job, Console& console);

}  // namespace planwerk::cli
