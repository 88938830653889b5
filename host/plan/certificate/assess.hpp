#pragma once

#include <vector>

#include "host/plan/certificate/balances.hpp"
#include "host/plan/certificate/tiers.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::certificate {

// All that is recomputed of a plan's worth.
struct Assessment {
  PlanCertificate certificate;
  std::vector<TierFigures> tiers;  // per result of the plan's tiers
};
Assessment assess(const Economy& economy, const Plan& plan);

// The certificate without objective and bound.
PlanCertificate executability(const Economy& economy, const Balances& balances, const Plan& plan);

}  // namespace planwerk::certificate
