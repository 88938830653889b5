#pragma once

#include "host/lp/certificate.hpp"
#include "host/lp/presolve.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// The certificate of a point with norm-wise residuals measured in `units`.
LpCertificate certify_in(const ResidualUnits& units, const LinearProgram& lp, const PrimalDual& point);

// Those of the rows and columns that presolve has left.
ResidualUnits units_left(const ResidualUnits& units, const Presolved& presolved);

// Values that rounding carried past a column bound, brought back to it.
void clamp_to_bounds(const LinearProgram& lp, std::vector<double>& primal);

}  // namespace planwerk
