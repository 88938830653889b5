#pragma once

#include "host/model/economy.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

// One section of a job each: faults of single values and of values that contradict each other.
void check_products(const Economy& economy, Findings& findings);
void check_recipes(const Economy& economy, Findings& findings);
void check_needs(const Economy& economy, Findings& findings);  // cohorts, needs, objective
void check_tiers(const Economy& economy, Findings& findings);
void check_labour(const Economy& economy, Findings& findings);
void check_bounds(const Economy& economy, Findings& findings);  // capacities, limits, stocks

// Warnings that only show when everything is seen together; the economy must be free of errors.
void doubt_supply(const Economy& economy, Findings& findings);

}  // namespace planwerk
