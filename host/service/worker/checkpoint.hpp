#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "host/solver/solve.hpp"

namespace planwerk::service {

// Where a solve stood: the best point so far of the linear programme that this version of planwerk makes of the job.
// A file holds one line with version, job and sizes, the numbers as the machine has them, and the SHA-256 of all that.

// The file is there whole or not at all. Throws std::system_error.
void write_checkpoint(const std::filesystem::path& path, const std::string& job_sha256, const PrimalDual& point);

// None where the file is another job's or another version's, or not what was written.
std::optional<PrimalDual> read_checkpoint(const std::filesystem::path& path, const std::string& job_sha256);

}  // namespace planwerk::service
