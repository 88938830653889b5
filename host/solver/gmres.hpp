#pragma once

#include <array>
#include <functional>
#include <vector>

namespace planwerk {

// Restarted GMRES, preconditioned from the right, so that its residual is the true one: S M^-1 (M x) = b.
// Saad, Iterative Methods for Sparse Linear Systems, sections 6.5 and 9.3.
//
// Solves for `lanes` right-hand sides at once, each with a Krylov space of its own: what one of them gets does not
// depend on the others. Element i of lane l of a vector stands at i * lanes + l. Vectors of one size throughout.
template <int lanes>
class Gmres {
 public:
  using Operator = std::function<void(const std::vector<double>& in, std::vector<double>& out)>;

  struct Settings {
    double accuracy = 1e-10;  // of the residual relative to the right-hand side
    int restart = 30;
    int iteration_limit = 300;
  };
  struct Result {
    std::array<bool, lanes> converged{};
    int iterations = 0;  // of the lane that took most
  };

  // Starts from zero.
  Result solve(const Operator& product, const Operator& precondition, const std::vector<double>& rhs,
               const Settings& settings, std::vector<double>& x);

 private:
  using Scalars = std::array<double, lanes>;
  int extend_until(const Operator& product, const Operator& precondition, const Scalars& target, int limit);
  void rotate(std::vector<Scalars>& column, const Scalars& length);
  void add_correction(const Operator& precondition, std::vector<double>& x);
  static Scalars dot(const std::vector<double>& x, const std::vector<double>& y);
  static void add(const Scalars& factor, const std::vector<double>& x, std::vector<double>& y);
  static void normalize(const Scalars& length, std::vector<double>& x);

  std::vector<std::vector<double>> basis_;        // orthonormal
  std::vector<std::vector<Scalars>> hessenberg_;  // column k: k + 1 entries, made upper triangular by rotations
  std::vector<Scalars> cosine_, sine_, reduced_rhs_;
  std::array<int, lanes> steps_{};  // after which each lane met its target
  std::vector<double> work_;
};

}  // namespace planwerk
