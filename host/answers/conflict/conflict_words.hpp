#pragma once

#include <string>

#include "host/answers/conflict/relaxations.hpp"

namespace planwerk {

// What a condition says: "Bread asks for at least 80.0 % of 40 t". Of two sides those with a price.
std::string in_words(const Economy& economy, const Condition& condition, Sides prices);

// What giving way means: "cover at least 21.6 % of Bread instead of 80.0 %".
std::string in_words(const Economy& economy, const Condition& condition, const Move& move);

}  // namespace planwerk
