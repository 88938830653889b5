#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/lp/linear_program.hpp"
#include "host/solver/interior_point/interior_point.hpp"
#include "kernels/device.hpp"

namespace planwerk {

// One way to solve the linear systems of an interior point on a programme, and what it is expected to take.
struct KktCandidate {
  std::string name;    // "dense Cholesky", "sparse LDL' of the normal equations"
  double flops = 0;    // per iteration: those of a dense factorisation on the host that take as long
  double bytes = 0;    // of the memory it works in, the device's or the host's
  MakeKktSolver make;  // for the programme's matrix, rows and columns scaled; may be called again
};

// The candidates that this build and the memory at hand allow, cheapest first; logs one line for each candidate, those
// left out with the reason. hopeless_flops: an iteration of more will hardly ever be taken, so that little is spent on
// finding the best order for it. Keeps references to programme and device.
std::vector<KktCandidate> kkt_candidates(const LinearProgram& lp, Device& device,
                                         const std::function<void(const std::string&)>& log,
                                         double hopeless_flops = infinity);

}  // namespace planwerk
