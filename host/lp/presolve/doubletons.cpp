#include <algorithm>
#include <cmath>
#include <utility>

#include "host/lp/presolve/stages.hpp"

namespace planwerk {
namespace {

// x_removed = constant + slope x_kept, from the equation in `row`.
struct Doubleton {
  std::int32_t row;
  std::int32_t removed, kept;
  double removed_coefficient, kept_coefficient;
  double constant, slope;
  double lower = -infinity;         // of the kept column, afterwards
  double upper = infinity;          //
  bool lower_from_removed = false;  // whether the removed column's bounds gave them
  bool upper_from_removed = false;

  void join_bounds(const LinearProgram& lp) {
    double implied_lower = (lp.column_lower[removed] - constant) / slope;
    double implied_upper = (lp.column_upper[removed] - constant) / slope;
    if (slope < 0) std::swap(implied_lower, implied_upper);
    lower_from_removed = implied_lower > lp.column_lower[kept];
    upper_from_removed = implied_upper < lp.column_upper[kept];
    lower = std::max(lp.column_lower[kept], implied_lower);
    upper = std::min(lp.column_upper[kept], implied_upper);
  }
};

// Substitutions that would blow up rounding errors are left alone.
bool is_tame(double slope) {
  return std::fabs(slope) > 1e-3 && std::fabs(slope) < 1e3;
}

// Removes the column with fewer entries, for its entries move.
Doubleton doubleton_in(const LinearProgram& lp, std::int32_t row, const std::vector<std::int32_t>& column_entries) {
  auto removed = lp.matrix.row_offsets[row];
  auto kept = removed + 1;
  const auto& columns = lp.matrix.column_indices;
  if (column_entries[columns[removed]] > column_entries[columns[kept]]) std::swap(removed, kept);
  const double a = lp.matrix.values[removed], b = lp.matrix.values[kept];
  Doubleton doubleton{row, columns[removed], columns[kept], a, b, lp.row_lower[row] / a, -b / a};
  doubleton.join_bounds(lp);
  return doubleton;
}

std::vector<Doubleton> disjoint_doubletons(const LinearProgram& lp) {
  std::vector<std::int32_t> column_entries(lp.columns());
  for (const auto column : lp.matrix.column_indices) ++column_entries[column];
  std::vector<char> taken(lp.columns());
  std::vector<Doubleton> doubletons;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (lp.matrix.row_offsets[i + 1] - lp.matrix.row_offsets[i] != 2 || lp.row_lower[i] != lp.row_upper[i]) continue;
    const auto found = doubleton_in(lp, i, column_entries);
    if (taken[found.removed] || taken[found.kept] || !is_tame(found.slope)) continue;
    if (found.lower > found.upper) continue;  // infeasible; whoever proves it needs this row
    taken[found.removed] = taken[found.kept] = true;
    doubletons.push_back(found);
  }
  return doubletons;
}

std::vector<std::int32_t> numbers_left(const std::vector<std::int32_t>& new_numbers) {
  std::vector<std::int32_t> left;
  for (std::size_t i = 0; i < new_numbers.size(); ++i) {
    if (new_numbers[i] >= 0) left.push_back(static_cast<std::int32_t>(i));
  }
  return left;
}

class Substitution : public Presolved {
 public:
  Substitution(const LinearProgram& lp, std::vector<Doubleton> doubletons)
      : original_(lp), doubletons_(std::move(doubletons)), new_row_(lp.rows(), 0), new_column_(lp.columns(), 0) {
    number_what_is_left();
    move_entries();
    move_vectors();
  }

  const LinearProgram& reduced() const override { return reduced_; }
  Status status() const override { return Status::feasible; }
  std::vector<std::int32_t> rows_left() const override { return numbers_left(new_row_); }
  std::vector<std::int32_t> columns_left() const override { return numbers_left(new_column_); }
  const std::vector<double>& ray() const override { return no_ray_; }

  PrimalDual restore(const PrimalDual& point) const override {
    return {restored_primal(point.primal, true), restored_dual(point.dual, original_.objective)};
  }
  PrimalDual reduce(const PrimalDual& original_point) const override {
    PrimalDual point{std::vector<double>(reduced_.columns()), std::vector<double>(reduced_.rows())};
    for (std::int32_t j = 0; j < original_.columns(); ++j) {
      if (new_column_[j] >= 0) point.primal[new_column_[j]] = original_point.primal[j];
    }
    for (std::int32_t i = 0; i < original_.rows(); ++i) {
      if (new_row_[i] >= 0) point.dual[new_row_[i]] = original_point.dual[i];
    }
    return point;
  }
  std::vector<double> restore_infeasibility_ray(const std::vector<double>& ray) const override {
    return restored_dual(ray, std::vector<double>(original_.columns(), 0.0));
  }
  std::vector<double> restore_unboundedness_ray(const std::vector<double>& ray) const override {
    return restored_primal(ray, false);
  }

 private:
  void number_what_is_left() {
    for (const auto& d : doubletons_) {
      new_row_[d.row] = -1;
      new_column_[d.removed] = -1;
    }
    for (auto* numbers : {&new_row_, &new_column_}) {
      std::int32_t next = 0;
      for (auto& number : *numbers) number = number < 0 ? -1 : next++;
    }
  }

  // Entries of removed columns move to the kept ones; their constant part moves into the sides.
  void move_entries() {
    std::vector<const Doubleton*> removal(original_.columns(), nullptr);
    for (const auto& d : doubletons_) removal[d.removed] = &d;
    std::vector<Triplet> entries;
    entries.reserve(original_.matrix.values.size());
    row_shift_.assign(original_.rows(), 0.0);
    for (std::int32_t i = 0; i < original_.rows(); ++i) {
      if (new_row_[i] < 0) continue;
      for (auto k = original_.matrix.row_offsets[i]; k < original_.matrix.row_offsets[i + 1]; ++k) {
        const auto column = original_.matrix.column_indices[k];
        const double value = original_.matrix.values[k];
        if (const auto* d = removal[column]) {
          entries.push_back({new_row_[i], new_column_[d->kept], value * d->slope});
          row_shift_[i] += value * d->constant;
        } else {
          entries.push_back({new_row_[i], new_column_[column], value});
        }
      }
    }
    const auto rows = original_.rows() - static_cast<std::int32_t>(doubletons_.size());
    const auto columns = original_.columns() - static_cast<std::int32_t>(doubletons_.size());
    reduced_.matrix = matrix_from_triplets(rows, columns, std::move(entries));
  }

  void move_vectors() {
    auto objective = original_.objective, lower = original_.column_lower, upper = original_.column_upper;
    reduced_.objective_offset = original_.objective_offset;
    for (const auto& d : doubletons_) {
      objective[d.kept] += objective[d.removed] * d.slope;
      reduced_.objective_offset += objective[d.removed] * d.constant;
      lower[d.kept] = d.lower;
      upper[d.kept] = d.upper;
    }
    for (std::int32_t j = 0; j < original_.columns(); ++j) {
      if (new_column_[j] < 0) continue;
      reduced_.objective.push_back(objective[j]);
      reduced_.column_lower.push_back(lower[j]);
      reduced_.column_upper.push_back(upper[j]);
    }
    for (std::int32_t i = 0; i < original_.rows(); ++i) {
      if (new_row_[i] < 0) continue;
      reduced_.row_lower.push_back(original_.row_lower[i] - row_shift_[i]);
      reduced_.row_upper.push_back(original_.row_upper[i] - row_shift_[i]);
    }
  }

  std::vector<double> restored_primal(const std::vector<double>& primal, bool with_constant) const {
    std::vector<double> x(original_.columns());
    for (std::int32_t j = 0; j < original_.columns(); ++j) {
      if (new_column_[j] >= 0) x[j] = primal[new_column_[j]];
    }
    for (const auto& d : doubletons_) x[d.removed] = (with_constant ? d.constant : 0) + d.slope * x[d.kept];
    return x;
  }

  // The equation's price makes the reduced cost of one of its two columns zero; the other one then carries the reduced
  // cost of the kept column in the reduced programme, and must be the one whose bound is active there.
  std::vector<double> restored_dual(const std::vector<double>& dual, const std::vector<double>& objective) const {
    std::vector<double> y(original_.rows(), 0.0);
    for (std::int32_t i = 0; i < original_.rows(); ++i) {
      if (new_row_[i] >= 0) y[i] = dual[new_row_[i]];
    }
    const auto earned = multiply_transposed(original_.matrix, y);
    for (const auto& d : doubletons_) {
      const double removed_cost = objective[d.removed] - earned[d.removed];
      const double kept_cost = objective[d.kept] - earned[d.kept];
      const double reduced_cost = kept_cost + d.slope * removed_cost;
      const bool removed_is_active = reduced_cost > 0 ? d.lower_from_removed : d.upper_from_removed;
      y[d.row] = removed_is_active ? kept_cost / d.kept_coefficient : removed_cost / d.removed_coefficient;
    }
    return y;
  }

  const LinearProgram& original_;
  std::vector<Doubleton> doubletons_;
  std::vector<std::int32_t> new_row_, new_column_;  // -1 where taken out
  std::vector<double> row_shift_;
  LinearProgram reduced_;
  std::vector<double> no_ray_;
};

}  // namespace

std::unique_ptr<Presolved> substitute_doubletons(const LinearProgram& lp) {
  constexpr std::int64_t worthwhile_share = 200;  // one row in so many
  auto doubletons = disjoint_doubletons(lp);
  const auto found = static_cast<std::int64_t>(doubletons.size());
  if (found == 0 || worthwhile_share * found < lp.rows()) return nullptr;
  return std::make_unique<Substitution>(lp, std::move(doubletons));
}

}  // namespace planwerk
