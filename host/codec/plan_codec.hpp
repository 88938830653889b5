#pragma once

#include <filesystem>

#include "host/base/problem.hpp"
#include "host/codec/job_codec.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// A plan file names things by id. Reading matches them to the economy's order; an id the economy does not have, or one
// that is missing, is an error.
Outcome<Plan> read_plan(const std::filesystem::path& path, const Economy& economy);
// A file whose name does not say its form.
Outcome<Plan> read_plan_as(FileForm form, const std::filesystem::path& path, const Economy& economy);
// Files carry plan_sha256() of what they hold, whatever `plan.plan_sha256` says.
Problems write_plan(const Plan& plan, const Economy& economy, const std::filesystem::path& path);

// SHA-256 of a plan's canonical form, its own digest and the time it took left out: lower-case hexadecimal. Throws
// std::runtime_error where a plan is too large to be written.
std::string plan_sha256(const Plan& plan, const Economy& economy);

// Between forms without a job at hand, by file names.
Problems convert_plan(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace planwerk
