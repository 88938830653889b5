#pragma once

#include <cstdint>

#include "host/model/economy.hpp"

namespace planwerk::service {

// Bytes that a worker on the CPU will take at most for this job: its economy, the linear programme with what presolve
// and scaling make of it, the solver's vectors, factors of a vertex's basis, the plan and its certificate. From counts
// alone; calibrated against measured peaks (docs/performance.md, "Memory of a job").
std::int64_t memory_estimate(const Economy& economy);

}  // namespace planwerk::service
