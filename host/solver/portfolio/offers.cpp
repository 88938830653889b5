#include "host/solver/portfolio/offers.hpp"

#include <algorithm>
#include <cmath>

#include "host/solver/interior_point/kkt_analysis.hpp"
#include "host/solver/interior_point/sparse_kkt_matrix.hpp"
#include "host/solver/portfolio/first_order_run.hpp"
#include "host/solver/portfolio/interior_point_run.hpp"

namespace planwerk {
namespace {

constexpr double products_per_digit = 2500;  // what PDHG needs on economies, by docs/performance.md, rounded up
constexpr double interior_iterations = 40;
constexpr double interior_patience = 3;  // interrupted half-way, interior points are worth little
// So many times the products of a first-order solve, and it hardly matters how many exactly.
constexpr double hopeless_against_first_order = 30;
constexpr double products_per_iteration = 30;  // residuals, refinement, vectors
// Rows that meet so few others leave little to fill in (networks of flows have about 5, recipes some 200): factorising
// is likely to be cheap, and an analysis worth its while before anything else.
constexpr double few_neighbours = 20;

double expected_first_order_products(double tolerance) {
  return products_per_digit * std::max(1.0, -std::log10(tolerance));
}

double expected_interior_products(double flops, const LinearProgram& lp) {
  const double visits = flops / flops_per_visit;
  const double nonzeros = std::max<double>(1, static_cast<double>(lp.matrix.nonzeros()));
  return interior_iterations * (products_per_iteration + visits / nonzeros);
}

// Flops of an iteration at which an interior point takes so many products.
double interior_flops(double products, const LinearProgram& lp) {
  return products / interior_iterations * flops_per_visit * static_cast<double>(lp.matrix.nonzeros());
}

std::vector<MethodOffer> interior_point_offers(const LinearProgram& lp, const ResidualUnits& units, double tolerance,
                                               Device& device, const Portfolio::Log& log) {
  std::vector<MethodOffer> offers;
  const double hopeless = hopeless_against_first_order * expected_first_order_products(tolerance);
  for (KktCandidate& candidate : kkt_candidates(lp, device, log, interior_flops(hopeless, lp))) {
    const std::string name = "ipm, " + candidate.name;
    const double expected = expected_interior_products(candidate.flops, lp);
    offers.push_back({name, expected, interior_patience * expected,
                      [name, make = std::move(candidate.make), &lp, &units, &device](const PrimalDual* start) {
                        return std::make_unique<InteriorPointRun>(lp, units, start, name, make, device);
                      }});
  }
  return offers;
}

bool is_sparsely_coupled(const LinearProgram& lp) {
  return 2 * triangle_entries_bound(lp.matrix, {}) <= few_neighbours * lp.rows();
}

MethodOffer first_order_offer(const LinearProgram& lp, const ResidualUnits& units, double tolerance, Device& device,
                              const Portfolio::Log& log) {
  const double expected = expected_first_order_products(tolerance);
  return {"pdhg", expected, expected, [&lp, &units, &device, log](const PrimalDual* start) {
            return std::make_unique<FirstOrderRun>(lp, units, start, device, log);
          }};
}

}  // namespace

MethodOffers method_offers(const LinearProgram& reduced, const ResidualUnits& units, const SolveSettings& settings,
                           Device& device, const Portfolio::Log& log) {
  const auto interior_point = [&reduced, &units, tolerance = settings.tolerance, &device, log] {
    return interior_point_offers(reduced, units, tolerance, device, log);
  };
  if (settings.method == Method::interior_point) {
    if (auto offers = interior_point(); !offers.empty()) return {std::move(offers), nullptr};
    log("no linear solver for an interior point is built in or fits; taking pdhg");
  }
  MethodOffers offers{{first_order_offer(reduced, units, settings.tolerance, device, log)}, nullptr};
  if (settings.method != Method::automatic) return offers;
  if (is_sparsely_coupled(reduced)) {
    for (MethodOffer& offer : interior_point()) offers.now.push_back(std::move(offer));
  } else {
    offers.later = interior_point;
  }
  return offers;
}

}  // namespace planwerk
