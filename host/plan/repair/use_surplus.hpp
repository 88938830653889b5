#pragma once

#include <vector>

#include "host/plan/repair/correction_system.hpp"

namespace planwerk {

// Lowers recipes whose outputs are all left over, and then what feeds them: nobody gets less.
// Rows that are not kept stay as far off as they are, or come closer.
void lower_unwanted(const CorrectionSystem& system, std::vector<double>& levels);

// Raises coverage as far as surpluses of products allow, the most valued first: a need must not fall through when
// meeting it takes nothing from anyone.
void deliver_surplus(const CorrectionSystem& system, std::vector<double>& levels);

}  // namespace planwerk
