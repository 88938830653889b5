#pragma once

#include "kernels/interior_point_kernels.hpp"
#include "kernels/pdhg_kernels.hpp"

namespace planwerk {

// A point of the interior: columns x and row activities s with their distances and multipliers, the duals y of
// A x - s = 0, and what follows from them. The slope of a row activity is its dual.
struct InteriorState {
  InteriorState(const DeviceProgram& program, Device& device);

  // s - A x and c - A'y, anew from the values.
  void refresh(Device& device) {
    device.interior_point().residuals(lp, columns.value, rows.value, dual, primal_residual, slope);
  }

  const DeviceProgram& lp;
  Boxes columns, rows;
  Vector dual;             // y
  Vector primal_residual;  // s - A x
  Vector slope;            // c - A'y
};

// A step of everything that moves.
struct Direction {
  Direction(const DeviceProgram& program, Device& device);
  BoxStep columns, rows;
  Vector dual;
};

Complementarity complementarity(const InteriorState& state, const Direction& direction, const StepLengths& length,
                                Device& device);
StepLimits step_limits(const InteriorState& state, const Direction& direction, const Direction& correction,
                       Device& device);
void combine(const Direction& correction, const StepLengths& weights, Direction& direction, Device& device);
void advance(InteriorState& state, const Direction& direction, const StepLengths& length, Device& device);

}  // namespace planwerk
