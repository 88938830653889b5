#include "host/model/generator/production.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "host/model/generator/recipe_writer.hpp"

namespace planwerk {
namespace {

using Stream = GeneratedEconomy::Stream;

constexpr Index most_resources = 40;
constexpr Index waste_kinds = 5;
constexpr Index labour_kind_count = 12;
constexpr Index goods_per_capacity = 25;
// Upper guesses per good, to reserve memory once: recipes and entries of recipes.
constexpr double recipes_per_good = 1.7;
constexpr double flows_per_good = 24;

// The inverse of `value` modulo `modulus`, which share no factor: extended Euclid.
std::int64_t modular_inverse(std::int64_t value, std::int64_t modulus) {
  std::int64_t remainder = modulus, next_remainder = value, inverse = 0, next_inverse = 1;
  while (next_remainder != 0) {
    const std::int64_t quotient = remainder / next_remainder;
    remainder = std::exchange(next_remainder, remainder - quotient * next_remainder);
    inverse = std::exchange(next_inverse, inverse - quotient * next_inverse);
  }
  return inverse < 0 ? inverse + modulus : inverse;
}

void draw_popularity(GeneratedEconomy& made) {
  Random random = made.random(Stream::popularity, 0);
  made.popularity_step = made.goods / 2 + random.below(made.goods / 4);
  while (std::gcd(made.popularity_step, static_cast<std::int64_t>(made.goods)) != 1) ++made.popularity_step;
  made.inverse_step = modular_inverse(made.popularity_step, made.goods);
}

void add_product(GeneratedEconomy& made, std::string id, std::string unit, BalanceRule rule) {
  made.economy.products.push_back({.id = std::move(id), .name = "", .unit = std::move(unit), .balance = rule});
}

Index next_product(const GeneratedEconomy& made) {
  return static_cast<Index>(made.economy.products.size());
}

void add_goods(GeneratedEconomy& made) {
  static const std::array<std::string, 6> units{"kg", "t", "1", "m3", "kWh", "m2"};
  made.prices.reserve(static_cast<std::size_t>(made.goods));
  for (Index good = 0; good < made.goods; ++good) {
    Random random = made.random(Stream::price, good);
    made.prices.push_back(random.lognormal(1, made.statistics.price_deviation));
    add_product(made, "good" + std::to_string(good), units[static_cast<std::size_t>(random.below(units.size()))],
                BalanceRule::surplus_allowed);
  }
}

void add_other_products(GeneratedEconomy& made) {
  const Index resources = std::min(most_resources, made.goods / 25);
  made.resources = {next_product(made), next_product(made) + resources};
  for (Index k = 0; k < resources; ++k) {
    add_product(made, "resource" + std::to_string(k), "t", BalanceRule::surplus_allowed);
  }
  made.emission = next_product(made);
  add_product(made, "emission", "kg CO2e", BalanceRule::free);
  const Index wastes = made.statistics.joint ? waste_kinds : 0;
  made.wastes = {next_product(made), next_product(made) + wastes};
  for (Index k = 0; k < wastes; ++k) add_product(made, "waste" + std::to_string(k), "t", BalanceRule::exact);
}

void add_labour_kinds(GeneratedEconomy& made) {
  for (Index k = 0; k < labour_kind_count; ++k) {
    made.economy.labour_kinds.push_back({.id = "work" + std::to_string(k), .name = ""});
  }
}

// Amounts follow once it is known what is used.
void add_capacities(GeneratedEconomy& made) {
  const Index count = made.statistics.capacity_use > 0 ? made.goods / goods_per_capacity : 0;
  for (Index k = 0; k < count; ++k) {
    made.economy.capacities.push_back({.id = "plant" + std::to_string(k), .name = "", .unit = "h", .amount = 0});
  }
}

// Pareto: the n-th alternative exists with probability n^-(8 / eighths).
Index draw_recipe_count(const GeneratedEconomy& made, Index good) {
  Random random = made.random(Stream::recipe_count, good);
  const double eighth_root = std::sqrt(std::sqrt(std::sqrt(1 - random.uniform())));
  double power = 1;
  for (int k = 0; k < made.statistics.alternatives_eighths; ++k) power *= eighth_root;
  return static_cast<Index>(std::min<double>(1 / power, made.statistics.most_alternatives));
}

void add_goods_recipes(GeneratedEconomy& made) {
  made.economy.recipes.reserve(static_cast<std::size_t>(recipes_per_good * made.goods));
  made.economy.flows.reserve(static_cast<std::size_t>(flows_per_good * made.goods));
  made.first_recipes.reserve(static_cast<std::size_t>(made.goods));
  RecipeWriter writer(made);
  for (Index good = 0; good < made.goods; ++good) {
    made.first_recipes.push_back(static_cast<Index>(made.economy.recipes.size()));
    const Index count = draw_recipe_count(made, good);
    for (Index alternative = 0; alternative < count; ++alternative) writer.write(good, alternative);
  }
  made.goods_recipes = static_cast<Index>(made.economy.recipes.size());
}

struct SmallRecipe {
  std::string id;
  std::vector<Flow> inputs;
  std::vector<Flow> outputs;
  std::vector<Flow> labour;
};

void add_recipe(Economy& economy, const SmallRecipe& small) {
  const auto pool = [&economy](const std::vector<Flow>& flows) {
    const auto begin = static_cast<std::int64_t>(economy.flows.size());
    economy.flows.insert(economy.flows.end(), flows.begin(), flows.end());
    return Slice{begin, static_cast<std::int64_t>(economy.flows.size())};
  };
  Recipe recipe;
  recipe.id = small.id;
  recipe.inputs = pool(small.inputs);
  recipe.outputs = pool(small.outputs);
  recipe.labour = pool(small.labour);
  recipe.capacities = pool({});
  economy.recipes.push_back(std::move(recipe));
}

// Every second resource can be extracted beyond its stock, at the price of work and emissions.
void add_extraction(GeneratedEconomy& made) {
  made.extraction.begin = static_cast<std::int64_t>(made.economy.recipes.size());
  for (auto resource = made.resources.begin + 1; resource < made.resources.end; resource += 2) {
    const auto index = static_cast<Index>(resource);
    Random random = made.random(Stream::extraction, index);
    const auto kind = static_cast<Index>(random.below(labour_kind_count));
    add_recipe(made.economy, {.id = "extract/" + std::to_string(resource - made.resources.begin),
                              .inputs = {},
                              .outputs = {{index, 1}, {made.emission, amount(random.uniform(0.05, 0.5))}},
                              .labour = {{kind, amount(random.uniform(0.3, 1))}}});
  }
  made.extraction.end = static_cast<std::int64_t>(made.economy.recipes.size());
}

void add_treatment(GeneratedEconomy& made) {
  for (auto waste = made.wastes.begin; waste < made.wastes.end; ++waste) {
    const auto index = static_cast<Index>(waste);
    Random random = made.random(Stream::treatment, index);
    const auto kind = static_cast<Index>(random.below(labour_kind_count));
    add_recipe(made.economy, {.id = "treat/" + std::to_string(waste - made.wastes.begin),
                              .inputs = {{index, 1}},
                              .outputs = {},
                              .labour = {{kind, amount(random.uniform(0.1, 0.5))}}});
  }
}

}  // namespace

void add_production(GeneratedEconomy& made) {
  draw_popularity(made);
  made.economy.products.reserve(static_cast<std::size_t>(made.goods + most_resources + waste_kinds + 1));
  add_goods(made);
  add_other_products(made);
  add_labour_kinds(made);
  add_capacities(made);
  add_goods_recipes(made);
  add_extraction(made);
  add_treatment(made);
}

}  // namespace planwerk
