#pragma once

#include <cstdint>
#include <vector>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// What the solver may know of recipes beyond the numbers: which side of a row means "made".
// Multiplying row i by row_orientation[i] (+1 or -1) makes positive entries outputs and negative ones inputs.
struct ProductionStructure {
  std::vector<std::int8_t> row_orientation;  // per row
};

// For any LP: rows bounded only above are turned round, so that every inequality asks for "at least".
ProductionStructure detect_structure(const LinearProgram& lp);

}  // namespace planwerk
