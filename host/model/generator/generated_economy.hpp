#pragma once

#include <vector>

#include "host/model/generator/family.hpp"
#include "host/model/generator/random.hpp"

namespace planwerk {

// An economy in the making. Products: first the goods, then resources, one emission, and wastes. Recipes: first those
// of the goods in their order, then extraction of resources and treatment of waste.
struct GeneratedEconomy {
  explicit GeneratedEconomy(const GeneratorSettings& chosen)
      : settings(chosen), statistics(statistics_of(chosen.family)), goods(chosen.goods) {}

  GeneratorSettings settings;
  FamilyStatistics statistics;
  Index goods;
  Economy economy;

  // How widely goods are used: rank 0 is the most popular good. Ranks are spread over the list of goods by a step that
  // shares no factor with their number; inverse_step * popularity_step = 1 modulo goods.
  std::int64_t popularity_step = 1;
  std::int64_t inverse_step = 1;
  Index good_at_rank(std::int64_t rank) const { return static_cast<Index>(rank * popularity_step % goods); }
  std::int64_t popularity_rank(Index good) const { return good * inverse_step % goods; }

  std::vector<double> prices;        // per good: hours of direct and indirect work in one unit
  std::vector<Index> first_recipes;  // per good
  Index goods_recipes = 0;           // recipes of goods, which precede all others
  Slice resources;                   // product indices
  Slice extraction;                  // recipe indices: of every second resource, in their order
  Index emission = no_index;
  Slice wastes;  // product indices; empty unless the family is joint

  // The random numbers of one thing. Streams are never renumbered: files generated last year must come out the same.
  enum class Stream : std::uint64_t {
    popularity,
    price,
    recipe_count,
    recipe,
    extraction,
    extraction_limit,
    treatment,
    cohort,
    need,
    stock,
    upper_activity,
    capacity,
    resource,
    labour,
  };
  Random random(Stream stream, Index index) const {
    return {settings.seed, static_cast<std::uint64_t>(stream), static_cast<std::uint64_t>(index)};
  }
};

// Digits an amount is written with: enough to tell things apart, few enough to read.
inline constexpr int amount_digits = 6;
inline double amount(double value) {
  return rounded_to_digits(value, amount_digits);
}

}  // namespace planwerk
