#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// Writes small economies down in a few lines. Each call appends one thing and returns its index.
class EconomyBuilder {
 public:
  Economy economy;

  EconomyBuilder() {
    economy.objective.hours_per_coverage = 1;
    economy.objective.ladder = {{1.0, 1.0}};
  }

  Index product(std::string id, BalanceRule balance = BalanceRule::surplus_allowed) {
    return append(economy.products, {.id = std::move(id), .name = "", .unit = "kg", .balance = balance});
  }
  Index recipe(std::string id, std::vector<Flow> inputs, std::vector<Flow> outputs, std::vector<Flow> labour = {},
               std::vector<Flow> capacities = {}) {
    Recipe recipe;
    recipe.id = std::move(id);
    recipe.inputs = pool(economy.flows, inputs);
    recipe.outputs = pool(economy.flows, outputs);
    recipe.labour = pool(economy.flows, labour);
    recipe.capacities = pool(economy.flows, capacities);
    return append(economy.recipes, recipe);
  }
  void take(Index recipe, std::vector<Flow> inputs) { economy.recipes[recipe].inputs = pool(economy.flows, inputs); }
  Index cohort(std::string id, double size) { return append(economy.cohorts, {std::move(id), "", size}); }
  Index need(std::string id, Index cohort, double amount_per_head, std::vector<Alternative> alternatives,
             std::vector<CoverageStep> steps = {}) {
    Need need;
    need.id = std::move(id);
    need.cohort = cohort;
    need.amount_per_head = amount_per_head;
    need.alternatives = pool(economy.alternatives, alternatives);
    need.steps = pool(economy.steps, steps);
    return append(economy.needs, need);
  }
  Index labour_kind(std::string id) { return append(economy.labour_kinds, {std::move(id), ""}); }
  Index offer(std::string id, Index kind, std::vector<LabourStep> steps) {
    return append(economy.labour_offers, {std::move(id), kind, no_index, pool(economy.labour_steps, steps)});
  }
  Index capacity(std::string id, double amount) { return append(economy.capacities, {std::move(id), "", "h", amount}); }
  Index limit(std::string id, std::vector<LimitTerm> terms, double lower, double upper) {
    return append(economy.limits, {std::move(id), "", "kg", pool(economy.limit_terms, terms), lower, upper, ""});
  }
  Index stock(Index product, double opening, double closing) {
    return append(economy.stocks, {product, opening, closing});
  }

 private:
  template <class Thing>
  static Index append(std::vector<Thing>& things, Thing thing) {
    things.push_back(std::move(thing));
    return static_cast<Index>(things.size()) - 1;
  }
  template <class Entry>
  static Slice pool(std::vector<Entry>& entries, const std::vector<Entry>& more) {
    const auto begin = static_cast<std::int64_t>(entries.size());
    entries.insert(entries.end(), more.begin(), more.end());
    return {begin, static_cast<std::int64_t>(entries.size())};
  }
};

}  // namespace planwerk
