#pragma once

#include "host/plan/make_plan.hpp"

namespace planwerk {

// Plans on the CPU with one thread to a gap.
Plan plan_of(const Economy& economy, double gap_tolerance = 1e-6);

}  // namespace planwerk
