#include "host/lp/production_structure.hpp"

namespace planwerk {

ProductionStructure detect_structure(const LinearProgram& lp) {
  ProductionStructure structure;
  structure.row_orientation.reserve(lp.row_lower.size());
  for (std::size_t i = 0; i < lp.row_lower.size(); ++i) {
    const bool only_above = lp.row_lower[i] == -infinity && lp.row_upper[i] < infinity;
    structure.row_orientation.push_back(only_above ? -1 : 1);
  }
  return structure;
}

}  // namespace planwerk
