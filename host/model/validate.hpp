#pragma once

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

// Every fault of an economy at once, by path and value: NaN, infinity, negative and zero amounts, duplicate ids, empty
// recipes, contradictory bounds, floors outside 0..1, ladders that do not add up to 1 or whose values rise, ...
// Warnings: needs nothing can supply, products nobody makes, labour kinds nobody offers, doubtful magnitudes.
// Indices are trusted to be in range (the builder has seen to that).
Problems validate(const Economy& economy);

}  // namespace planwerk
