#include <algorithm>
#include <cmath>

#include "host/lp/presolve/range.hpp"
#include "host/lp/presolve/reductions.hpp"

namespace planwerk {
namespace {

// Whether the other columns alone, wherever in their bounds they are, leave the row at or short of its side (the lower
// one if `lower_side`) even with this column at the bound where it helps least.
bool others_fall_short(const WorkingProgram& program, std::int32_t row, std::int32_t column, bool lower_side) {
  constexpr double rounding = 1e-14;  // of sums, relative to their terms
  double most = 0, magnitude = 0;     // of help towards the side
  program.for_row(row, [&](std::int32_t j, double a) {
    const double help = lower_side ? a : -a;
    const bool at_lower = j == column ? help > 0 : help < 0;
    const double term = help * (at_lower ? program.column_lower[j] : program.column_upper[j]);
    most += term;
    magnitude += std::fabs(term);
  });
  return most + rounding * magnitude <= (lower_side ? program.row_lower[row] : -program.row_upper[row]);
}

// The price of a row that is known before the solve: 0 for a slack without cost; cost / coefficient for a column that
// never rests at the bound its cost draws it to, if the row has the side that this price needs. Such columns are free,
// or count what the others in the row use (hours of labour at one burden). Otherwise NaN. A bounded column with a cost
// also fixes the price of an equation up to its own reduced cost, but taking it out spreads one cost over the whole
// row: measured on ladders of coverage steps, first-order methods then need up to eight times the matrix products, and
// interior points gain nothing, for the row's own slack takes the column's place.
double known_price(const WorkingProgram& program, std::int32_t row, std::int32_t column, double coefficient) {
  const double price = program.objective[column] / coefficient;
  if (price == 0) return price;
  if (!std::isfinite(price > 0 ? program.row_lower[row] : program.row_upper[row])) return std::nan("");
  const bool is_free = program.column_lower[column] == -infinity && program.column_upper[column] == infinity;
  return is_free || others_fall_short(program, row, column, price > 0) ? price : std::nan("");
}

}  // namespace

void reduce_singleton_column(WorkingProgram& program, std::int32_t column) {
  std::int32_t row = -1;
  double coefficient = 0;
  program.for_column(column, [&](std::int32_t i, double a) {
    row = i;
    coefficient = a;
  });
  if (program.row_entries[row] == 1) return;  // left to the singleton row
  const double price = known_price(program, row, column, coefficient);
  if (std::isnan(price)) return;

  auto& lower = program.row_lower[row];
  auto& upper = program.row_upper[row];
  if (price != 0) {
    // At this price the row is tight; adding -price times the equation to the objective takes the column's cost away.
    // Columns that are gone take part, so that reduced costs stay consistent on the way back.
    lower = upper = price > 0 ? lower : upper;
    program.offset += price * lower;
    const auto& matrix = program.original.matrix;
    for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
      program.objective[matrix.column_indices[k]] -= price * matrix.values[k];
      if (program.has_column[matrix.column_indices[k]]) program.visit_column(matrix.column_indices[k]);
    }
    program.objective[column] = 0;
  }
  const Range bounds{program.column_lower[column], program.column_upper[column]};
  program.undo.push_back(SlackColumn{row, column, coefficient, lower, upper, bounds.lower, bounds.upper, price});
  const Range reach = times(coefficient, bounds);
  lower = lower == -infinity ? lower : lower - reach.upper;
  upper = upper == infinity ? upper : upper - reach.lower;
  program.remove_column(column);
}

// The column takes up what the others leave, as near to zero as row and bounds allow. Where the row is at one of its
// widened sides only a bound of the column fits, as complementarity wants it.
void SlackColumn::restore(Restoration& at) const {
  if (at.kind != Restoration::Kind::infeasibility_ray) {
    const double others = at.activity(row);
    const Range wanted = times(1 / coefficient, {at.side(row_lower) - others, at.side(row_upper) - others});
    at.x[column] = nearest_to_zero(wanted, {at.side(lower), at.side(upper)});
  }
  // The objective gets price times the row back in the same breath, so that reduced costs do not change.
  if (at.kind == Restoration::Kind::point) at.y[row] += shift;
}

void SlackColumn::reduce(PrimalDual& point) const {
  point.dual[row] -= shift;
}

}  // namespace planwerk
