#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace planwerk {

// A unit of the table data/units.csv (name, dimension, factor to the dimension's base unit).
struct Unit {
  std::string name;
  std::string dimension;  // "mass", "energy", "money:USD", "people", "pieces", ...
  double factor = 1;
};

// Exact names only ("t", "kWh"); nullptr where the table has none.
const Unit* find_unit(std::string_view name);
// In the order of the table.
std::vector<std::string> unit_names();

// Factor that turns an amount in `from` into an amount in `to`; nullopt where the dimensions differ or a name is
// unknown. Equal names convert by 1 even when the table does not know them.
std::optional<double> conversion_factor(std::string_view from, std::string_view to);

}  // namespace planwerk
