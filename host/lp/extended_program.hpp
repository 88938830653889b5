#pragma once

#include <cstdint>
#include <vector>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// A coefficient of a row or column to come: of the column (in a row) or the row (in a column) `index`.
struct Term {
  std::int32_t index = 0;
  double coefficient = 0;
};

// A programme with rows and columns added behind its own, and other costs and bounds: how questions about an optimum
// are put (what would it take, who would lose). What the base had keeps its place, so that points of the one are the
// first part of points of the other.
class ExtendedProgram {
 public:
  explicit ExtendedProgram(const LinearProgram& base);

  // Returns the new row's index. Terms name any columns added so far; each at most once.
  std::int32_t add_row(const std::vector<Term>& terms, double lower, double upper);
  // Returns the new column's index. Terms name any rows added so far; each at most once.
  std::int32_t add_column(double cost, double lower, double upper, const std::vector<Term>& terms = {});

  void set_row_bounds(std::int32_t row, double lower, double upper);
  void set_column_bounds(std::int32_t column, double lower, double upper);
  void set_cost(std::int32_t column, double cost) { lp_.objective[column] = cost; }
  // All costs of columns so far, offset included, become zero.
  void clear_costs();

  std::int32_t rows() const { return static_cast<std::int32_t>(lp_.row_lower.size()); }
  std::int32_t columns() const { return static_cast<std::int32_t>(lp_.column_lower.size()); }

  // In time and memory of the base and what was added. Names are dropped.
  LinearProgram build() const;
  // A point of an earlier, smaller state of this programme, with zeros (clamped to the bounds) for what has come since.
  PrimalDual extended(PrimalDual point) const;

 private:
  struct Entry {
    std::int32_t row, column;
    double value;
  };
  LinearProgram lp_;            // its matrix is the base's; vectors are as long as rows and columns by now
  std::vector<Entry> entries_;  // added, zeros left out
};

}  // namespace planwerk
