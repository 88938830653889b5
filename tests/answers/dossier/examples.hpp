#pragma once

#include "host/model/economy.hpp"
#include "host/solver/solve.hpp"
#include "kernels/device.hpp"

namespace planwerk {

// Economies of which docs/needs.md tells, small enough to decide about by hand.

// Ten people ask for a loaf each, five for a cake each; a loaf takes an hour of 16 offered, a cake two, and the cake
// oven holds two cakes. Nothing is as good as bread first: an hour of it covers one person, of cakes half a person.
Economy loaves_and_cakes();

// Ten people ask for ten loaves. The village oven bakes a loaf in 1 hour, the town's in 1.1: objective 10 - 1000 = -990
// all from the village, -989 all from the town.
Economy two_ovens();

// Bread for 10 people and cake for 5, two hours each; 20 hours, of which go first to cake what it has the weight for.
Economy bread_and_cake(double weight_of_cake);

// One CPU device for all tests, and settings for solves that are compared to the last digits.
Device& device();
SolveSettings exact();

}  // namespace planwerk
