#pragma once

#include "host/plan/certificate/claims.hpp"
#include "host/plan/certificate/tiers.hpp"

namespace planwerk::certificate {

// What a plan of tiers says of its results. Economy, plan and claims outlive it.
class TierClaims {
 public:
  TierClaims(const Economy& economy, const Plan& claimed, Claims& claims)
      : economy_(economy), claimed_(claimed), claims_(claims) {}

  // Whether they are the results that the job asks for, in their order, with proofs that fit; else a fault says why.
  bool are_possible();
  // Against a plan with the same decisions whose figures are recomputed.
  void compare(const Plan& expected);

 private:
  void check_settled(std::size_t k, const TierGoal& goal);
  void check_held(std::size_t k, const TierResult& should, const Tier& tier);
  void check_prices(const Plan& expected);

  const Economy& economy_;
  const Plan& claimed_;
  Claims& claims_;
};

}  // namespace planwerk::certificate
