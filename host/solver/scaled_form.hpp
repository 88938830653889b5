#pragma once

#include <vector>

#include "host/lp/linear_program.hpp"
#include "host/solver/matching_basis.hpp"
#include "host/solver/scaled_program.hpp"
#include "host/solver/vertex_basis.hpp"
#include "kernels/device.hpp"

namespace planwerk {

// A programme in the units in which its bases are looked for, and the way there and back:
// z = value_unit column_scale x etc.
struct ScaledForm {
  SlackForm form;
  std::vector<double> row_scale, column_scale;
  double value_unit = 1, cost_unit = 1;

  PrimalDual to_original(const std::vector<double>& values, const std::vector<double>& duals) const;
  PrimalDual to_scaled(PrimalDual point) const;
};
ScaledForm scaled_form(const LinearProgram& lp, Scaling scaling, Device& device);

// Of all variables at a scaled point: x and A x; c - A'y and y.
struct ExpectedVertex {
  std::vector<double> values, reduced_costs;
};
ExpectedVertex expected_vertex(const SlackForm& form, const PrimalDual& scaled);

// log sqrt((distance to the nearest bound) / |reduced cost|): as an interior point would weigh them, large for what is
// likely to be basic. What is added to both, so that neither alone rules a variable out, is as small as the point can
// be trusted and the costs matter.
struct WeightFloors {
  double distance = 1e-6, reduced_cost = 1e-3;
};
MatchingWeights matching_weights(const SlackForm& form, const ExpectedVertex& expected, WeightFloors floors = {});

}  // namespace planwerk
