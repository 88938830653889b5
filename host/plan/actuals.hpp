#pragma once

#include <optional>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// What was really made, used, delivered, worked and in stock until now, as far as it is known. What is not listed went
// as planned: the plan's amount times the part of the period that is gone. Each thing is listed once.

struct ProductAmount {
  Index product = no_index;
  double amount = 0;  // >= 0, in the product's unit
};

struct RecipeActual {
  Index recipe = no_index;
  double activity = 0;              // how often it ran, >= 0
  std::vector<ProductAmount> made;  // outputs that came out other than the recipe says
  std::vector<ProductAmount> used;  // inputs likewise
};

// Totals of a product, where the recipes behind them are not known, and what is there now.
struct ProductActual {
  Index product = no_index;
  std::optional<double> made;
  std::optional<double> used;
  std::optional<double> in_stock;
};

struct NeedActual {
  Index need = no_index;
  std::vector<double> deliveries;  // per alternative, in the unit of that product
};

struct OfferActual {
  Index offer = no_index;
  double hours = 0;
};

struct Actuals {
  double elapsed = 0;  // part of the period that is gone, 0..1
  std::vector<RecipeActual> recipes;
  std::vector<ProductActual> products;
  std::vector<NeedActual> needs;
  std::vector<OfferActual> offers;
};

}  // namespace planwerk
