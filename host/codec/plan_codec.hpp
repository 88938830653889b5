#pragma once

#include <filesystem>

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// A plan file names things by id. Reading matches them to the economy's order; an id the economy does not have, or one
// that is missing, is an error.
Outcome<Plan> read_plan(const std::filesystem::path& path, const Economy& economy);
Problems write_plan(const Plan& plan, const Economy& economy, const std::filesystem::path& path);

// Between forms without a job at hand, by file names.
Problems convert_plan(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace planwerk
