#pragma once

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Gives every vector of a plan the economy's sizes; what is new is zero.
void fit_to(const Economy& economy, Plan& plan);

// Fills in everything of a plan that follows from its decisions (activity, deliveries, labour, drawn stocks) and its
// valuations: sums of products, labour, capacities and limits, coverages, marginal costs, explanations of the short
// needs, the conflict of an infeasible plan, the certificate. Makers and verifiers of plans both call it, so what a
// plan says of itself can be compared to the last digit: the arithmetic is plain IEEE and runs in one order.
void complete(const Economy& economy, Plan& plan);

}  // namespace planwerk
