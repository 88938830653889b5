#pragma once

#include "host/model/economy.hpp"

namespace planwerk {

// What follows from the tiers of an objective.

bool has_tier(const Objective& objective, Aim aim);

// Floors must be reached, unless a tier asks for them as far as possible: then they bound nothing.
bool floors_are_hard(const Economy& economy);

// Whether the objective trades hours of labour for coverage, so that it must state at what rate.
bool needs_exchange_rate(const Objective& objective);

}  // namespace planwerk
