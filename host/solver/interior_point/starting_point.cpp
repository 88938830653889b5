#include "host/solver/interior_point/starting_point.hpp"

#include <algorithm>

#include "kernels/sparse_kernels.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

constexpr double shift = 1.5;                  // Mehrotra's, of the largest violation
constexpr double least_product = 1e-16;        // of a warm start from an exact solution
constexpr double start_regularization = 1e-6;  // of duals, for rows that depend on each other

StartSums start_sums(const InteriorState& state, Device& device) {
  const StartSums a = device.interior_point().start_sums(state.columns, state.slope);
  const StartSums b = device.interior_point().start_sums(state.rows, state.dual);
  return {std::max(a.outside, b.outside), std::max(a.wrong_sign, b.wrong_sign),
          a.distances + b.distances,      a.multipliers + b.multipliers,
          a.products + b.products,        a.count + b.count};
}

double positive_or(double value, double otherwise) {
  return value > 0 ? value : otherwise;
}

// Values nearest to zero within their bounds; activities nearest to what follows.
void begin_within_bounds(InteriorState& state, Device& device) {
  device.vectors().fill(state.columns.value, 0);
  device.vectors().project(state.lp.column_lower, state.lp.column_upper, state.columns.value);
  device.sparse().multiply(state.lp.matrix.by_rows, state.columns.value, state.rows.value);
  device.vectors().project(state.lp.row_lower, state.lp.row_upper, state.rows.value);
  state.refresh(device);
}

}  // namespace

bool start_cold(InteriorState& state, Directions& directions, Device& device) {
  begin_within_bounds(state, device);
  if (!directions.factorize(state, {.primal = 1, .dual = start_regularization})) return false;
  if (!directions.nearest_feasible(state) || !directions.nearest_duals(state)) return false;
  state.refresh(device);
  const StartSums sums = start_sums(state, device);
  if (sums.count == 0) return true;
  const double least_w = shift * sums.outside, least_z = shift * sums.wrong_sign;
  const double all_w = sums.distances + sums.count * least_w, all_z = sums.multipliers + sums.count * least_z;
  const double products = sums.products + least_w * sums.multipliers + least_z * all_w;
  // Mehrotra's shifts and the means they lead to, which serve as shifts here: they are large enough for rows with
  // nothing on their right-hand side, and outliers do not set them.
  const double w = positive_or((all_w + 0.5 * products / positive_or(all_z, 1)) / sums.count, 1);
  const double z = positive_or((all_z + 0.5 * products / positive_or(all_w, 1)) / sums.count, 1);
  device.interior_point().shift(state.columns, state.slope, w, z);
  device.interior_point().shift(state.rows, state.dual, w, z);
  return true;
}

void start_warm(InteriorState& state, double gap, double error, Device& device) {
  device.vectors().project(state.lp.column_lower, state.lp.column_upper, state.columns.value);
  device.sparse().multiply(state.lp.matrix.by_rows, state.columns.value, state.rows.value);
  device.vectors().project(state.lp.row_lower, state.lp.row_upper, state.rows.value);
  state.refresh(device);
  const StartSums sums = start_sums(state, device);
  if (sums.count == 0) return;
  const double w = positive_or(sums.distances / sums.count, 1), z = positive_or(sums.multipliers / sums.count, 1);
  const double mu = std::max({gap / sums.count, error * w * z, least_product});
  device.interior_point().centre(state.columns, state.slope, mu, w / z);
  device.interior_point().centre(state.rows, state.dual, mu, w / z);
}

}  // namespace planwerk
