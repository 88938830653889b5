#pragma once

#include <optional>

#include "host/lp/presolve.hpp"
#include "host/solver/scaling_race.hpp"

namespace planwerk {

// A proof that the programme as given has no optimum.
struct Ray {
  Status status;               // infeasible or unbounded
  std::vector<double> values;  // over rows or columns
};

// Where a programme has no optimum, the differences of PDHG's iterates tend to a ray that proves so (Applegate, Diaz,
// Lu & Lubin, Infeasibility detection with PDHG for LP, 2021). Looks for one in the last run of `runner`; what is
// returned has passed the certificate's check on the programme as given. An unbounded ray proves an unbounded objective
// only together with a feasible point.
std::optional<Ray> find_ray(Pdhg& runner, const LinearProgram& lp, const Presolved& presolved);

}  // namespace planwerk
