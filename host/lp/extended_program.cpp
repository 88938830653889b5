#include "host/lp/extended_program.hpp"

#include <algorithm>

namespace planwerk {

ExtendedProgram::ExtendedProgram(const LinearProgram& base) : lp_(base) {
  lp_.row_names.clear();
  lp_.column_names.clear();
}

std::int32_t ExtendedProgram::add_row(const std::vector<Term>& terms, double lower, double upper) {
  const std::int32_t row = rows();
  for (const Term& term : terms) {
    if (term.coefficient != 0) entries_.push_back({row, term.index, term.coefficient});
  }
  lp_.row_lower.push_back(lower);
  lp_.row_upper.push_back(upper);
  return row;
}

std::int32_t ExtendedProgram::add_column(double cost, double lower, double upper, const std::vector<Term>& terms) {
  const std::int32_t column = columns();
  for (const Term& term : terms) {
    if (term.coefficient != 0) entries_.push_back({term.index, column, term.coefficient});
  }
  lp_.objective.push_back(cost);
  lp_.column_lower.push_back(lower);
  lp_.column_upper.push_back(upper);
  return column;
}

void ExtendedProgram::set_row_bounds(std::int32_t row, double lower, double upper) {
  lp_.row_lower[row] = lower;
  lp_.row_upper[row] = upper;
}

void ExtendedProgram::set_column_bounds(std::int32_t column, double lower, double upper) {
  lp_.column_lower[column] = lower;
  lp_.column_upper[column] = upper;
}

void ExtendedProgram::clear_costs() {
  std::fill(lp_.objective.begin(), lp_.objective.end(), 0.0);
  lp_.objective_offset = 0;
}

// Whatever is added stands behind the base's entries of its row, so rows are copied one after the other, the added
// entries of each in the order of their columns.
LinearProgram ExtendedProgram::build() const {
  std::vector<Entry> added = entries_;
  std::sort(added.begin(), added.end(),
            [](const Entry& a, const Entry& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  LinearProgram lp = lp_;
  SparseMatrix& matrix = lp.matrix;
  const SparseMatrix& base = lp_.matrix;
  matrix = SparseMatrix{rows(), columns(), {0}, {}, {}};
  matrix.row_offsets.reserve(rows() + std::size_t{1});
  matrix.column_indices.reserve(base.column_indices.size() + added.size());
  matrix.values.reserve(base.values.size() + added.size());
  auto next = added.begin();
  for (std::int32_t row = 0; row < rows(); ++row) {
    if (row < base.rows) {
      const auto begin = base.row_offsets[row], end = base.row_offsets[row + 1];
      matrix.column_indices.insert(matrix.column_indices.end(), base.column_indices.begin() + begin,
                                   base.column_indices.begin() + end);
      matrix.values.insert(matrix.values.end(), base.values.begin() + begin, base.values.begin() + end);
    }
    for (; next != added.end() && next->row == row; ++next) {
      matrix.column_indices.push_back(next->column);
      matrix.values.push_back(next->value);
    }
    matrix.row_offsets.push_back(matrix.nonzeros());
  }
  return lp;
}

PrimalDual ExtendedProgram::extended(PrimalDual point) const {
  for (auto j = point.primal.size(); j < lp_.column_lower.size(); ++j) {
    point.primal.push_back(std::clamp(0.0, lp_.column_lower[j], lp_.column_upper[j]));
  }
  point.dual.resize(lp_.row_lower.size(), 0.0);
  return point;
}

}  // namespace planwerk
