#include "host/solver/ray_search.hpp"

#include <algorithm>
#include <cmath>

#include "host/lp/certificate.hpp"

namespace planwerk {
namespace {

constexpr double negligible_shares[] = {0, 1e-9, 1e-6, 1e-4};

// Multipliers that name an infinite side prove nothing; those far smaller than the rest are noise.
std::vector<double> cleaned_dual(const LinearProgram& lp, std::vector<double> ray, double negligible) {
  double largest = 0;
  for (const double y : ray) largest = std::max(largest, std::fabs(y));
  for (std::size_t i = 0; i < ray.size(); ++i) {
    const bool names_nothing = std::isinf(ray[i] > 0 ? lp.row_lower[i] : lp.row_upper[i]);
    if (names_nothing || std::fabs(ray[i]) <= negligible * largest) ray[i] = 0;
  }
  return ray;
}

std::vector<double> cleaned_primal(const LinearProgram& lp, std::vector<double> ray, double negligible) {
  double largest = 0;
  for (const double x : ray) largest = std::max(largest, std::fabs(x));
  for (std::size_t j = 0; j < ray.size(); ++j) {
    const bool leaves = std::isfinite(ray[j] > 0 ? lp.column_upper[j] : lp.column_lower[j]);
    if (leaves || std::fabs(ray[j]) <= negligible * largest) ray[j] = 0;
  }
  return ray;
}

}  // namespace

std::optional<Ray> find_ray(const RayCandidate& candidate, const LinearProgram& lp, const Presolved& presolved) {
  if (candidate.dual.empty() && candidate.primal.empty()) return std::nullopt;
  const LinearProgram& reduced = presolved.reduced();
  for (const double negligible : negligible_shares) {
    if (!candidate.dual.empty()) {
      auto ray = presolved.restore_infeasibility_ray(cleaned_dual(reduced, candidate.dual, negligible));
      if (check_infeasibility_ray(lp, ray).proves_infeasible) return Ray{Status::infeasible, std::move(ray)};
    }
    if (!candidate.primal.empty()) {
      auto ray = presolved.restore_unboundedness_ray(cleaned_primal(reduced, candidate.primal, negligible));
      if (check_unboundedness_ray(lp, ray).proves_unbounded) return Ray{Status::unbounded, std::move(ray)};
    }
  }
  return std::nullopt;
}

}  // namespace planwerk
