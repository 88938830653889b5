#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "host/model/economy.hpp"

namespace planwerk {

// Synthetic economies with the statistics of real recipe and input-output sets (docs/generator.md).
enum class Family {
  longrun,     // plant can be built as needed: labour and resources are all that is scarce
  shortrun,    // existing plant limits a third of the recipes
  joint,       // every recipe makes two to four products; waste must be treated
  degenerate,  // few alternatives, sparse needs: long chains that nothing but one recipe each can supply
};

// `longrun`, ...; nullopt for any other word.
std::optional<Family> family_named(std::string_view name);
std::string_view to_string(Family family);

inline constexpr Index fewest_goods = 100;
inline constexpr Index most_goods = 10'000'000;

struct GeneratorSettings {
  Family family = Family::shortrun;
  Index goods = 1000;  // fewest_goods..most_goods; resources, emissions and waste come on top
  std::uint64_t seed = 0;
};

// The same settings give the same economy, bit by bit, on every machine. It is free of errors and every good in it can
// be made. Memory: the economy plus about 30 bytes per good; time: linear. Throws std::invalid_argument for goods out
// of range.
Economy generate(const GeneratorSettings& settings);

}  // namespace planwerk
