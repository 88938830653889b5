#include "host/model/generator/scarcity.hpp"

#include <algorithm>

namespace planwerk {
namespace {

using Stream = GeneratedEconomy::Stream;

// Rounds of inputs of inputs. The first recipes use about 0.54 of the value they make, so 0.1 % is left after twelve.
constexpr int rounds = 12;
constexpr int scarcity_digits = 4;
constexpr double stocked_goods = 0.02;

double scarce(double value) {
  return rounded_to_digits(value, scarcity_digits);
}

// Full coverage by the first recipes.
struct BasePlan {
  std::vector<double> activity;  // per good, of its first recipe
  std::vector<double> products;  // used up per product, emissions made
  std::vector<double> labour;    // hours per kind
  std::vector<double> capacities;
};

std::vector<double> asked_per_good(const GeneratedEconomy& made) {
  std::vector<double> asked(static_cast<std::size_t>(made.goods), 0);
  for (const Need& need : made.economy.needs) {
    const Index good = made.economy.alternatives_of(need).front().product;
    asked[good] += made.economy.asked(need);
  }
  return asked;
}

// Neumann series, by goods: activity = asked + inputs of the activity before, per main output.
std::vector<double> base_activity(const GeneratedEconomy& made) {
  const Economy& economy = made.economy;
  const std::vector<double> asked = asked_per_good(made);
  std::vector<double> required = asked;
  std::vector<double> activity(asked.size());
  for (int round = 0; round <= rounds; ++round) {
    for (std::size_t good = 0; good < asked.size(); ++good) {
      const Recipe& recipe = economy.recipes[made.first_recipes[good]];
      activity[good] = required[good] / economy.flows[recipe.outputs.begin].amount;
    }
    required = asked;
    for (std::size_t good = 0; good < asked.size(); ++good) {
      for (const Flow& input : economy.flows_of(economy.recipes[made.first_recipes[good]].inputs)) {
        if (input.index < made.goods) required[input.index] += input.amount * activity[good];
      }
    }
  }
  return activity;
}

BasePlan base_plan(const GeneratedEconomy& made) {
  const Economy& economy = made.economy;
  BasePlan plan{base_activity(made), std::vector<double>(economy.products.size(), 0),
                std::vector<double>(economy.labour_kinds.size(), 0), std::vector<double>(economy.capacities.size(), 0)};
  for (Index good = 0; good < made.goods; ++good) {
    const Recipe& recipe = economy.recipes[made.first_recipes[good]];
    const auto add = [&](Slice flows, std::vector<double>& totals) {
      for (const Flow& flow : economy.flows_of(flows)) totals[flow.index] += flow.amount * plan.activity[good];
    };
    add(recipe.inputs, plan.products);
    add(recipe.labour, plan.labour);
    add(recipe.capacities, plan.capacities);
    for (const Flow& output : economy.flows_of(recipe.outputs)) {
      if (output.index == made.emission) plan.products[made.emission] += output.amount * plan.activity[good];
    }
  }
  return plan;
}

// Hours that an average good turns over: the scale of things nobody uses in the base plan.
double typical_turnover(const GeneratedEconomy& made, const BasePlan& plan) {
  double hours = 0;
  for (const double of_kind : plan.labour) hours += of_kind;
  return hours / made.goods;
}

void add_resource_stocks(GeneratedEconomy& made, const BasePlan& plan, double typical) {
  for (auto k = made.resources.begin; k < made.resources.end; ++k) {
    const auto resource = static_cast<Index>(k);
    Random random = made.random(Stream::resource, resource);
    const double used = std::max(plan.products[resource], typical);
    const double opening = used * made.statistics.resource_tightness * random.uniform(0.8, 1.6);
    made.economy.stocks.push_back({.product = resource, .opening = scarce(opening), .closing = 0});
  }
}

void limit_extraction(GeneratedEconomy& made, const BasePlan& plan, double typical) {
  if (made.statistics.extraction_limit == no_limit) return;
  for (auto k = made.extraction.begin; k < made.extraction.end; ++k) {
    Recipe& recipe = made.economy.recipes[k];
    Random random = made.random(Stream::extraction_limit, static_cast<Index>(k));
    const Index resource = made.economy.flows[recipe.outputs.begin].index;
    const double used = std::max(plan.products[resource], typical);
    recipe.upper_activity = scarce(used * made.statistics.extraction_limit * random.uniform(0.5, 1.5));
  }
}

// A stock of finished goods, a part of which is to be there again at the end.
void add_goods_stocks(GeneratedEconomy& made, const BasePlan& plan) {
  for (Index good = 0; good < made.goods; ++good) {
    Random random = made.random(Stream::stock, good);
    if (!random.chance(stocked_goods) || plan.activity[good] == 0) continue;
    const double opening = scarce(plan.activity[good] * random.uniform(0.02, 0.2));
    made.economy.stocks.push_back({.product = good, .opening = opening, .closing = scarce(0.8 * opening)});
  }
}

// Most hours are offered willingly, some more at a higher burden.
void add_labour_offers(GeneratedEconomy& made, const BasePlan& plan) {
  Economy& economy = made.economy;
  double people = 0;
  for (const Cohort& cohort : economy.cohorts) people += cohort.size;
  for (std::size_t kind = 0; kind < economy.labour_kinds.size(); ++kind) {
    for (std::size_t cohort = 0; cohort < economy.cohorts.size(); ++cohort) {
      const auto number = static_cast<Index>(economy.labour_offers.size());
      Random random = made.random(Stream::labour, number);
      const double hours = plan.labour[kind] * made.statistics.labour_tightness * economy.cohorts[cohort].size /
                           people * random.uniform(0.6, 1.4);
      const auto begin = static_cast<std::int64_t>(economy.labour_steps.size());
      economy.labour_steps.push_back({scarce(0.80 * hours), 1});
      economy.labour_steps.push_back({scarce(0.15 * hours), 1.5});
      economy.labour_steps.push_back({scarce(0.05 * hours), 3});
      economy.labour_offers.push_back({.id = economy.labour_kinds[kind].id + '/' + economy.cohorts[cohort].id,
                                       .kind = static_cast<Index>(kind),
                                       .cohort = static_cast<Index>(cohort),
                                       .steps = {begin, begin + 3}});
    }
  }
}

void set_capacities(GeneratedEconomy& made, const BasePlan& plan, double typical) {
  for (std::size_t k = 0; k < made.economy.capacities.size(); ++k) {
    Random random = made.random(Stream::capacity, static_cast<Index>(k));
    made.economy.capacities[k].amount = scarce(std::max(plan.capacities[k], typical) * random.uniform(0.7, 1.6));
  }
}

// Plant for single recipes, of a size that has to do with what the good is used for.
void limit_recipes(GeneratedEconomy& made, const BasePlan& plan, double typical) {
  for (Index good = 0; good < made.goods; ++good) {
    const Index end = good + 1 < made.goods ? made.first_recipes[good + 1] : made.goods_recipes;
    const double activity = std::max(plan.activity[good], 1e-3 * typical / made.prices[good]);
    for (Index recipe = made.first_recipes[good]; recipe < end; ++recipe) {
      Random random = made.random(Stream::upper_activity, recipe);
      if (!random.chance(made.statistics.limited_recipes)) continue;
      made.economy.recipes[recipe].upper_activity = scarce(activity * random.lognormal(2, 0.7));
    }
  }
}

void limit_emissions(GeneratedEconomy& made, const BasePlan& plan) {
  if (made.statistics.emission_limit == no_limit) return;
  const auto term = static_cast<std::int64_t>(made.economy.limit_terms.size());
  made.economy.limit_terms.push_back({.product = made.emission, .recipe = no_index, .coefficient = 1});
  Limit limit;
  limit.id = "emission";
  limit.unit = "kg CO2e";
  limit.terms = {term, term + 1};
  limit.upper = scarce(plan.products[made.emission] * made.statistics.emission_limit);
  limit.origin = "generator";
  made.economy.limits.push_back(std::move(limit));
}

}  // namespace

void add_scarcity(GeneratedEconomy& made) {
  const BasePlan plan = base_plan(made);
  const double typical = typical_turnover(made, plan);
  add_resource_stocks(made, plan, typical);
  limit_extraction(made, plan, typical);
  add_goods_stocks(made, plan);
  add_labour_offers(made, plan);
  set_capacities(made, plan, typical);
  limit_recipes(made, plan, typical);
  limit_emissions(made, plan);
}

}  // namespace planwerk
