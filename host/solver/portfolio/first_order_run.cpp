#include "host/solver/portfolio/first_order_run.hpp"

namespace planwerk {
namespace {

constexpr std::int64_t first_ray_search = 500;  // matrix products
constexpr double ray_search_growth = 1.3;

}  // namespace

FirstOrderRun::FirstOrderRun(const LinearProgram& lp, const ResidualUnits& units, const PrimalDual* start,
                             Device& device, ScalingRace::Log log)
    : start_(start != nullptr ? std::optional(*start) : std::nullopt),
      race_(lp, units, start_ ? &*start_ : nullptr, device, std::move(log)),
      next_ray_search_(first_ray_search) {}

RayCandidate FirstOrderRun::ray_candidate() {
  if (race_.matrix_products() < next_ray_search_) return {};
  const RayPromise promise = race_.current().ray_promise();
  next_ray_search_ = static_cast<std::int64_t>(ray_search_growth * static_cast<double>(race_.matrix_products()));
  if (!promise.infeasible && !promise.unbounded) return {};
  PrimalDual drift = race_.current().drift();
  RayCandidate candidate;
  if (promise.infeasible) candidate.dual = std::move(drift.dual);
  if (promise.unbounded) candidate.primal = std::move(drift.primal);
  return candidate;
}

}  // namespace planwerk
