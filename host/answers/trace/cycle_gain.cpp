#include "host/answers/trace/cycle_gain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/lp/sparse_matrix.hpp"

namespace planwerk {
namespace {

constexpr double accuracy = 1e-12;
constexpr int iteration_limit = 20'000;
constexpr std::int64_t work_limit = 400'000'000;  // multiplications
constexpr double negligible = 1e-9;               // of the largest part of a vector

// a_ki made_i / made_k: similar to A, so of the same spectral radius, and of the order of one.
SparseMatrix scaled_requirements(const CycleFlows& flows) {
  std::vector<Triplet> entries;
  for (const CycleRecipe& recipe : flows.recipes) {
    for (const CycleFlow& input : recipe.inputs) {
      for (const CycleFlow& output : recipe.outputs) {
        entries.push_back({input.product, output.product, input.amount * output.share / flows.made[input.product]});
      }
    }
  }
  const auto size = static_cast<std::int32_t>(flows.made.size());
  return matrix_from_triplets(size, size, std::move(entries));
}

double upper_bound(const std::vector<double>& v, const std::vector<double>& av) {
  double bound = 0;
  for (std::size_t i = 0; i < v.size(); ++i) bound = std::max(bound, av[i] / v[i]);
  return bound;
}

// Holds for whatever part of the products: the gain of a part is never greater than that of the whole.
double lower_bound(const SparseMatrix& a, std::vector<double> v) {
  const double largest = *std::max_element(v.begin(), v.end());
  for (double& part : v) part = part < negligible * largest ? 0 : part;
  const std::vector<double> av = multiply(a, v);
  double bound = INFINITY;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v[i] > 0) bound = std::min(bound, av[i] / v[i]);
  }
  return bound;
}

}  // namespace

std::pair<double, double> gain_of(const CycleFlows& flows) {
  const SparseMatrix a = scaled_requirements(flows);
  std::vector<double> v(flows.made.size(), 1.0);
  double lower = 0, upper = upper_bound(v, multiply(a, v));
  std::int64_t work = 0;
  for (int k = 0; k < iteration_limit && work < work_limit && upper - lower > accuracy * upper; ++k) {
    const std::vector<double> av = multiply(a, v);
    upper = std::min(upper, upper_bound(v, av));
    lower = std::max(lower, lower_bound(a, v));
    // Half a step of A and half of the identity: converges for cycles of whatever period, and v stays positive.
    double largest = 0;
    for (std::size_t i = 0; i < v.size(); ++i) largest = std::max(largest, v[i] += upper > 0 ? av[i] / upper : 0);
    for (double& part : v) part = std::max(part / largest, 1e-200);
    work += 2 * (a.nonzeros() + a.rows);
  }
  return {std::min(lower, upper), upper};
}

}  // namespace planwerk
