#include "host/solver/interior_point/refined_solve.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/interior_point_kernels.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

constexpr int refinement_limit = 6;
constexpr double exact = 1e-14;          // relative residual at which rounding is all that is left
constexpr double worthwhile_gain = 0.5;  // a refinement that leaves more than this share is the last one

// Relative to nothing is nothing.
double ratio(double part, double whole) {
  return part == 0 ? 0 : part / whole;
}

}  // namespace

RefinedSolve::RefinedSolve(const DeviceMatrix& matrix, KktSolver& solver, Device& device)
    : matrix_(matrix),
      solver_(solver),
      device_(device),
      left_g_(device, static_cast<std::size_t>(matrix.by_rows.columns)),
      left_r_(device, static_cast<std::size_t>(matrix.by_rows.rows)),
      correction_x_(device, left_g_.size()),
      correction_y_(device, left_r_.size()) {}

bool RefinedSolve::factorize(const Vector& column_weights, const Vector& row_weights) {
  column_weights_ = &column_weights;
  row_weights_ = &row_weights;
  return solver_.factorize(column_weights, row_weights);
}

double RefinedSolve::solve(const Vector& g, const Vector& r, double accuracy, Vector& dx, Vector& dy) {
  VectorKernels& vectors = device_.vectors();
  solver_.solve(g, r, accuracy, dx, dy);
  double left = remaining(g, r, dx, dy);
  for (int pass = 0; pass < refinement_limit && left > exact; ++pass) {
    solver_.solve(left_g_, left_r_, accuracy, correction_x_, correction_y_);
    vectors.axpby(1, correction_x_, 1, dx);
    vectors.axpby(1, correction_y_, 1, dy);
    const double before = left;
    left = remaining(g, r, dx, dy);
    if (left < worthwhile_gain * before) continue;
    if (!(left < before)) {  // back to the better one
      vectors.axpby(-1, correction_x_, 1, dx);
      vectors.axpby(-1, correction_y_, 1, dy);
      left = before;
    }
    break;
  }
  return left;
}

double RefinedSolve::remaining(const Vector& g, const Vector& r, const Vector& dx, const Vector& dy) {
  VectorKernels& vectors = device_.vectors();
  device_.interior_point().kkt_residual({matrix_, *column_weights_, *row_weights_, g, r}, dx, dy, left_g_, left_r_);
  const double of_rows = ratio(vectors.norm2(left_r_), vectors.norm2(r) + vectors.norm2(dx));
  const double of_columns = ratio(vectors.norm2(left_g_), vectors.norm2(g) + vectors.norm2(dy));
  return of_rows + of_columns;  // NaN stays
}

}  // namespace planwerk
