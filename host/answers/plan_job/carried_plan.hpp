#pragma once

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// A plan of one economy as a start for another that has most of its things, by their ids: decisions brought within what
// the other allows, valuations as they were; what is new is left at zero. Sums and certificate are left out.
Plan carried_plan(const Economy& from, const Plan& plan, const Economy& to);

}  // namespace planwerk
