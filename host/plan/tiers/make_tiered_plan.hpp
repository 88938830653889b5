#pragma once

#include "host/plan/make_plan.hpp"

namespace planwerk {

// Plans an economy whose objective has tiers, one result after the other: each goal is solved under the condition that
// all results before it stay within their tolerances, beginning at the plan before. docs/mathematics.md, "Tiers".
Plan make_tiered_plan(const Economy& economy, const PlanSettings& settings, Device& device);

}  // namespace planwerk
