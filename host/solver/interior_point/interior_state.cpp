#include "host/solver/interior_point/interior_state.hpp"

#include <algorithm>

#include "host/solver/device_vectors.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

// Undecided: every distance 1, every multiplier and residual 0.
Boxes boxes_between(const Vector& lower, const Vector& upper, Device& device) {
  const auto all = [&](double value) { return constant(lower.size(), value, device); };
  return {lower, upper, all(0), all(1), all(1), all(0), all(0), all(0), all(0)};
}

BoxStep no_step(std::size_t size, Device& device) {
  return {constant(size, 0, device), constant(size, 0, device), constant(size, 0, device)};
}

}  // namespace

InteriorState::InteriorState(const DeviceProgram& program, Device& device)
    : lp(program),
      columns(boxes_between(program.column_lower, program.column_upper, device)),
      rows(boxes_between(program.row_lower, program.row_upper, device)),
      dual(constant(program.row_lower.size(), 0, device)),
      primal_residual(device, program.row_lower.size()),
      slope(device, program.objective.size()) {}

Direction::Direction(const DeviceProgram& program, Device& device)
    : columns(no_step(program.objective.size(), device)),
      rows(no_step(program.row_lower.size(), device)),
      dual(constant(program.row_lower.size(), 0, device)) {}

Complementarity complementarity(const InteriorState& state, const Direction& direction, const StepLengths& length,
                                Device& device) {
  InteriorPointKernels& kernels = device.interior_point();
  const Complementarity a = kernels.complementarity(state.columns, direction.columns, length);
  const Complementarity b = kernels.complementarity(state.rows, direction.rows, length);
  return {a.sum + b.sum, std::min(a.smallest, b.smallest), std::max(a.largest, b.largest), a.count + b.count};
}

StepLimits step_limits(const InteriorState& state, const Direction& direction, const Direction& correction,
                       Device& device) {
  InteriorPointKernels& kernels = device.interior_point();
  StepLimits limits = kernels.step_limits(state.columns, direction.columns, correction.columns);
  const StepLimits of_rows = kernels.step_limits(state.rows, direction.rows, correction.rows);
  for (std::size_t k = 0; k < StepLimits::weights; ++k) {
    limits.primal[k] = std::min(limits.primal[k], of_rows.primal[k]);
    limits.dual[k] = std::min(limits.dual[k], of_rows.dual[k]);
  }
  return limits;
}

void combine(const Direction& correction, const StepLengths& weights, Direction& direction, Device& device) {
  device.interior_point().combine(correction.columns, weights, direction.columns);
  device.interior_point().combine(correction.rows, weights, direction.rows);
  device.vectors().axpby(weights.dual, correction.dual, 1, direction.dual);
}

void advance(InteriorState& state, const Direction& direction, const StepLengths& length, Device& device) {
  device.interior_point().advance(state.columns, direction.columns, length);
  device.interior_point().advance(state.rows, direction.rows, length);
  device.vectors().axpby(length.dual, direction.dual, 1, state.dual);
  state.refresh(device);
}

}  // namespace planwerk
