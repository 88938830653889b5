#pragma once

#include <vector>

#include "host/plan/repair/correction_system.hpp"

namespace planwerk {

// Raises deliveries as far as surpluses of products allow, the most valued first: a need must not fall through when
// meeting it takes nothing from anyone. Then lowers recipes whose outputs are all left over, and what feeds them.
// `levels` keeps every row of the system. worth: per column, what one more unit delivered is worth (0 for others).
void use_surplus(const CorrectionSystem& system, const std::vector<double>& worth, std::vector<double>& levels);

}  // namespace planwerk
