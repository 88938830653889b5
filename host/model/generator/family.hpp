#pragma once

#include <limits>

#include "host/model/generator/generate.hpp"

namespace planwerk {

inline constexpr double no_limit = std::numeric_limits<double>::infinity();

// What the families share and where they differ. What was measured to choose the figures: docs/generator.md.
struct FamilyStatistics {
  // Recipes per good: P(more than n) = (n + 1)^-(8 / alternatives_eighths), so that square roots suffice to draw them.
  int alternatives_eighths = 4;
  int most_alternatives = 40;

  // Inputs per recipe: lognormal, rounded.
  double inputs_median = 7;
  double inputs_deviation = 0.8;
  int most_inputs = 60;
  double popular_share = 0.4;          // of the inputs: goods used everywhere, Zipf exponent 5/6; the others lie nearby
  int local_candidates = 6;            // of which the most popular is taken
  double input_value_deviation = 1.2;  // of the logarithm of the shares that inputs have in a recipe's material
  double material_share_from = 0.28;   // value of all inputs per value of the output, before efficiency
  double material_share_to = 0.80;
  double efficiency_deviation = 0.15;  // between recipes for one good
  double price_deviation = 1.5;        // decades of units: a tonne of steel and a tonne of gold

  // Further outputs.
  double byproduct_chance = 0.2;  // one further output, up to a fifth of the value
  bool joint = false;             // instead: one to three further outputs for every recipe, and waste

  // Existing plant.
  double limited_recipes = 0;  // share of recipes with an upper activity
  double capacity_use = 0;     // share of recipes that use a shared capacity

  // Scarcity, relative to what full coverage by the first recipe of each good would take.
  double resource_tightness = 0.9;
  double labour_tightness = 0.9;
  double extraction_limit = no_limit;
  double emission_limit = no_limit;

  // Needs.
  double needed_goods = 0.3;
  double need_value_deviation = 1.8;  // hours that stand behind the needs of one person
};

FamilyStatistics statistics_of(Family family);

}  // namespace planwerk
