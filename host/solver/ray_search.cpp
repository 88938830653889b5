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

// What a multiplier earns from the finite sides of [lower, upper], and what of it names an infinite one.
void earn(double multiplier, double lower, double upper, double& earned, double& unpaid) {
  const double side = multiplier > 0 ? lower : upper;
  if (std::isfinite(side)) {
    earned += multiplier * side;
  } else {
    unpaid += std::fabs(multiplier);
  }
}

double largest_finite(const std::vector<double>& sides, double least) {
  for (const double side : sides) {
    if (std::isfinite(side)) least = std::max(least, std::fabs(side));
  }
  return least;
}

// A rough look before the rigorous and much dearer check: whether the ray rules out, rounding aside, every point no
// larger than the programme's own numbers. Iterates on their way to an optimum do not.
bool looks_infeasible(const LinearProgram& lp, const std::vector<double>& ray) {
  std::vector<double> transposed(lp.objective.size(), 0.0);
  double earned = 0, unpaid = 0;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (ray[i] == 0) continue;
    earn(ray[i], lp.row_lower[i], lp.row_upper[i], earned, unpaid);
    for (auto k = lp.matrix.row_offsets[i]; k < lp.matrix.row_offsets[i + 1]; ++k) {
      transposed[lp.matrix.column_indices[k]] += ray[i] * lp.matrix.values[k];
    }
  }
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    if (transposed[j] != 0) earn(-transposed[j], lp.column_lower[j], lp.column_upper[j], earned, unpaid);
  }
  double largest = largest_finite(lp.row_lower, largest_finite(lp.row_upper, 1));
  largest = largest_finite(lp.column_lower, largest_finite(lp.column_upper, largest));
  return earned > largest * unpaid;
}

std::optional<Ray> infeasibility(const std::vector<double>& reduced_ray, const LinearProgram& lp,
                                 const Presolved& presolved) {
  if (!looks_infeasible(presolved.reduced(), reduced_ray)) return std::nullopt;
  auto ray = presolved.restore_infeasibility_ray(reduced_ray);
  if (!check_infeasibility_ray(lp, ray).proves_infeasible) return std::nullopt;
  return Ray{Status::infeasible, std::move(ray)};
}

std::optional<Ray> unboundedness(const std::vector<double>& reduced_ray, const LinearProgram& lp,
                                 const Presolved& presolved) {
  auto ray = presolved.restore_unboundedness_ray(reduced_ray);
  if (!check_unboundedness_ray(lp, ray).proves_unbounded) return std::nullopt;
  return Ray{Status::unbounded, std::move(ray)};
}

}  // namespace

std::optional<Ray> find_ray(const RayCandidate& candidate, const LinearProgram& lp, const Presolved& presolved) {
  if (candidate.dual.empty() && candidate.primal.empty()) return std::nullopt;
  const LinearProgram& reduced = presolved.reduced();
  for (const double negligible : negligible_shares) {
    if (!candidate.dual.empty()) {
      if (auto ray = infeasibility(cleaned_dual(reduced, candidate.dual, negligible), lp, presolved)) return ray;
    }
    if (!candidate.primal.empty()) {
      if (auto ray = unboundedness(cleaned_primal(reduced, candidate.primal, negligible), lp, presolved)) return ray;
    }
  }
  return std::nullopt;
}

}  // namespace planwerk
