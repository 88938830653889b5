#include <algorithm>
#include <cmath>
#include <vector>

#include "host/lp/presolve/extreme.hpp"
#include "host/lp/presolve/range.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// Ranges of the multipliers that every dual feasible point keeps. A column without an upper bound asks for
// (A'y)_j <= c_j, one without a lower bound for >=; each such demand bounds one multiplier by the ranges of the others.
class DualBounds {
 public:
  explicit DualBounds(const WorkingProgram& program)
      : program_(program), y_(program.original.rows()), is_source_(program.original.columns(), false) {
    for (std::int32_t i = 0; i < program.original.rows(); ++i) {
      y_[i] = {program.row_upper[i] < infinity ? -infinity : 0, program.row_lower[i] > -infinity ? infinity : 0};
    }
  }

  // True where a range became clearly smaller.
  bool sweep() {
    found_ = false;
    for (std::int32_t j = 0; j < program_.original.columns(); ++j) {
      if (!program_.has_column[j]) continue;
      if (program_.column_upper[j] == infinity) demand(j, 1);
      if (program_.column_lower[j] == -infinity) demand(j, -1);
    }
    return found_;
  }

  // Whether a multiplier's range rests on what this column demands.
  bool is_source(std::int32_t column) const { return is_source_[column]; }

  // Where c - A'y lies.
  Range reduced_cost(std::int32_t column) const {
    const double cost = program_.objective[column];
    return {cost + least_product(column, -1).total(-1), cost - least_product(column, 1).total(-1)};
  }

 private:
  double least_term(double a, std::int32_t row) const { return a > 0 ? a * y_[row].lower : a * y_[row].upper; }

  // The least value of sign (A'y)_j.
  Extreme least_product(std::int32_t column, double sign) const {
    Extreme sum;
    program_.for_column(column, [&](std::int32_t row, double a) { sum.add(least_term(sign * a, row)); });
    return sum;
  }

  // sign (A'y)_j <= sign c_j
  void demand(std::int32_t column, double sign) {
    const Extreme least = least_product(column, sign);
    if (least.infinite_terms > 1) return;
    const double side = sign * program_.objective[column];
    program_.for_column(column, [&](std::int32_t row, double a) {
      const double room = side - least.without(least_term(sign * a, row), -1);
      if (std::isfinite(room)) tighten(row, sign * a > 0, room / (sign * a), column);
    });
  }

  // A bound that hardly moves is not worth the columns that it would rest on.
  void tighten(std::int32_t row, bool from_above, double bound, std::int32_t source) {
    constexpr double worthwhile = 1e-3;
    double& present = from_above ? y_[row].upper : y_[row].lower;
    const double gain = from_above ? present - bound : bound - present;
    if (!(gain > worthwhile * std::max(std::fabs(bound), std::isinf(present) ? 0 : std::fabs(present)))) return;
    present = bound;
    is_source_[source] = true;
    found_ = true;
  }

  const WorkingProgram& program_;
  std::vector<Range> y_;
  std::vector<char> is_source_;
  bool found_ = false;
};

}  // namespace

// A column that a range rests on stays: without it the proof would be gone.
std::int64_t reduce_by_dual_bounds(WorkingProgram& program) {
  constexpr int sweeps_at_most = 3;
  DualBounds bounds(program);
  for (int sweep = 0; sweep < sweeps_at_most && bounds.sweep(); ++sweep) {
  }
  std::int64_t count = 0;
  for (std::int32_t j = 0; j < program.original.columns(); ++j) {
    if (!program.has_column[j] || bounds.is_source(j)) continue;
    const Range reduced_cost = bounds.reduced_cost(j);
    const double lower = program.column_lower[j], upper = program.column_upper[j];
    const bool fixed_at_lower = reduced_cost.lower >= 0 && std::isfinite(lower);
    if (!fixed_at_lower && !(reduced_cost.upper <= 0 && std::isfinite(upper))) continue;
    program.fix_column(j, fixed_at_lower ? lower : upper);
    ++count;
  }
  return count;
}

}  // namespace planwerk
