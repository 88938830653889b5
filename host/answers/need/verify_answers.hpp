#pragma once

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// What cannot be true of a plan's answers, whoever wrote them: figures that do not belong together, shares that do not
// add up to 1, bottlenecks that are not used up, rivals that have nothing to lose, rivals and hours that do not pay the
// cost, chains that are no way from the need to its first bottleneck, hours that nobody offers. The plan fits the
// economy (verify()). Empty: nothing of that kind.
Problems verify_answers(const Economy& economy, const Plan& plan);

// Where the answers' costs, rivals, hours, shares and chains differ from those of the same plan with answers computed
// anew.
Problems compare_answers(const Economy& economy, const Plan& claimed, const Plan& recomputed);

}  // namespace planwerk
