#pragma once

#include "host/model/generator/generated_economy.hpp"

namespace planwerk {

// Cohorts, what they need, and the objective.
void add_people_and_needs(GeneratedEconomy& made);

}  // namespace planwerk
