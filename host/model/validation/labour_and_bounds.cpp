#include "host/model/validation/ids.hpp"
#include "host/model/validation/sections.hpp"

namespace planwerk {
namespace {

void check_offer(const Economy& economy, std::size_t position, Findings& findings) {
  const LabourOffer& offer = economy.labour_offers[position];
  const Place place("labour_offers", offer.id, static_cast<std::int64_t>(position));
  const auto steps = economy.steps_of(offer);
  if (steps.empty()) findings.fail(place.field("steps"), "", "an offer must hold at least one step");
  bool sound = true;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const Place step = place.entry("steps", static_cast<std::int64_t>(k));
    findings.positive(step.field("hours"), steps[k].hours);
    sound &= findings.not_negative(step.field("burden"), steps[k].burden);
    if (sound && k > 0 && steps[k].burden < steps[k - 1].burden) {
      findings.fail(
          step.field("burden"), steps[k].burden,
          "falls below the step before it (" + number_text(steps[k - 1].burden) + "); easier hours are worked first");
    }
  }
}

void check_capacity(const Capacity& capacity, std::size_t position, Findings& findings) {
  const Place place("capacities", capacity.id, static_cast<std::int64_t>(position));
  findings.not_negative(place.field("amount"), capacity.amount);
  if (capacity.unit.empty()) findings.fail(place.field("unit"), "", "missing");
}

void check_terms(const Economy& economy, const Place& place, const Limit& limit, Findings& findings) {
  const auto terms = economy.terms_of(limit);
  if (terms.empty()) findings.fail(place.field("terms"), "", "a limit must hold at least one term");
  for (std::size_t k = 0; k < terms.size(); ++k) {
    const Place term = place.entry("terms", static_cast<std::int64_t>(k));
    if (!std::isfinite(terms[k].coefficient) || terms[k].coefficient == 0) {
      findings.fail(term.field("coefficient"), terms[k].coefficient, "must be a number other than zero");
    }
    if ((terms[k].product == no_index) == (terms[k].recipe == no_index)) {
      findings.fail(term, "", "must name either a product or a recipe");
    }
  }
}

void check_sides(const Place& place, const Limit& limit, Findings& findings) {
  if (std::isnan(limit.lower) || limit.lower == INFINITY) {
    findings.fail(place.field("lower"), limit.lower, "must be a number, or unset");
  } else if (std::isnan(limit.upper) || limit.upper == -INFINITY) {
    findings.fail(place.field("upper"), limit.upper, "must be a number, or unset");
  } else if (limit.lower > limit.upper) {
    findings.fail(place.field("upper"), limit.upper, "contradicts the lower bound of " + number_text(limit.lower));
  } else if (std::isinf(limit.lower) && std::isinf(limit.upper)) {
    findings.fail(place, "", "bounds nothing: neither lower nor upper is set");
  }
}

void check_stock(const Economy& economy, std::size_t position, std::vector<bool>& seen, Findings& findings) {
  const Stock& stock = economy.stocks[position];
  const Product& product = economy.products[stock.product];
  const Place place("stocks", product.id, static_cast<std::int64_t>(position));
  findings.not_negative(place.field("opening"), stock.opening);
  findings.not_negative(place.field("closing"), stock.closing);
  if (seen[stock.product]) findings.fail(place.field("product"), quoted(product.id), "has a stock already");
  seen[stock.product] = true;
  if (stock.opening == 0 && stock.closing == 0) findings.warn(place, "", "neither opening nor closing stock is set");
  if (product.balance == BalanceRule::free) {
    findings.warn(place, "", "has no effect: the product is not balanced");
  }
}

}  // namespace

void check_labour(const Economy& economy, Findings& findings) {
  check_ids("labour_kinds", economy.labour_kinds, findings);
  check_ids("labour_offers", economy.labour_offers, findings);
  for (std::size_t k = 0; k < economy.labour_offers.size(); ++k) check_offer(economy, k, findings);
}

void check_bounds(const Economy& economy, Findings& findings) {
  check_ids("capacities", economy.capacities, findings);
  for (std::size_t k = 0; k < economy.capacities.size(); ++k) check_capacity(economy.capacities[k], k, findings);

  check_ids("limits", economy.limits, findings);
  for (std::size_t k = 0; k < economy.limits.size(); ++k) {
    const Limit& limit = economy.limits[k];
    const Place place("limits", limit.id, static_cast<std::int64_t>(k));
    check_terms(economy, place, limit, findings);
    check_sides(place, limit, findings);
  }

  std::vector<bool> has_stock(economy.products.size(), false);
  for (std::size_t k = 0; k < economy.stocks.size(); ++k) check_stock(economy, k, has_stock, findings);
}

}  // namespace planwerk
