#pragma once

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::tests {

// A job that sets every field of the model to something other than its default at least once: what is lost on the way
// through a file shows.
Job workshop();

// A plan for it, with a different number in each place.
Plan workshop_plan(const Economy& economy);

}  // namespace planwerk::tests
