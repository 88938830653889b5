#pragma once

#include <vector>

#include "host/solver/portfolio/portfolio.hpp"

namespace planwerk {

// The methods that `settings` allow on a reduced programme, with what each is expected to cost. References to
// programme, units and device are kept by what the offers make.
MethodOffers method_offers(const LinearProgram& reduced, const ResidualUnits& units, const SolveSettings& settings,
                           Device& device, const Portfolio::Log& log);

}  // namespace planwerk
