#include "host/lp/dual_correction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "host/lp/gram_eigenvalue.hpp"
#include "host/lp/least_change.hpp"
#include "host/lp/presolve/parallel.hpp"
#include "host/lp/reduced_costs.hpp"

namespace planwerk {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double upwards = 1 + 1e-10;  // more than the rounding of sums of positive terms that are bounds
constexpr int passes_at_most = 8;
constexpr double noise_level = 1e-11;  // of multipliers, relative to the largest
constexpr std::size_t columns_at_most = 20'000;
constexpr std::size_t free_columns_at_most = 800;  // for a dense factorisation
constexpr std::int64_t work_at_least = 20'000'000, sweeps_at_most = 20;

double power_of_two_near(double value) {
  int exponent = 0;
  std::frexp(value, &exponent);
  return std::ldexp(1.0, exponent);
}

class Correction {
 public:
  Correction(const LinearProgram& lp, const std::vector<double>& objective, std::vector<double> dual,
             const ReducedCosts& d, const Box& box)
      : lp_(lp),
        objective_(objective),
        by_columns_(transposed(lp.matrix)),
        y_(std::move(dual)),
        radius_(lp.rows(), 0.0),
        weight_(lp.rows(), 0.0),
        d_(d),
        was_chosen_(lp.columns(), false),
        wanted_sign_(lp.columns(), 0),
        work_left_(std::max(work_at_least, sweeps_at_most * lp.matrix.nonzeros())) {
    for (std::int32_t j = 0; j < lp.columns(); ++j) {
      const bool open_below = box.lower[j] == -infinity, open_above = box.upper[j] == infinity;
      if (open_below && open_above) free_columns_.push_back(j);
      wanted_sign_[j] = static_cast<std::int8_t>(open_above) - static_cast<std::int8_t>(open_below);
    }
    join_opposite_columns();
  }

  // `also_small`: whether multipliers that are zero but for noise may change.
  std::optional<EnclosedDual> run(bool also_small) {
    if (free_columns_.size() > free_columns_at_most) return std::nullopt;
    allow_rows(also_small);
    for (int pass = 0; pass < passes_at_most && work_left_ > 0; ++pass) {
      d_ = reduced_costs(lp_, objective_, y_);
      if (!enclose_exact_point()) return std::nullopt;
      if (all_signs_hold()) return enclosed();
      choose_columns(std::ldexp(1.0, pass));
      if (goals_.size() > columns_at_most) return std::nullopt;
      move();
    }
    return std::nullopt;
  }

 private:
  template <class F>
  void for_column(std::int32_t column, F&& f) const {
    for (auto k = by_columns_.row_offsets[column]; k < by_columns_.row_offsets[column + 1]; ++k) {
      f(by_columns_.column_indices[k], by_columns_.values[k]);
    }
  }
  bool has_one_side(std::int32_t i) const { return std::isinf(lp_.row_lower[i]) != std::isinf(lp_.row_upper[i]); }

  // Two columns open on the same side of which one undoes the other are one free column written as two: their reduced
  // costs, each the other's negative, can only be zero, as they nearly are. The first stands for both.
  void join_opposite_columns() {
    constexpr double near_zero = 0x1p20;  // in units of rounding
    std::unordered_map<std::uint64_t, std::int32_t> seen;
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      if (wanted_sign_[j] == 0 || std::fabs(d_.value[j]) > near_zero * noise_of(j)) continue;
      const auto entries_of = [this](std::int32_t column) {
        return [this, column](auto&& f) { for_column(column, f); };
      };
      const auto [place, is_new] = seen.try_emplace(hash_of_direction(entries_of(j)), j);
      const auto first = place->second;
      if (is_new || wanted_sign_[first] != wanted_sign_[j] || objective_[first] != -objective_[j]) continue;
      if (!are_opposite(first, j)) continue;
      free_columns_.push_back(first);
      opposites_.push_back(j);
      wanted_sign_[first] = wanted_sign_[j] = 0;
    }
  }

  bool are_opposite(std::int32_t first, std::int32_t second) const {
    auto k = by_columns_.row_offsets[first];
    const auto end = by_columns_.row_offsets[first + 1];
    if (end - k != by_columns_.row_offsets[second + 1] - by_columns_.row_offsets[second]) return false;
    bool opposite = true;
    for_column(second, [&](std::int32_t i, double a) {
      opposite = opposite && by_columns_.column_indices[k] == i && by_columns_.values[k] == -a;
      ++k;
    });
    return opposite;
  }

  // Multipliers of rows with a side may change; those of inequalities until they would change their sign, and where
  // they are noise they are zero and stay so unless `also_small`. The weight evens out the sizes of rows.
  void allow_rows(bool also_small) {
    double largest = 0;
    for (const double y : y_) largest = std::max(largest, std::fabs(y));
    for (std::int32_t i = 0; i < lp_.rows(); ++i) {
      weight_[i] = 0;
      if (std::isinf(lp_.row_lower[i]) && std::isinf(lp_.row_upper[i])) continue;
      if (!also_small && has_one_side(i) && std::fabs(y_[i]) <= noise_level * largest) {
        y_[i] = 0;
        continue;
      }
      double entry = 0;
      for (auto k = lp_.matrix.row_offsets[i]; k < lp_.matrix.row_offsets[i + 1]; ++k) {
        entry = std::max(entry, std::fabs(lp_.matrix.values[k]));
      }
      if (entry > 0) weight_[i] = 1 / power_of_two_near(entry);
    }
  }

  double scale_of(std::int32_t column) const {
    double squares = 0;
    for_column(column, [&](std::int32_t i, double a) { squares += (weight_[i] * a) * (weight_[i] * a); });
    return squares > 0 ? 1 / power_of_two_near(std::sqrt(squares)) : 0;
  }

  // By how much the exact point can change a reduced cost.
  double reach_of_radius(std::int32_t column) const {
    double reach = 0;
    for_column(column, [&](std::int32_t i, double a) { reach += std::fabs(a) * radius_[i]; });
    return reach * upwards;
  }

  // Sets the radius. False where no exact point can be shown to be near.
  bool enclose_exact_point() {
    if (free_columns_.empty()) return true;
    constexpr int attempts = 3;
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const auto distance = distance_of_exact_point();
      if (!distance) return false;
      std::fill(radius_.begin(), radius_.end(), 0.0);
      for (const auto j : free_columns_) {
        for_column(j, [&](std::int32_t i, double) { radius_[i] = weight_[i] * *distance * upwards; });
      }
      bool signs_are_sure = true;
      for (std::int32_t i = 0; i < lp_.rows(); ++i) {
        if (radius_[i] == 0 || !has_one_side(i) || std::fabs(y_[i]) > radius_[i]) continue;
        weight_[i] = 0;
        signs_are_sure = false;
      }
      if (signs_are_sure) return true;
    }
    return false;
  }

  // Of the weighted multipliers, in the 2-norm.
  std::optional<double> distance_of_exact_point() const {
    std::vector<double> scale;
    double squares = 0;
    for (const auto j : free_columns_) {
      scale.push_back(scale_of(j));
      const double residual = scale.back() * (std::fabs(d_.value[j]) + d_.error[j]);
      squares += residual * residual;
    }
    const double eigenvalue = gram_eigenvalue_bound(by_columns_, free_columns_, weight_, scale);
    if (eigenvalue == 0) return std::nullopt;
    return std::sqrt(squares / eigenvalue) * upwards;
  }

  bool all_signs_hold() const {
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      const int sign = wanted_sign_[j];
      if (sign != 0 && !(sign * d_.value[j] >= d_.error[j] + reach_of_radius(j))) return false;
    }
    return true;
  }

  // Columns whose reduced cost is wrong or near it, or was before, and all free ones.
  void choose_columns(double boldness) {
    goals_.clear();
    for (const auto j : free_columns_) goals_.push_back({j, 0, noise_of(j), scale_of(j)});
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      const int sign = wanted_sign_[j];
      if (sign == 0) continue;
      const double least = 4 * boldness * (noise_of(j) + reach_of_radius(j));
      if (!was_chosen_[j] && sign * d_.value[j] >= 8 * least) continue;
      was_chosen_[j] = true;
      goals_.push_back({j, sign * std::max(2 * least, sign * d_.value[j]), least, scale_of(j)});
    }
    std::erase_if(goals_, [](const ReducedCostGoal& goal) { return goal.scale == 0; });
  }

  // What rounding the multipliers does to a reduced cost.
  double noise_of(std::int32_t column) const {
    double magnitude = std::fabs(objective_[column]);
    for_column(column, [&](std::int32_t i, double a) { magnitude += std::fabs(a * y_[i]); });
    return 4 * epsilon * magnitude;
  }

  // Multipliers that would change their sign become zero and stay so.
  void move() {
    const auto change = least_change(by_columns_, weight_, goals_, d_.value, work_left_);
    for (std::int32_t i = 0; i < lp_.rows(); ++i) {
      const double moved = y_[i] + change[i];
      const bool crosses_zero = has_one_side(i) && (std::isinf(lp_.row_lower[i]) ? moved > 0 : moved < 0);
      if (crosses_zero) weight_[i] = 0;
      y_[i] = crosses_zero ? 0 : moved;
    }
  }

  EnclosedDual enclosed() {
    EnclosedDual result{std::move(y_), std::move(radius_), std::vector<char>(lp_.columns(), false)};
    for (const auto j : free_columns_) result.is_exact[j] = true;
    for (const auto j : opposites_) result.is_exact[j] = true;
    return result;
  }

  const LinearProgram& lp_;
  const std::vector<double>& objective_;
  const SparseMatrix by_columns_;
  std::vector<double> y_, radius_;
  std::vector<double> weight_;  // of a row's multiplier, a power of two; 0: it stays
  std::vector<std::int32_t> free_columns_, opposites_;
  ReducedCosts d_;
  std::vector<ReducedCostGoal> goals_;    // of the chosen columns
  std::vector<char> was_chosen_;          // in any pass
  std::vector<std::int8_t> wanted_sign_;  // of reduced costs; 0: any, or that of a free column
  std::int64_t work_left_;
};

}  // namespace

std::optional<EnclosedDual> corrected_dual(const LinearProgram& lp, const std::vector<double>& objective,
                                           const std::vector<double>& dual, const ReducedCosts& d, const Box& box) {
  std::size_t wrong = 0;
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    wrong += (d.value[j] > 0 && box.lower[j] == -infinity) || (d.value[j] < 0 && box.upper[j] == infinity);
  }
  if (wrong > columns_at_most) return std::nullopt;
  for (const bool also_small : {false, true}) {
    if (auto corrected = Correction(lp, objective, dual, d, box).run(also_small)) return corrected;
  }
  return std::nullopt;
}

}  // namespace planwerk
