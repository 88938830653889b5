#pragma once

#include <string_view>

namespace planwerk {

// The text of data/units.csv, compiled in. One header line; no quoting, no comma inside a field.
extern const std::string_view units_table_csv;

}  // namespace planwerk
