#pragma once

#include <cstdint>

#include "host/model/economy.hpp"

namespace planwerk {

struct RandomEconomySettings {
  int products = 100;
  double alternatives = 0.7;    // further recipes per product, on average
  double capped = 0.3;          // share of recipes with an upper bound of activity
  double byproducts = 0.1;      // share of recipes with a second output
  double wastes = 0.1;          // share of recipes that make the waste, which must be treated
  double scarcity = 0.9;        // capacities and hours offered, relative to what a base plan of all needs uses
  double floors = 0;            // share of needs with a small floor
  double two_alternatives = 0;  // share of needs that a second product can satisfy
  bool stocks = true;
  double strained = 0;   // share of recipes whose hours are a further burden
  double regretted = 0;  // share of second alternatives that are liked less
};

// A seeded economy of supply chains with cycles: every product has recipes with about six inputs, chains end at labour
// (three kinds in two steps of burden) and capacities; needs, by-products, a waste that must balance, an emission that
// is only counted and limited, stocks. The same on every machine up to libm's rounding.
Economy random_economy(const RandomEconomySettings& settings, std::uint64_t seed);

}  // namespace planwerk
