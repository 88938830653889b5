#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "kernels/memory.hpp"

namespace planwerk {

// Solves the linear system of every interior-point step,
//
//   [ -D^-1  A' ] [dx]   [g]        D = diag(column_weights) > 0, n entries
//   [   A    E  ] [dy] = [r],       E = diag(row_weights) >= 0, m entries (regularisation included in both),
//
// which is quasi-definite; eliminating dx gives the normal equations (A D A' + E) dy = r + A D g. One matrix A for the
// life of a solver; implementations differ in what they factorise: docs/mathematics.md, "Interior point".
class KktSolver {
 public:
  virtual ~KktSolver() = default;
  virtual std::string_view name() const = 0;  // "dense Cholesky", "sparse LDL'", "matrix-free"

  // Makes ready for these weights. False: broke down at them (a pivot, a basis), larger regularisation may help.
  // Throws DeviceOutOfMemory or std::bad_alloc where it does not fit.
  virtual bool factorize(const Vector& column_weights, const Vector& row_weights) = 0;

  // An approximate solution for the last weights; the caller measures the residual and refines. `accuracy`: relative
  // residual of the normal equations that iterative implementations aim at. False: not reached, dx and dy are the best.
  virtual bool solve(const Vector& g, const Vector& r, double accuracy, Vector& dx, Vector& dy) = 0;

  // Asked between the steps of a solve that takes many: true ends it with what it has. Factorisations are not divided.
  virtual void heed(const std::function<bool()>& /*stop*/) {}

  // Work so far, in products with A or A' or what takes as long: deterministic, for decisions between methods.
  virtual std::int64_t work() const = 0;
};

// Dense arithmetic does so many floating-point operations in the time in which a sparse product visits a nonzero.
inline constexpr double flops_per_visit = 20;

}  // namespace planwerk
