#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/lp/presolve.hpp"
#include "host/lp/presolve/range.hpp"

namespace planwerk {

// A row that some optimum keeps with equality at `side`, and a column to put in everywhere from it:
//   x_column = (side - sum of the row's other terms) / coefficient.
// Row and column go. The column's bounds must be implied by what is left, or, in a row of two columns, are handed on to
// the other one.
struct Pivot {
  std::int32_t row;
  std::int32_t column;
  double coefficient;
  double side;
  std::int32_t heir = -1;           // who gets the bounds, if anyone
  Range heir_bounds{};              // afterwards
  bool lower_from_removed = false;  // whether the removed column's bounds gave them
  bool upper_from_removed = false;
};

// The stage that takes the pivots out. No pivot's row may hold another pivot's column, and no column may inherit twice.
std::unique_ptr<Presolved> substitute(const LinearProgram& lp, std::vector<Pivot> pivots);

}  // namespace planwerk
