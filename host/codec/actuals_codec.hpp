#pragma once

#include <filesystem>

#include "host/base/problem.hpp"
#include "host/plan/actuals.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Reads what really happened to a plan of the economy. Unknown ids (with the nearest there is), things listed twice,
// amounts that are negative or no numbers, units that cannot be converted, deliveries of products that a need does not
// take are errors, named by path and value, in text and JSON with line and column.
Outcome<Actuals> read_actuals(const std::filesystem::path& path, const Economy& economy, const Plan& plan);

}  // namespace planwerk
