#include "tests/model/lp_algebra.hpp"

#include <cmath>
#include <sstream>

namespace planwerk {
namespace {

std::string number(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string between(double lower, const std::string& middle, double upper) {
  if (lower == upper) return middle + " = " + number(lower);
  std::string text = middle;
  if (std::isfinite(lower)) text = number(lower) + " <= " + text;
  if (std::isfinite(upper)) text += " <= " + number(upper);
  return text;
}

std::string sum_of_row(const LinearProgram& lp, Index row) {
  std::string text;
  for (auto k = lp.matrix.row_offsets[row]; k < lp.matrix.row_offsets[row + 1]; ++k) {
    const double value = lp.matrix.values[k];
    const std::string sign = text.empty() ? (value < 0 ? "-" : "") : (value < 0 ? " - " : " + ");
    text += sign + number(std::abs(value)) + " " + lp.column_names[lp.matrix.column_indices[k]];
  }
  return text.empty() ? "0" : text;
}

}  // namespace

std::vector<std::string> algebra(const Economy& economy, ProductionLp production) {
  name_lp(economy, production);
  const LinearProgram& lp = production.lp;
  std::vector<std::string> lines;
  for (Index row = 0; row < lp.rows(); ++row) {
    lines.push_back(between(lp.row_lower[row], sum_of_row(lp, row), lp.row_upper[row]) + "  (" + lp.row_names[row] +
                    ")");
  }
  for (Index column = 0; column < lp.columns(); ++column) {
    std::string line = between(lp.column_lower[column], lp.column_names[column], lp.column_upper[column]);
    if (lp.objective[column] != 0) line += "  costs " + number(lp.objective[column]);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace planwerk
