#include "host/solver/portfolio/offers.hpp"

#include <algorithm>
#include <cmath>

#include "host/solver/portfolio/first_order_run.hpp"

namespace planwerk {
namespace {

constexpr double products_per_digit = 2500;  // what PDHG needs on economies, by docs/performance.md, rounded up

double expected_products(double tolerance) {
  return products_per_digit * std::max(1.0, -std::log10(tolerance));
}

}  // namespace

std::vector<MethodOffer> method_offers(const LinearProgram& reduced, const ResidualUnits& units,
                                       const SolveSettings& settings, Device& device, const Portfolio::Log& log) {
  std::vector<MethodOffer> offers;
  offers.push_back({"pdhg", expected_products(settings.tolerance), [&, log](const PrimalDual* start) {
                      return std::make_unique<FirstOrderRun>(reduced, units, start, device, log);
                    }});
  return offers;
}

}  // namespace planwerk
