#include "host/plan/repair/potentials.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr double tight = 5e-2;       // slack of a row, relative to its turnover, that a correction may use up
constexpr double least_room = 1e-6;  // relative distance to a bound that counts as room to move
constexpr int most_sweeps = 25;
constexpr double settled = 5e-2;  // relative change of a potential that is worth another sweep

}  // namespace

void Potentials::Sum::add(double size, double potential) {
  if (std::isinf(potential)) {
    ++infinite;
  } else {
    finite += size * potential;
  }
}

double Potentials::Sum::without(double size, double potential) const {
  if (std::isinf(potential)) return infinite > 1 ? infinity : finite;
  return infinite > 0 ? infinity : std::max(0.0, finite - size * potential);
}

Room room_to_move(const CorrectionSystem& system, const std::vector<double>& levels) {
  Room room;
  for (std::int32_t j = 0; j < system.columns(); ++j) {
    room.up.push_back(system.upper[j] - levels[j] > least_room * levels[j]);
    room.down.push_back(levels[j] - system.lower[j] > least_room * levels[j]);
  }
  return room;
}

Potentials::Potentials(const CorrectionSystem& system, const std::vector<double>& levels, const MoveCosts& costs,
                       const Room& room)
    : system_(system),
      costs_(costs),
      room_(room),
      missing_(system.rows(), infinity),
      surplus_(system.rows(), infinity),
      tight_below_(system.rows()),
      tight_above_(system.rows()),
      raising_(system.columns()),
      lowering_(system.columns()) {
  const SparseMatrix& matrix = system.by_rows;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    double value = 0, gross = 0;
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      const double term = matrix.values[k] * levels[matrix.column_indices[k]];
      value += term;
      gross += std::fabs(term);
    }
    tight_below_[i] = value - system.row_lower[i] <= tight * gross;
    tight_above_[i] = system.row_upper[i] - value <= tight * gross;
  }
  for (int n = 0; n < most_sweeps && sweep(); ++n) {
  }
}

// What a change of a row by one unit of the entry's sign costs there: nothing while the row has slack on that side.
double Potentials::side_cost(std::int32_t row, double change) const {
  if (change < 0) return tight_below_[row] ? missing_[row] : 0;
  return tight_above_[row] ? surplus_[row] : 0;
}

Potentials::Sum Potentials::effects(std::int32_t column, bool raised) const {
  Sum sum;
  if (!(raised ? room_.up[column] : room_.down[column])) {
    sum.infinite = 2;  // whatever is taken out
    return sum;
  }
  sum.finite = (raised ? costs_.raising : costs_.lowering)[column];
  const SparseMatrix& matrix = system_.by_columns;
  for (auto k = matrix.row_offsets[column]; k < matrix.row_offsets[column + 1]; ++k) {
    const double change = raised ? matrix.values[k] : -matrix.values[k];
    sum.add(std::fabs(change), side_cost(matrix.column_indices[k], change));
  }
  return sum;
}

double Potentials::cost(std::int32_t row, bool missing, std::int32_t column, double entry) const {
  const bool raised = (entry > 0) == missing;
  const double size = std::fabs(entry);
  return (raised ? raising_ : lowering_)[column].without(size, side_cost(row, missing ? 1 : -1)) / size;
}

bool Potentials::sweep() {
  for (std::int32_t j = 0; j < system_.columns(); ++j) {
    raising_[j] = effects(j, true);
    lowering_[j] = effects(j, false);
  }
  bool changed = false;
  const SparseMatrix& matrix = system_.by_rows;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    double least_missing = missing_[i], least_surplus = surplus_[i];
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      const std::int32_t j = matrix.column_indices[k];
      least_missing = std::min(least_missing, cost(i, true, j, matrix.values[k]));
      least_surplus = std::min(least_surplus, cost(i, false, j, matrix.values[k]));
    }
    changed |= least_missing < missing_[i] * (1 - settled) || least_surplus < surplus_[i] * (1 - settled);
    missing_[i] = least_missing;
    surplus_[i] = least_surplus;
  }
  return changed;
}

}  // namespace planwerk
