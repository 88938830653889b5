#include "host/codec/limit_terms.hpp"

#include "host/codec/entry_unit.hpp"
#include "planwerk/v1/economy.pb.h"

namespace planwerk {

void to_message(const Economy& economy, const LimitTerm& term, v1::LimitTerm& message) {
  if (term.product != no_index) message.set_product(economy.products[term.product].id);
  if (term.recipe != no_index) message.set_recipe(economy.recipes[term.recipe].id);
  if (term.coefficient != 1) message.set_coefficient(term.coefficient);
}

LimitTerm TermReader::read(const v1::LimitTerm& message, const Place& place) const {
  LimitTerm term;
  if (message.has_coefficient()) term.coefficient = message.coefficient();
  if (message.has_product()) {
    term.product = product_(message.product(), place.field("product"));
    // It is per unit of the product.
    term.coefficient /= factor_to(economy_.products[term.product].unit, message, place, findings_);
  } else if (message.has_recipe()) {
    term.recipe = recipe_(message.recipe(), place.field("recipe"));
    if (message.has_unit())
      findings_.fail(place.field("unit"), planwerk::quoted(message.unit()), "only products have units");
  }
  return term;
}

void read_tier_terms(const v1::Objective& message, const TermReader& terms, Economy& economy) {
  for (int k = 0; k < message.tiers_size(); ++k) {
    const auto& tier = message.tiers(k);
    Slice& slice = economy.objective.tiers[k].terms;
    slice.begin = std::ssize(economy.tier_terms);
    const Place place("objective.tiers", "", k);
    for (int t = 0; t < tier.terms_size(); ++t) {
      economy.tier_terms.push_back(terms.read(tier.terms(t), place.entry("terms", t)));
    }
    slice.end = std::ssize(economy.tier_terms);
  }
}

}  // namespace planwerk
