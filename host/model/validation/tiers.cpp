#include <algorithm>

#include "host/model/validation/ids.hpp"
#include "host/model/validation/sections.hpp"

namespace planwerk {
namespace {

constexpr double greatest_tolerance = 0.1;
constexpr int greatest_depth = 1000;

bool has_terms(Aim aim) {
  return aim == Aim::use || aim == Aim::surplus;
}

void check_term(const Economy& economy, Aim aim, const LimitTerm& term, const Place& place, Findings& findings) {
  if ((term.product == no_index) == (term.recipe == no_index)) {
    findings.fail(place, "", "must name either a product or a recipe");
  } else if (aim == Aim::surplus && term.product == no_index) {
    findings.fail(place, "", "only products can be left over");
  } else if (aim == Aim::surplus && economy.products[term.product].balance != BalanceRule::surplus_allowed) {
    findings.fail(place.field("product"), quoted(economy.products[term.product].id),
                  "cannot be left over: its balance is exact or free");
  }
  if (aim == Aim::surplus) {
    findings.positive(place.field("coefficient"), term.coefficient);
  } else if (!std::isfinite(term.coefficient) || term.coefficient == 0) {
    findings.fail(place.field("coefficient"), term.coefficient, "must be a number other than zero");
  }
}

void check_terms(const Economy& economy, const Tier& tier, const Place& place, Findings& findings) {
  const auto terms = economy.terms_of(tier);
  if (!has_terms(tier.aim)) {
    if (!terms.empty()) findings.fail(place.field("terms"), "", "only aims of use and surplus have terms");
    return;
  }
  if (terms.empty()) findings.fail(place.field("terms"), "", "an aim of use or surplus needs at least one term");
  for (std::size_t k = 0; k < terms.size(); ++k) {
    check_term(economy, tier.aim, terms[k], place.entry("terms", static_cast<std::int64_t>(k)), findings);
  }
}

void check_tier(const Economy& economy, std::size_t position, Findings& findings) {
  const Tier& tier = economy.objective.tiers[position];
  const Place place("objective.tiers", "", static_cast<std::int64_t>(position));
  if (!(tier.tolerance >= 0 && tier.tolerance <= greatest_tolerance)) {
    findings.fail(place.field("tolerance"), tier.tolerance, "must lie between 0 and 0.1");
  }
  if (tier.aim != Aim::worst_off && tier.depth != 1) {
    findings.fail(place.field("depth"), tier.depth, "only the aim of the worst off has levels");
  } else if (tier.depth < 1 || tier.depth > greatest_depth) {
    findings.fail(place.field("depth"), tier.depth, "must lie between 1 and 1000");
  }
  check_terms(economy, tier, place, findings);
}

// Tiers that cannot change anything.
void doubt_tier(const Economy& economy, std::size_t position, Findings& findings) {
  const auto& tiers = economy.objective.tiers;
  const Aim aim = tiers[position].aim;
  const Place place = Place("objective.tiers", "", static_cast<std::int64_t>(position)).field("aim");
  if (position > 0 && tiers[position - 1].aim == aim && !has_terms(aim)) {
    findings.warn(place, "", "asks for the same as the tier before it");
  }
  const auto has_floor = [](const Need& need) { return need.floor > 0; };
  if (aim == Aim::floors && std::none_of(economy.needs.begin(), economy.needs.end(), has_floor)) {
    findings.warn(place, "", "asks for floors, but no need has one");
  }
  const auto has_regret = [](const Alternative& alternative) { return alternative.regret > 0; };
  if (aim == Aim::regret && std::none_of(economy.alternatives.begin(), economy.alternatives.end(), has_regret)) {
    findings.warn(place, "", "asks for the least regret, but no alternative has any");
  }
}

}  // namespace

void check_tiers(const Economy& economy, Findings& findings) {
  const auto& tiers = economy.objective.tiers;
  check_ids("objective.tiers", tiers, findings);
  for (std::size_t k = 0; k < tiers.size(); ++k) check_tier(economy, k, findings);
  for (std::size_t k = 0; k < tiers.size(); ++k) doubt_tier(economy, k, findings);
}

}  // namespace planwerk
