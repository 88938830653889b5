#include "host/model/validate.hpp"

#include "host/model/validation/sections.hpp"

namespace planwerk {

Problems validate(const Economy& economy) {
  Findings findings;
  check_products(economy, findings);
  check_recipes(economy, findings);
  check_needs(economy, findings);
  check_tiers(economy, findings);
  check_labour(economy, findings);
  check_bounds(economy, findings);
  if (!findings.has_errors()) doubt_supply(economy, findings);
  return findings.take();
}

}  // namespace planwerk
