#include "tests/support/random_lps.hpp"

#include <random>

#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  // Uniform in low..high; the engine's sequence is fixed by the standard, distributions are not.
  int between(int low, int high) {
    return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(int n) { return between(1, n) == 1; }

 private:
  std::mt19937_64 engine_;
};

std::vector<double> random_coefficients(Dice& dice, int columns, const std::vector<DenseRow>& earlier) {
  if (!earlier.empty() && dice.one_in(6)) {
    auto repeated = earlier[dice.between(0, static_cast<int>(earlier.size()) - 1)].coefficients;
    const double factor = dice.one_in(2) ? 2 : -1;
    for (auto& a : repeated) a *= factor;
    return repeated;
  }
  std::vector<double> coefficients(columns, 0.0);
  const int entries = dice.one_in(4) ? dice.between(0, 1) : dice.between(2, 4);
  for (int k = 0; k < entries; ++k) coefficients[dice.between(0, columns - 1)] = dice.between(-4, 4);
  return coefficients;
}

// Sides around the activity at an inner point, so that most programmes are feasible.
DenseRow random_row(Dice& dice, std::vector<double> coefficients, const std::vector<double>& inner) {
  double activity = dice.one_in(8) ? dice.between(-3, 3) : 0;
  for (std::size_t j = 0; j < inner.size(); ++j) activity += coefficients[j] * inner[j];
  DenseRow row{std::move(coefficients)};
  switch (dice.between(0, 3)) {
    case 0:
      row.lower = row.upper = activity;
      break;
    case 1:
      row.lower = activity - dice.between(0, 3);
      break;
    case 2:
      row.upper = activity + dice.between(0, 3);
      break;
    default:
      row.lower = activity - dice.between(0, 3);
      row.upper = activity + dice.between(0, 3);
  }
  return row;
}

void random_bounds(Dice& dice, double inner, DenseLp& lp) {
  double lower = inner - dice.between(0, 2), upper = inner + dice.between(0, 2);
  switch (dice.between(0, 5)) {
    case 0:
      lower = -infinity;
      upper = infinity;
      break;
    case 1:
      lower = -infinity;
      break;
    case 2:
    case 3:
      upper = infinity;
      break;
    default:
      break;
  }
  lp.column_lower.push_back(lower);
  lp.column_upper.push_back(upper);
}

}  // namespace

LinearProgram random_lp(std::uint64_t seed) {
  Dice dice(seed);
  const int columns = dice.between(1, 7), rows = dice.between(0, 8);
  DenseLp lp;
  std::vector<double> inner;
  for (int j = 0; j < columns; ++j) {
    inner.push_back(dice.between(-2, 3));
    lp.objective.push_back(dice.one_in(4) ? 0 : dice.between(-1, 5));
    random_bounds(dice, inner.back(), lp);
  }
  for (int i = 0; i < rows; ++i) {
    auto coefficients = random_coefficients(dice, columns, lp.rows);
    lp.rows.push_back(random_row(dice, std::move(coefficients), inner));
  }
  lp.offset = dice.between(-2, 2);
  return from_dense(lp);
}

}  // namespace planwerk
