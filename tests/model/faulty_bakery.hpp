#pragma once

#include <string>
#include <vector>

#include "host/model/validate.hpp"
#include "tests/model/economy_builder.hpp"

namespace planwerk {

// Grain is grown by hand, milled in a mill, baked; a hundred people want 2 kg of bread each. Sound, until
// a test spoils it.
struct FaultyBakery : EconomyBuilder {
  Index grain = product("grain"), flour = product("flour"), bread = product("bread");
  Index work = labour_kind("work");
  Index mill = capacity("mill", 100);
  Index grow = recipe("grow", {}, {{grain, 1}}, {{work, 0.1}});
  Index grind = recipe("grind", {{grain, 1}}, {{flour, 0.8}}, {{work, 0.01}}, {{mill, 0.1}});
  Index bake = recipe("bake", {{flour, 0.7}}, {{bread, 1}}, {{work, 0.02}});
  Index village = cohort("village", 100);
  Index eat = need("eat", village, 2, {{bread, 1}});
  Index hands = offer("hands", work, {{500, 1}, {100, 2}});
};

inline std::vector<std::string> texts(const Problems& problems) {
  std::vector<std::string> result;
  for (const Problem& problem : problems.kept()) result.push_back(to_string(problem));
  return result;
}

inline std::vector<std::string> problems_of(const EconomyBuilder& builder) {
  return texts(validate(builder.economy));
}

}  // namespace planwerk
