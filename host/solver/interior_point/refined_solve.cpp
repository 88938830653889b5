#include "host/solver/interior_point/refined_solve.hpp"

#include <cmath>

#include "kernels/interior_point_kernels.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

constexpr int refinement_limit = 3;
constexpr double exact = 1e-14;          // relative residual at which rounding is all that is left
constexpr double good = 1e-10;           // above this, conjugate gradients take over
constexpr double worthwhile_gain = 0.1;  // a refinement that leaves more than this share is the last one
// Near an optimum the primal residual grows by what every inexact direction leaves behind, until nothing closes it any
// more. 25 steps are too few for metabolisms (552 rows), and whether they do depends on the processor's rounding.
constexpr int gradient_limit = 100;
constexpr int inexact_gradient_limit = 25;  // where the preconditioner misses its own accuracy, and is dear

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
      correction_y_(device, left_r_.size()),
      search_x_(device, left_g_.size()),
      search_y_(device, left_r_.size()),
      best_x_(device, left_g_.size()),
      best_y_(device, left_r_.size()),
      image_(device, left_r_.size()),
      no_g_(device, left_g_.size()) {
  device.vectors().fill(no_g_, 0);
}

bool RefinedSolve::factorize(const Vector& column_weights, const Vector& row_weights) {
  column_weights_ = &column_weights;
  row_weights_ = &row_weights;
  return solver_.factorize(column_weights, row_weights);
}

double RefinedSolve::solve(const Vector& g, const Vector& r, double accuracy, Vector& dx, Vector& dy) {
  solver_.solve(g, r, accuracy, dx, dy);
  double left = refine(g, r, accuracy, remaining(g, r, dx, dy), dx, dy);
  if (!(left > good)) return left;
  best_x_.assign_from(dx);
  best_y_.assign_from(dy);
  conjugate_gradients(accuracy, good / left, dx, dy);
  const double then = remaining(g, r, dx, dy);
  if (then < left) return then;
  dx.assign_from(best_x_);  // rounding got the better of them
  dy.assign_from(best_y_);
  return left;
}

// Leaves what remains in left_g_ and left_r_.
double RefinedSolve::refine(const Vector& g, const Vector& r, double accuracy, double left, Vector& dx, Vector& dy) {
  VectorKernels& vectors = device_.vectors();
  for (int pass = 0; pass < refinement_limit && left > exact; ++pass) {
    solver_.solve(left_g_, left_r_, accuracy, correction_x_, correction_y_);
    vectors.axpby(1, correction_x_, 1, dx);
    vectors.axpby(1, correction_y_, 1, dy);
    const double before = left;
    left = remaining(g, r, dx, dy);
    if (left < worthwhile_gain * before) continue;
    if (left < before) return left;
    vectors.axpby(-1, correction_x_, 1, dx);  // back to the better one
    vectors.axpby(-1, correction_y_, 1, dy);
    return remaining(g, r, dx, dy);
  }
  return left;
}

// On (A D A' + E) dy = left_r_. The preconditioner's answers come with D A' of themselves, so that the operator costs
// one product; it may vary from step to step (Polak and Ribiere's coefficient).
void RefinedSolve::conjugate_gradients(double accuracy, double reduction, Vector& dx, Vector& dy) {
  VectorKernels& vectors = device_.vectors();
  const double enough = reduction * vectors.norm2(left_r_);
  double energy = 0;  // residual times preconditioned residual
  double length = 0;
  for (int step = 0; step < gradient_limit; ++step) {
    const bool solved = solver_.solve(no_g_, left_r_, accuracy, correction_x_, correction_y_);
    if (!solved && step >= inexact_gradient_limit) return;
    const double now = vectors.dot(left_r_, correction_y_);
    if (!(now > 0)) return;
    // The residual changed by -length times the last image.
    const double beta = step == 0 ? 0 : -length * vectors.dot(image_, correction_y_) / energy;
    if (step == 0) {
      search_x_.assign_from(correction_x_);
      search_y_.assign_from(correction_y_);
    } else {
      vectors.axpby(1, correction_x_, beta, search_x_);
      vectors.axpby(1, correction_y_, beta, search_y_);
    }
    energy = now;
    device_.sparse().multiply(matrix_.by_rows, search_x_, image_);
    correction_y_.assign_from(search_y_);
    vectors.multiply(*row_weights_, correction_y_);
    vectors.axpby(1, correction_y_, 1, image_);
    const double curvature = vectors.dot(search_y_, image_);
    if (!(curvature > 0)) return;
    length = energy / curvature;
    vectors.axpby(length, search_x_, 1, dx);
    vectors.axpby(length, search_y_, 1, dy);
    vectors.axpby(-length, image_, 1, left_r_);
    if (vectors.norm2(left_r_) <= enough) return;
  }
}

double RefinedSolve::remaining(const Vector& g, const Vector& r, const Vector& dx, const Vector& dy) {
  VectorKernels& vectors = device_.vectors();
  device_.interior_point().kkt_residual({matrix_, *column_weights_, *row_weights_, g, r}, dx, dy, left_g_, left_r_);
  const double of_rows = ratio(vectors.norm2(left_r_), vectors.norm2(r) + vectors.norm2(dx));
  const double of_columns = ratio(vectors.norm2(left_g_), vectors.norm2(g) + vectors.norm2(dy));
  return of_rows + of_columns;  // NaN stays
}

}  // namespace planwerk
