#include "host/model/objective.hpp"

#include <algorithm>

namespace planwerk {

bool has_tier(const Objective& objective, Aim aim) {
  return std::any_of(objective.tiers.begin(), objective.tiers.end(),
                     [aim](const Tier& tier) { return tier.aim == aim; });
}

bool floors_are_hard(const Economy& economy) {
  return !has_tier(economy.objective, Aim::floors);
}

bool needs_exchange_rate(const Objective& objective) {
  return objective.tiers.empty() || has_tier(objective, Aim::weighted);
}

}  // namespace planwerk
