#include <cmath>
#include <vector>

#include "host/lp/presolve/extreme.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// A row's extreme activities, kept up to date while bounds of its columns are dropped.
class ImpliedBounds {
 public:
  explicit ImpliedBounds(WorkingProgram& program) : program_(program) {}

  // Drops the bounds that this row implies by the others' bounds.
  void drop_in(std::int32_t row) {
    least_ = greatest_ = {};
    program_.for_row(row, [&](std::int32_t j, double a) {
      least_.add(a > 0 ? a * program_.column_lower[j] : a * program_.column_upper[j]);
      greatest_.add(a > 0 ? a * program_.column_upper[j] : a * program_.column_lower[j]);
    });
    if (least_.infinite_terms > 1 && greatest_.infinite_terms > 1) return;
    program_.for_row(row, [&](std::int32_t j, double a) {
      drop_upper(row, j, a);
      drop_lower(row, j, a);
    });
  }

 private:
  bool is_box(std::int32_t j) const {
    return std::isfinite(program_.column_lower[j]) && std::isfinite(program_.column_upper[j]);
  }

  //  a x_j <= row_upper - (least activity of the others)  for a > 0; the lower side for a < 0.
  void drop_upper(std::int32_t row, std::int32_t j, double a) {
    auto& upper = program_.column_upper[j];
    if (!is_box(j)) return;
    const double least_term = a * program_.column_lower[j], greatest_term = a * upper;
    const double implied = a > 0 ? (program_.row_upper[row] - least_.without(least_term, -1)) / a
                                 : (program_.row_lower[row] - greatest_.without(least_term, 1)) / a;
    if (!(implied <= upper)) return;
    auto& changed = a > 0 ? greatest_ : least_;
    changed.remove(greatest_term);
    changed.add(a * infinity);
    upper = infinity;
  }

  void drop_lower(std::int32_t row, std::int32_t j, double a) {
    auto& lower = program_.column_lower[j];
    if (!is_box(j)) return;
    const double upper_term = a * program_.column_upper[j], lower_term = a * lower;
    const double implied = a > 0 ? (program_.row_lower[row] - greatest_.without(upper_term, 1)) / a
                                 : (program_.row_upper[row] - least_.without(upper_term, -1)) / a;
    if (!(implied >= lower)) return;
    auto& changed = a > 0 ? least_ : greatest_;
    changed.remove(lower_term);
    changed.add(-a * infinity);
    lower = -infinity;
  }

  WorkingProgram& program_;
  Extreme least_, greatest_;
};

}  // namespace

void drop_implied_bounds(WorkingProgram& program) {
  ImpliedBounds bounds(program);
  for (std::int32_t i = 0; i < program.original.rows(); ++i) {
    if (program.has_row[i]) bounds.drop_in(i);
  }
}

}  // namespace planwerk
