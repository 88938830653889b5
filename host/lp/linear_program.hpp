#pragma once

#include <limits>
#include <string>
#include <vector>

#include "host/lp/sparse_matrix.hpp"

namespace planwerk {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

// min c'x + offset   s.t.  row_lower <= A x <= row_upper,  column_lower <= x <= column_upper
//
// Bounds may be -infinity below and +infinity above; lower <= upper. Everything else is finite. `maximize` says that
// the problem as written asks for the maximum: `objective` and `objective_offset` are then already negated, and only
// readers, writers and printed values look at the flag.
//
// Signs of duals, everywhere in the project: y_i is the increase of the optimal (minimised) objective per unit increase
// of the active side of row i, so y_i >= 0 where the lower side is active, y_i <= 0 where the upper one is. The reduced
// cost of column j is d_j = c_j - (A'y)_j, and d_j >= 0 at its lower, <= 0 at its upper bound.
struct LinearProgram {
  SparseMatrix matrix;            // rows x columns
  std::vector<double> objective;  // c, per column
  double objective_offset = 0;
  std::vector<double> row_lower;
  std::vector<double> row_upper;
  std::vector<double> column_lower;
  std::vector<double> column_upper;
  std::vector<std::string> row_names;     // empty, or one per row
  std::vector<std::string> column_names;  // empty, or one per column
  std::string name;
  std::string objective_name;
  bool maximize = false;

  std::int32_t rows() const { return matrix.rows; }
  std::int32_t columns() const { return matrix.columns; }
};

// A point and its multipliers. primal: per column; dual: per row, signs as above.
struct PrimalDual {
  std::vector<double> primal;
  std::vector<double> dual;
};

}  // namespace planwerk
