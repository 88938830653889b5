#include <algorithm>

#include "host/model/losing_loops.hpp"
#include "host/model/objective.hpp"
#include "host/model/suppliability.hpp"
#include "host/model/validation/sections.hpp"

namespace planwerk {
namespace {

// Per product: recipes that list it as an input, and whether any recipe lists it as an output.
struct Mentions {
  std::vector<Index> users;
  std::vector<bool> made;
};

Mentions mentions(const Economy& economy) {
  Mentions result{std::vector<Index>(economy.products.size(), 0), std::vector<bool>(economy.products.size(), false)};
  for (const Recipe& recipe : economy.recipes) {
    for (const Flow& input : economy.flows_of(recipe.inputs)) ++result.users[input.index];
    for (const Flow& output : economy.flows_of(recipe.outputs)) result.made[output.index] = true;
  }
  return result;
}

std::string recipes(Index count) {
  return std::to_string(count) + (count == 1 ? " recipe" : " recipes");
}

std::string doubt_of(const Economy& economy, const Need& need, bool loops_remain) {
  std::string doubt =
      loops_remain ? "only recipes that take more than they give could supply it" : "nothing can supply it";
  if (need.floor > 0 && floors_are_hard(economy)) doubt += ", and yet it has a floor: no plan can exist";
  return doubt;
}

// Needs first: they are what the planner must see even when a thousand products follow.
void doubt_needs(const Economy& economy, const Suppliability& supply, Findings& findings) {
  const std::vector<bool> losing = products_of_losing_loops(economy, supply);
  for (std::size_t k = 0; k < economy.needs.size(); ++k) {
    const Need& need = economy.needs[k];
    const auto alternatives = economy.alternatives_of(need);
    const auto in_loop = [&](const Alternative& alternative) { return losing[alternative.product]; };
    const auto supplied = [&](const Alternative& alternative) {
      return supply.products[alternative.product] && !losing[alternative.product];
    };
    if (std::any_of(alternatives.begin(), alternatives.end(), supplied)) continue;
    findings.warn(Place("needs", need.id, static_cast<std::int64_t>(k)),
                  quoted(economy.products[alternatives.front().product].id),
                  doubt_of(economy, need, std::any_of(alternatives.begin(), alternatives.end(), in_loop)));
  }
}

void doubt_products(const Economy& economy, const Suppliability& supply, Findings& findings) {
  const Mentions mentioned = mentions(economy);
  for (std::size_t k = 0; k < economy.products.size(); ++k) {
    if (supply.products[k] || mentioned.made[k] || mentioned.users[k] == 0) continue;
    const Place place("products", economy.products[k].id, static_cast<std::int64_t>(k));
    findings.warn(place, "",
                  "used by " + recipes(mentioned.users[k]) + ", but no recipe makes it and no stock holds it");
  }
}

void doubt_labour(const Economy& economy, Findings& findings) {
  std::vector<Index> users(economy.labour_kinds.size(), 0);
  for (const Recipe& recipe : economy.recipes) {
    for (const Flow& labour : economy.flows_of(recipe.labour)) ++users[labour.index];
  }
  const auto offered = offered_labour_kinds(economy);
  for (std::size_t k = 0; k < users.size(); ++k) {
    if (offered[k] || users[k] == 0) continue;
    const Place place("labour_kinds", economy.labour_kinds[k].id, static_cast<std::int64_t>(k));
    findings.warn(place, "", "asked for by " + recipes(users[k]) + ", but nobody offers it");
  }
}

}  // namespace

void doubt_supply(const Economy& economy, Findings& findings) {
  const Suppliability supply = suppliability(economy);
  doubt_needs(economy, supply, findings);
  doubt_labour(economy, findings);
  doubt_products(economy, supply, findings);
}

}  // namespace planwerk
