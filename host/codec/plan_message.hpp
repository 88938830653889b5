#pragma once

#include "host/base/problem.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

namespace v1 {
class Plan;
}

// A plan as one message, by the ids of its job. Reading matches each entry to the economy's order; what is unknown,
// missing, there twice or in another unit is added to `problems`.
Plan from_message(const v1::Plan& message, const Economy& economy, Problems& problems);
void to_message(const Plan& plan, const Economy& economy, v1::Plan& message);

}  // namespace planwerk
