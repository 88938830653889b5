#pragma once

#include <cmath>
#include <functional>
#include <vector>

namespace planwerk {

// Restarted GMRES, preconditioned from the right, so that its residual is the true one: S M^-1 (M x) = b.
// Saad, Iterative Methods for Sparse Linear Systems, sections 6.5 and 9.3. Vectors of one size throughout.
class Gmres {
 public:
  using Operator = std::function<void(const std::vector<double>& in, std::vector<double>& out)>;

  struct Settings {
    double accuracy = 1e-10;  // of the residual relative to the right-hand side
    int restart = 30;
    int iteration_limit = 300;
  };
  struct Result {
    bool converged = false;
    int iterations = 0;
  };

  // Starts from zero.
  Result solve(const Operator& product, const Operator& precondition, const std::vector<double>& rhs,
               const Settings& settings, std::vector<double>& x);

 private:
  int extend_until(const Operator& product, const Operator& precondition, double target, int limit);
  void add_correction(int steps, const Operator& precondition, std::vector<double>& x);

  std::vector<std::vector<double>> basis_;       // orthonormal
  std::vector<std::vector<double>> hessenberg_;  // column k: k + 2 entries, made upper triangular by rotations
  std::vector<double> cosine_, sine_, reduced_rhs_;
  std::vector<double> work_;
};

}  // namespace planwerk
