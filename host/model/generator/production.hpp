#pragma once

#include "host/model/generator/generated_economy.hpp"

namespace planwerk {

// Products, labour kinds, capacities without amounts, and all recipes.
void add_production(GeneratedEconomy& made);

}  // namespace planwerk
