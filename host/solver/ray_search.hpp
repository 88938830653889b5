#pragma once

#include <optional>
#include <vector>

#include "host/base/status.hpp"
#include "host/lp/presolve.hpp"

namespace planwerk {

// A proof that the programme as given has no optimum.
struct Ray {
  Status status;               // infeasible or unbounded
  std::vector<double> values;  // over rows or columns
};

// Directions in the space of a programme that may prove so; a part that is empty proves nothing.
struct RayCandidate {
  std::vector<double> dual;    // of infeasibility, per row
  std::vector<double> primal;  // of unboundedness, per column
};

// Where a programme has no optimum, the differences of PDHG's iterates tend to a ray that proves so (Applegate, Diaz,
// Lu & Lubin, Infeasibility detection with PDHG for LP, 2021), and so do the iterates of interior points that diverge.
// Cleans a candidate of the reduced programme from noise; what is returned has passed the certificate's check on the
// programme as given. An unbounded ray proves an unbounded objective only together with a feasible point.
std::optional<Ray> find_ray(const RayCandidate& candidate, const LinearProgram& lp, const Presolved& presolved);

}  // namespace planwerk
