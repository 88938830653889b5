#include <algorithm>
#include <cmath>
#include <vector>

#include "host/lp/presolve/range.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

constexpr double rounding = 1e-14;  // of sums, relative to their terms

// A sum of terms of which some may be infinite.
struct Sum {
  double finite = 0;
  double magnitude = 0;
  int infinite_terms = 0;

  void add(double term) {
    if (std::isinf(term)) {
      ++infinite_terms;
    } else {
      finite += term;
      magnitude += std::fabs(term);
    }
  }
  // Whether all terms but `own` are finite.
  bool finite_without(double own) const { return infinite_terms == (std::isinf(own) ? 1 : 0); }
  double without(double own) const { return std::isinf(own) ? finite : finite - own; }
};

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
    const Sum least = extreme(column, 1), greatest = extreme(column, -1);  // of A'y and -A'y
    return {greatest.infinite_terms > 0 ? -infinity : cost + greatest.finite - margin(cost, greatest),
            least.infinite_terms > 0 ? infinity : cost - least.finite + margin(cost, least)};
  }

 private:
  static double margin(double cost, const Sum& sum) {
    return sum.magnitude == 0 ? 0 : rounding * (std::fabs(cost) + sum.magnitude);
  }

  double least_term(double a, std::int32_t row) const { return a > 0 ? a * y_[row].lower : a * y_[row].upper; }

  // The least value of sign (A'y)_j.
  Sum extreme(std::int32_t column, double sign) const {
    Sum sum;
    program_.for_column(column, [&](std::int32_t row, double a) { sum.add(least_term(sign * a, row)); });
    return sum;
  }

  // sign (A'y)_j <= sign c_j
  void demand(std::int32_t column, double sign) {
    const Sum least = extreme(column, sign);
    if (least.infinite_terms > 1) return;
    const double side = sign * program_.objective[column];
    program_.for_column(column, [&](std::int32_t row, double a) {
      const double own = least_term(sign * a, row);
      if (!least.finite_without(own)) return;
      const double room = side - least.without(own) + rounding * (std::fabs(side) + least.magnitude);
      tighten(row, sign * a > 0, room / (sign * a), column);
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
bool reduce_by_dual_bounds(WorkingProgram& program) {
  constexpr int sweeps_at_most = 3;
  DualBounds bounds(program);
  for (int sweep = 0; sweep < sweeps_at_most && bounds.sweep(); ++sweep) {
  }
  bool found = false;
  for (std::int32_t j = 0; j < program.original.columns(); ++j) {
    if (!program.has_column[j] || bounds.is_source(j)) continue;
    const Range reduced_cost = bounds.reduced_cost(j);
    const double lower = program.column_lower[j], upper = program.column_upper[j];
    const bool fixed_at_lower = reduced_cost.lower >= 0 && std::isfinite(lower);
    if (!fixed_at_lower && !(reduced_cost.upper <= 0 && std::isfinite(upper))) continue;
    program.fix_column(j, fixed_at_lower ? lower : upper);
    found = true;
  }
  return found;
}

}  // namespace planwerk
