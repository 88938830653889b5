#pragma once

#include "host/solver/interior_point/directions.hpp"

namespace planwerk {

// Mehrotra's starting point (1992) for boxes: the least-squares solutions of A x = s and A'y + z = c, moved to the
// central path at the complementarity that his shifts would give. False: the system could not be solved.
bool start_cold(InteriorState& state, Directions& directions, Device& device);

// On the central path near values and duals that are given in `state`, as close as their errors allow (cf. Yildirim &
// Wright 2002; Skajaa, Andersen & Ye 2013): the product of every side becomes the mean of what `gap`, the sum of gap
// and priced violations in scaled units, and the relative `error` say it should be, whichever is more.
void start_warm(InteriorState& state, double gap, double error, Device& device);

}  // namespace planwerk
