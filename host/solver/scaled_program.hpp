#pragma once

#include <string_view>

#include "host/lp/linear_program.hpp"
#include "host/solver/solve.hpp"
#include "kernels/pdhg_kernels.hpp"

namespace planwerk {

// The scalings a solve may begin with. docs/mathematics.md, "Scaling".
enum class Scaling {
  ruiz,          // equal maxima in rows and columns (Ruiz 2001): what the numbers alone suggest
  log_prices,    // value scaling at prices fitted by least squares to the logarithms of the matrix
  price_sweeps,  // the same prices, improved by price iteration
  mixed_prices   // geometric mean of the two
};
std::string_view to_string(Scaling scaling);

// A linear programme on a device in the units in which it is solved:
//   x_scaled = bound_factor x / column_scale,   y_scaled = objective_factor y / row_scale.
// `row_base`, `column_base` are the part of the scales that the data suggested before any balancing; relative residuals
// that steer the method are measured in them.
struct ScaledProgram {
  DeviceProgram program;
  Vector orientation;              // +1 or -1 per row, see ProductionStructure
  Vector row_scale, column_scale;  // m, n
  Vector row_base, column_base;    // m, n
  double bound_factor = 1;
  double objective_factor = 1;
  double objective_offset = 0;  // in the programme's own units
  Scaling scaling = Scaling::ruiz;
};

// Uploads and scales. Steps of every scaling: base scales, then Pock-Chambolle with alpha = 1 (Pock & Chambolle 2011),
// which makes ||A||_2 <= 1, then factors that bring the norms of sides and costs to about one.
ScaledProgram scale_program(const LinearProgram& lp, Scaling scaling, Device& device);

// Replaces the scales in use by factors times them, rows that nothing produces rebalanced, Pock-Chambolle redone.
void rescale(ScaledProgram& scaled, const Vector& row_factor, const Vector& column_factor, Device& device);

// Between the programme's units and the scaled ones, in place.
void to_scaled(const ScaledProgram& scaled, Vector& primal, Vector& dual, Device& device);
void to_original(const ScaledProgram& scaled, Vector& primal, Vector& dual, Device& device);

// Weights that turn violations of the scaled programme into relative residuals in given units: weight_i times a row's
// scaled violation, summed as squares, is the squared primal residual; likewise for columns.
struct ResidualWeights {
  Vector rows, columns;
};
ResidualWeights base_weights(const ScaledProgram& scaled, Device& device);
ResidualWeights target_weights(const ScaledProgram& scaled, const ResidualUnits& units, Device& device);

}  // namespace planwerk
