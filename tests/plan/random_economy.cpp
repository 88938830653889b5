#include "tests/plan/random_economy.hpp"

#include <algorithm>
#include <cmath>

#include "tests/model/economy_builder.hpp"
#include "tests/plan/test_random.hpp"

namespace planwerk {
namespace {

std::string numbered(std::string prefix, Index number) {
  return prefix.append(std::to_string(number));
}

constexpr Index labour_kinds = 3;
constexpr Index capacities = 8;

class Maker {
 public:
  Maker(const RandomEconomySettings& settings, std::uint64_t seed) : settings_(settings), random_(seed, 1) {}

  Economy make() && {
    build_.economy.name = "random";
    build_.economy.objective.hours_per_coverage = 0;  // set once the scale of the economy is known
    build_.economy.objective.ladder = {{0.5, 64}, {0.3, 16}, {0.15, 4}, {0.05, 1}};
    add_things();
    for (Index p = 0; p < settings_.products; ++p) add_recipes(p);
    add_treatment();
    add_needs();
    make_scarce();
    return std::move(build_.economy);
  }

 private:
  void add_things() {
    for (Index p = 0; p < settings_.products; ++p) {
      build_.product(numbered("p", p));
      price_.push_back(random_.lognormal(1.5));
    }
    waste_ = build_.product("waste", BalanceRule::exact);
    emission_ = build_.product("emission", BalanceRule::free);
    for (Index k = 0; k < labour_kinds; ++k) build_.labour_kind(numbered("l", k));
    for (Index c = 0; c < capacities; ++c) build_.capacity(numbered("c", c), 0);
  }

  void add_recipes(Index product) {
    int recipes = 1;
    while (random_.chance(settings_.alternatives / (1 + settings_.alternatives))) ++recipes;
    first_recipe_.push_back(static_cast<Index>(build_.economy.recipes.size()));
    for (int k = 0; k < recipes; ++k) add_recipe(product, k);
  }

  // Inputs worth a share of the output, labour the rest, so that the base recipes are productive together.
  void add_recipe(Index product, int k) {
    const double worth = price_[product] * random_.lognormal(0.15), share = random_.between(0.3, 0.8);
    const int inputs = 2 + random_.below(8);
    std::vector<Flow> in, out{{product, 1}}, labour, use;
    for (int i = 0; i < inputs; ++i) {
      const bool popular = random_.chance(0.4);
      const Index near = static_cast<Index>(product + random_.between(-20, 20) + settings_.products);
      const Index input = popular ? random_.below(1 + settings_.products / 10) : near % settings_.products;
      if (input != product) in.push_back({input, share * worth / inputs / price_[input]});
    }
    labour.push_back({random_.below(labour_kinds), (1 - share) * worth});
    if (random_.chance(0.6)) use.push_back({random_.below(capacities), worth * random_.between(0.05, 0.5)});
    if (random_.chance(settings_.byproducts)) {
      const Index other = random_.below(settings_.products);
      if (other != product) out.push_back({other, 0.2 * worth / price_[other] * random_.uniform()});
    }
    if (random_.chance(settings_.wastes)) out.push_back({waste_, worth * random_.between(0.1, 0.5)});
    if (random_.chance(0.3)) out.push_back({emission_, worth * random_.uniform()});
    const Index recipe = build_.recipe(numbered(numbered("r", product) + ".", k), in, out, labour, use);
    if (settings_.strained > 0 && random_.chance(settings_.strained)) {
      build_.economy.recipes[recipe].strain = random_.between(0.1, 2);
    }
  }

  void add_treatment() {
    treatment_ = build_.recipe("treat", {{waste_, 1}}, {{emission_, 0.1}}, {{0, 0.1}});
    build_.recipe("recover", {{waste_, 1}, {0, 0.01 / price_[0]}}, {{1, 0.1 / price_[1]}}, {{1, 0.1}});
  }

  void add_needs() {
    for (int c = 0; c < 4; ++c) build_.cohort(numbered("people", c), 1 + random_.below(100));
    for (Index p = 0; p < settings_.products; ++p) {
      if (!random_.chance(0.3)) continue;
      std::vector<Alternative> ways{{p, 1}};
      if (random_.chance(settings_.two_alternatives)) {
        const Index other = (p + 1) % settings_.products;
        ways.push_back({other, price_[other] / price_[p] * random_.lognormal(0.2)});
        if (settings_.regretted > 0 && random_.chance(settings_.regretted)) ways[1].regret = random_.between(0, 10);
      }
      const Index need = build_.need(numbered("n", p), random_.below(4), random_.lognormal(1) / price_[p], ways);
      if (random_.chance(settings_.floors)) build_.economy.needs[need].floor = 0.05;
    }
  }

  // Activity of the first recipe of each product that covers all needs.
  std::vector<double> base_activity() const {
    const Economy& economy = build_.economy;
    std::vector<double> needed(economy.products.size()), activity(economy.recipes.size());
    for (const Need& need : economy.needs) {
      needed[economy.alternatives_of(need)[0].product] += economy.asked(need);
    }
    std::vector<double> total = needed;
    for (int sweep = 0; sweep < 100; ++sweep) {
      std::vector<double> next = needed;
      for (Index p = 0; p < settings_.products; ++p) {
        const Recipe& recipe = economy.recipes[first_recipe_[p]];
        for (const Flow& input : economy.flows_of(recipe.inputs)) next[input.index] += input.amount * total[p];
      }
      total = next;
    }
    for (Index p = 0; p < settings_.products; ++p) activity[first_recipe_[p]] = total[p];
    return activity;
  }

  void make_scarce() {
    Economy& economy = build_.economy;
    const std::vector<double> activity = base_activity();
    std::vector<double> hours(labour_kinds), use(capacities);
    double waste = 0, people = 0, emitted = 0;
    for (std::size_t r = 0; r < activity.size(); ++r) {
      for (const Flow& flow : economy.flows_of(economy.recipes[r].labour))
        hours[flow.index] += flow.amount * activity[r];
      for (const Flow& flow : economy.flows_of(economy.recipes[r].capacities)) {
        use[flow.index] += flow.amount * activity[r];
      }
      for (const Flow& flow : economy.flows_of(economy.recipes[r].outputs)) {
        if (flow.index == waste_) waste += flow.amount * activity[r];
        if (flow.index == emission_) emitted += flow.amount * activity[r];
      }
    }
    hours[0] += 0.1 * waste;
    double all_hours = 0;
    for (Index k = 0; k < labour_kinds; ++k) {
      all_hours += hours[k];
      const double offered = hours[k] * settings_.scarcity;
      build_.offer(numbered("o", k), k, {{0.8 * offered, 1}, {0.3 * offered, 1.7}});
    }
    for (Index c = 0; c < capacities; ++c) {
      economy.capacities[c].amount = use[c] * settings_.scarcity * random_.between(0.8, 1.6);
    }
    build_.limit("emitted", {{emission_, no_index, 1}}, -infinity_, 1.2 * settings_.scarcity * emitted);
    for (std::size_t r = 0; r < activity.size(); ++r) {
      if (static_cast<Index>(r) >= treatment_ || !random_.chance(settings_.capped)) continue;
      economy.recipes[r].upper_activity = (activity[r] + 1e-3) * random_.lognormal(0.7) * 1.2;
    }
    if (settings_.stocks) {
      build_.stock(2, 0.1 * activity[first_recipe_[2]], 0.05 * activity[first_recipe_[2]]);
      build_.stock(3, 0.2 * activity[first_recipe_[3]], 0);
    }
    for (const Cohort& cohort : economy.cohorts) people += cohort.size;
    economy.objective.hours_per_coverage = 0.1 * all_hours / people;
  }

  static constexpr double infinity_ = std::numeric_limits<double>::infinity();
  const RandomEconomySettings settings_;
  TestRandom random_;
  EconomyBuilder build_;
  std::vector<double> price_;  // per product: what its chains are built around
  std::vector<Index> first_recipe_;
  Index waste_ = no_index, emission_ = no_index, treatment_ = no_index;
};

}  // namespace

Economy random_economy(const RandomEconomySettings& settings, std::uint64_t seed) {
  return Maker(settings, seed).make();
}

}  // namespace planwerk
