#include "host/lp/mps_writer.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "host/lp/lp_names.hpp"
#include "host/lp/text_writer.hpp"

namespace planwerk {
namespace {

// How MPS says a row's sides: a kind, a right-hand side and, for two finite sides, their distance.
struct RowForm {
  char kind;
  double right_side;
  double range = 0;
};

// The range that gives `side` back when it is added to or taken from `from`, or the nearest.
double exact_range(double from, double side) {
  const double nearest = std::fabs(side - from);
  const double sign = side > from ? 1 : -1;
  for (const double range : {nearest, std::nextafter(nearest, 0.0), std::nextafter(nearest, infinity)}) {
    if (from + sign * range == side) return range;
  }
  return nearest;
}

RowForm row_form(double lower, double upper) {
  constexpr double no_side = -1e30;
  if (lower == upper) return {'E', lower};
  if (upper == infinity) return {'G', std::isinf(lower) ? no_side : lower};
  if (lower == -infinity) return {'L', upper};
  const RowForm from_lower{'G', lower, exact_range(lower, upper)};
  const RowForm from_upper{'L', upper, exact_range(upper, lower)};
  if (lower + from_lower.range == upper) return from_lower;
  if (upper - from_upper.range == lower) return from_upper;
  return std::fabs(lower) < std::fabs(upper) ? from_lower : from_upper;  // the larger side bears the rounding
}

class MpsWriter {
 public:
  MpsWriter(const LinearProgram& lp, std::ostream& stream) : lp_(lp), out_(stream) {
    objective_ = lp.objective_name.empty() ? "OBJ" : encoded_name(lp.objective_name);
    while (std::find(lp.row_names.begin(), lp.row_names.end(), objective_) != lp.row_names.end()) objective_ += '_';
    for (std::int32_t i = 0; i < lp.rows(); ++i) forms_.push_back(row_form(lp.row_lower[i], lp.row_upper[i]));
  }

  void run() {
    out_.text("NAME ").text(lp_.name.empty() ? "" : encoded_name(lp_.name)).text("\n");
    if (lp_.maximize) out_.text("OBJSENSE\n    MAX\n");
    write_rows();
    write_columns();
    write_right_sides();
    write_ranges();
    write_bounds();
    out_.text("ENDATA\n");
  }

 private:
  double as_written(double value) const { return lp_.maximize ? -value : value; }

  // ` FIRST SECOND VALUE`
  void line(std::string_view first, std::string_view second, double value) {
    out_.text(" ").text(first).text(" ").text(second).text(" ").number(value).text("\n");
  }

  void write_rows() {
    out_.text("ROWS\n N ").text(objective_).text("\n");
    for (std::int32_t i = 0; i < lp_.rows(); ++i) {
      out_.text(" ").text({&forms_[i].kind, 1}).text(" ").text(row_name(lp_, i)).text("\n");
    }
  }

  void write_columns() {
    const auto by_columns = transposed(lp_.matrix);
    out_.text("COLUMNS\n");
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      const auto name = column_name(lp_, j);
      const auto begin = by_columns.row_offsets[j], end = by_columns.row_offsets[j + 1];
      if (lp_.objective[j] != 0 || begin == end) line(name, objective_, as_written(lp_.objective[j]));
      for (auto k = begin; k < end; ++k) line(name, row_name(lp_, by_columns.column_indices[k]), by_columns.values[k]);
    }
  }

  void write_right_sides() {
    out_.text("RHS\n");
    if (lp_.objective_offset != 0) line("RHS", objective_, -as_written(lp_.objective_offset));
    for (std::int32_t i = 0; i < lp_.rows(); ++i) {
      if (forms_[i].right_side != 0) line("RHS", row_name(lp_, i), forms_[i].right_side);
    }
  }

  void write_ranges() {
    out_.text("RANGES\n");
    for (std::int32_t i = 0; i < lp_.rows(); ++i) {
      if (forms_[i].range != 0) line("RNG", row_name(lp_, i), forms_[i].range);
    }
  }

  void write_bounds() {
    out_.text("BOUNDS\n");
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      const double lower = lp_.column_lower[j], upper = lp_.column_upper[j];
      if (lower == 0 && upper == infinity) continue;
      const auto name = column_name(lp_, j);
      if (lower == upper) {
        line("FX BND", name, lower);
      } else if (std::isinf(lower) && std::isinf(upper)) {
        out_.text(" FR BND ").text(name).text("\n");
      } else {
        if (std::isinf(lower)) out_.text(" MI BND ").text(name).text("\n");
        if (std::isfinite(lower) && lower != 0) line("LO BND", name, lower);
        if (std::isfinite(upper)) line("UP BND", name, upper);
      }
    }
  }

  const LinearProgram& lp_;
  TextWriter out_;
  std::string objective_;
  std::vector<RowForm> forms_;
};

}  // namespace

void write_mps(const LinearProgram& lp, std::ostream& stream) {
  MpsWriter(lp, stream).run();
}

}  // namespace planwerk
