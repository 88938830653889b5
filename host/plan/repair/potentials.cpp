#include "host/plan/repair/potentials.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr double tight = 5e-2;       // slack of a row, relative to its turnover, that a correction may use up
constexpr double least_room = 1e-6;  // relative distance to a bound that counts as room to move
constexpr int most_price_sweeps = 10;
constexpr double settled = 5e-2;  // relative change of a potential that is worth another sweep
constexpr double without_way_out = 10;
constexpr double noise = 1e-6;  // relative difference of costs that says nothing

}  // namespace

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
      potentials_(system.rows()),
      tight_below_(system.rows()),
      tight_above_(system.rows()),
      moves_(system.columns()),
      stale_rows_(system.rows(), 1),
      stale_columns_(system.columns(), 1) {
  find_tight_rows(levels);
  update_columns();
  for (int sweep = 0; sweep < most_price_sweeps && update_rows(); ++sweep) update_columns();
  close_gaps();
}

// Loops that feed nothing but themselves end nowhere by these equations, although lowering all of one does no harm.
// Rows without a way out are valued by the duals, which know, several times over; whether a column has room is from
// here on for the user to see.
void Potentials::close_gaps() {
  for (std::int32_t i = 0; i < system_.rows(); ++i) {
    Potential& potential = potentials_[i];
    if (potential.falling == infinity) potential.falling = without_way_out * costs_.worth_of_row[i];
    if (potential.rising == infinity) potential.rising = without_way_out * costs_.worth_of_row[i];
  }
  room_counts_ = false;
  stale_columns_.assign(system_.columns(), 1);
  update_columns();
}

void Potentials::find_tight_rows(const std::vector<double>& levels) {
  const SparseMatrix& matrix = system_.by_rows;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    double value = 0, gross = 0;
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
      const double term = matrix.values[k] * levels[matrix.column_indices[k]];
      value += term;
      gross += std::fabs(term);
    }
    tight_below_[i] = value - system_.row_lower[i] <= tight * gross;
    tight_above_[i] = system_.row_upper[i] - value <= tight * gross;
    potentials_[i] = {tight_below_[i] ? infinity : 0, tight_above_[i] ? infinity : 0};
  }
}

// The sum less one of its terms, size * potential.
inline double Potentials::without(const Sum& sum, double size, double potential) {
  if (potential == infinity) return sum.infinite > 1 ? infinity : sum.finite;
  return sum.infinite > 0 ? infinity : std::max(0.0, sum.finite - size * potential);
}

inline Potentials::Sum Potentials::effects(std::int32_t column, bool raised) const {
  if (room_counts_ && !(raised ? room_.up[column] : room_.down[column]))
    return {0, 2};  // infinite, whatever is taken out
  Sum sum{(raised ? costs_.raising : costs_.lowering)[column], 0};
  const SparseMatrix& matrix = system_.by_columns;
  for (auto k = matrix.row_offsets[column]; k < matrix.row_offsets[column + 1]; ++k) {
    const double entry = matrix.values[k];
    const double potential = price(matrix.column_indices[k], (entry > 0) != raised);
    if (potential == infinity) {
      ++sum.infinite;
    } else {
      sum.finite += std::fabs(entry) * potential;
    }
  }
  return sum;
}

double Potentials::cost(std::int32_t row, bool missing, std::int32_t column, double entry) const {
  const bool raised = (entry > 0) == missing;
  const double size = std::fabs(entry);
  return without(moves_[column].of(raised), size, price(row, !missing)) / size;
}

std::int32_t Potentials::raise(std::int32_t row, bool missing, double least_cost) {
  double& potential = missing ? potentials_[row].falling : potentials_[row].rising;
  if (!(least_cost > potential * (1 + noise)) || potential == infinity) return 0;
  const double rise = std::max(least_cost - potential, settled * potential);
  potential += rise;
  const SparseMatrix& matrix = system_.by_rows;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    // A row gets short where a column with a positive entry is lowered, or one with a negative entry raised.
    const bool raised = (matrix.values[k] > 0) != missing;
    moves_[matrix.column_indices[k]].of(raised).finite += std::fabs(matrix.values[k]) * rise;
  }
  return static_cast<std::int32_t>(matrix.row_offsets[row + 1] - matrix.row_offsets[row]);
}

inline double Potentials::least_cost(std::int32_t row, bool missing) const {
  double least = infinity;
  const SparseMatrix& matrix = system_.by_rows;
  for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
    least = std::min(least, cost(row, missing, matrix.column_indices[k], matrix.values[k]));
  }
  return least;
}

inline bool Potentials::improve(std::int32_t row, bool missing, double& potential) const {
  const double least = least_cost(row, missing);
  if (!(least < potential * (1 - settled))) return false;
  potential = least;
  return true;
}

// True where a potential has become worth passing on.
bool Potentials::update_rows() {
  bool any = false;
  const SparseMatrix& matrix = system_.by_rows;
  for (std::int32_t i = 0; i < matrix.rows; ++i) {
    if (!stale_rows_[i]) continue;
    stale_rows_[i] = 0;
    bool improved = tight_below_[i] && improve(i, true, potentials_[i].falling);
    improved |= tight_above_[i] && improve(i, false, potentials_[i].rising);
    if (!improved) continue;
    any = true;
    for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k)
      stale_columns_[matrix.column_indices[k]] = 1;
  }
  return any;
}

void Potentials::update_columns() {
  const SparseMatrix& matrix = system_.by_columns;
  for (std::int32_t j = 0; j < matrix.rows; ++j) {
    if (!stale_columns_[j]) continue;
    stale_columns_[j] = 0;
    moves_[j] = {effects(j, true), effects(j, false)};
    for (auto k = matrix.row_offsets[j]; k < matrix.row_offsets[j + 1]; ++k) stale_rows_[matrix.column_indices[k]] = 1;
  }
}

}  // namespace planwerk
