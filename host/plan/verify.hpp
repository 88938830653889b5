#pragma once

#include "host/base/problem.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// The certificate of a plan, recomputed straight from recipes, needs and limits with compensated sums, without the LP
// builder or anything of the solver. Valuations of the plan serve as dual point for the safe bound. Of the plan it
// reads the decisions (activity, deliveries, labour, stocks) and the valuations; their vectors have the economy's
// sizes.
PlanCertificate certify(const Economy& economy, const Plan& plan);

// Whether the valuations of an infeasible plan, read as Farkas multipliers, prove that no plan keeps all hard demands.
bool proves_infeasible(const Economy& economy, const Plan& plan);

// Everything of a plan that does not follow from the job and the plan's own decisions (activity, deliveries, labour,
// stocks, valuations): changed sums, coverages, certificate figures, a status better than the certificate. Empty: true.
Problems verify(const Economy& economy, const Plan& plan);

}  // namespace planwerk
