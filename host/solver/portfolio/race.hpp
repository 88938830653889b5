#pragma once

#include "host/solver/solve.hpp"

namespace planwerk {

// First order on `device` and interior point on settings.race_on, each in a thread of its own, until one of them has an
// answer; the other is then stopped. Which one that is depends on the machine's load: the one place where two runs may
// differ. A racer that runs out of memory or fails leaves the race to the other.
Solution race(const LinearProgram& lp, const SolveSettings& settings, Device& device);

}  // namespace planwerk
