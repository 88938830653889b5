#include "host/lp/presolve/substitution.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/lp/presolve/undo.hpp"

namespace planwerk {
namespace {

constexpr std::int32_t taken_out = -1;

std::vector<std::int32_t> numbers_left(const std::vector<std::int32_t>& new_numbers) {
  std::vector<std::int32_t> left;
  for (std::size_t i = 0; i < new_numbers.size(); ++i) {
    if (new_numbers[i] != taken_out) left.push_back(static_cast<std::int32_t>(i));
  }
  return left;
}

// A row while multiples of others are added to it: sums by column, and how large their terms were, so that what cancels
// but for rounding is dropped.
class RowSum {
 public:
  explicit RowSum(std::int32_t columns) : sum_(columns), magnitude_(columns) {}

  void add(std::int32_t column, double term) {
    if (magnitude_[column] == 0) columns_.push_back(column);
    sum_[column] += term;
    magnitude_[column] += std::fabs(term);
  }

  // f(column, value) for each entry, columns ascending; leaves the sum empty.
  template <class F>
  void take(F&& f) {
    constexpr double rounding = 1e-14;
    std::sort(columns_.begin(), columns_.end());
    for (const auto column : columns_) {
      if (std::fabs(sum_[column]) > rounding * magnitude_[column]) f(column, sum_[column]);
      sum_[column] = magnitude_[column] = 0;
    }
    columns_.clear();
  }

 private:
  std::vector<double> sum_, magnitude_;  // per column
  std::vector<std::int32_t> columns_;    // with an entry
};

class Substitution : public Presolved {
 public:
  Substitution(const LinearProgram& lp, std::vector<Pivot> pivots)
      : original_(lp), pivots_(std::move(pivots)), new_row_(lp.rows(), 0), new_column_(lp.columns(), 0) {
    // Bounds are handed back last, when all other prices are known.
    std::stable_partition(pivots_.begin(), pivots_.end(), [](const Pivot& p) { return p.heir < 0; });
    number_what_is_left();
    move_columns();
    move_rows();
  }

  const LinearProgram& reduced() const override { return reduced_; }
  Status status() const override { return Status::feasible; }
  std::vector<std::int32_t> rows_left() const override { return numbers_left(new_row_); }
  std::vector<std::int32_t> columns_left() const override { return numbers_left(new_column_); }
  const std::vector<double>& ray() const override { return no_ray_; }

  PrimalDual restore(const PrimalDual& point) const override {
    return restored(Restoration::Kind::point, point.primal, point.dual);
  }
  PrimalDual reduce(const PrimalDual& original_point) const override {
    PrimalDual point{std::vector<double>(reduced_.columns()), std::vector<double>(reduced_.rows())};
    for (std::int32_t j = 0; j < original_.columns(); ++j) {
      if (new_column_[j] != taken_out) point.primal[new_column_[j]] = original_point.primal[j];
    }
    for (std::int32_t i = 0; i < original_.rows(); ++i) {
      if (new_row_[i] != taken_out) point.dual[new_row_[i]] = original_point.dual[i];
    }
    return point;
  }
  std::vector<double> restore_infeasibility_ray(const std::vector<double>& ray) const override {
    return restored(Restoration::Kind::infeasibility_ray, {}, ray).dual;
  }
  std::vector<double> restore_unboundedness_ray(const std::vector<double>& ray) const override {
    return restored(Restoration::Kind::unboundedness_ray, ray, {}).primal;
  }

 private:
  template <class F>
  void for_row(std::int32_t row, F&& f) const {
    const auto& matrix = original_.matrix;
    for (auto k = matrix.row_offsets[row]; k < matrix.row_offsets[row + 1]; ++k) {
      f(matrix.column_indices[k], matrix.values[k]);
    }
  }

  void number_what_is_left() {
    for (const auto& p : pivots_) {
      new_row_[p.row] = taken_out;
      new_column_[p.column] = taken_out;
    }
    for (auto* numbers : {&new_row_, &new_column_}) {
      std::int32_t next = 0;
      for (auto& number : *numbers) number = number == taken_out ? taken_out : next++;
    }
  }

  // The removed columns' costs go to the others in their rows.
  void move_columns() {
    auto objective = original_.objective, lower = original_.column_lower, upper = original_.column_upper;
    reduced_.objective_offset = original_.objective_offset;
    for (const auto& p : pivots_) {
      const double price = original_.objective[p.column] / p.coefficient;
      if (price != 0) for_row(p.row, [&](std::int32_t j, double a) { objective[j] -= price * a; });
      reduced_.objective_offset += price * p.side;
      if (p.heir < 0) continue;
      lower[p.heir] = p.heir_bounds.lower;
      upper[p.heir] = p.heir_bounds.upper;
    }
    for (std::int32_t j = 0; j < original_.columns(); ++j) {
      if (new_column_[j] == taken_out) continue;
      reduced_.objective.push_back(objective[j]);
      reduced_.column_lower.push_back(lower[j]);
      reduced_.column_upper.push_back(upper[j]);
    }
  }

  // Each row that is left, less the multiples of pivot rows that take the removed columns out of it.
  void move_rows() {
    std::vector<const Pivot*> pivot_of(original_.columns(), nullptr);
    for (const auto& p : pivots_) pivot_of[p.column] = &p;
    RowSum sum(original_.columns());
    auto& matrix = reduced_.matrix;
    matrix.rows = original_.rows() - static_cast<std::int32_t>(pivots_.size());
    matrix.columns = original_.columns() - static_cast<std::int32_t>(pivots_.size());
    matrix.column_indices.reserve(original_.matrix.column_indices.size());
    matrix.values.reserve(original_.matrix.values.size());
    const auto append = [&](std::int32_t column, double value) {
      matrix.column_indices.push_back(new_column_[column]);
      matrix.values.push_back(value);
    };
    for (std::int32_t i = 0; i < original_.rows(); ++i) {
      if (new_row_[i] == taken_out) continue;
      double shift = 0;
      bool changed = false;
      for_row(i, [&](std::int32_t j, double) { changed = changed || pivot_of[j] != nullptr; });
      if (changed) {
        shift = add_up(i, pivot_of, sum);
        sum.take(append);
      } else {
        for_row(i, append);
      }
      matrix.row_offsets.push_back(matrix.nonzeros());
      reduced_.row_lower.push_back(original_.row_lower[i] - shift);
      reduced_.row_upper.push_back(original_.row_upper[i] - shift);
    }
  }

  // Returns the constant by which the row's sides move.
  double add_up(std::int32_t row, const std::vector<const Pivot*>& pivot_of, RowSum& sum) const {
    double shift = 0;
    for_row(row, [&](std::int32_t column, double value) {
      const Pivot* p = pivot_of[column];
      if (p == nullptr) return sum.add(column, value);
      const double factor = value / p->coefficient;
      shift += factor * p->side;
      for_row(p->row, [&](std::int32_t j, double a) {
        if (j != column) sum.add(j, -factor * a);
      });
    });
    return shift;
  }

  PrimalDual restored(Restoration::Kind kind, const std::vector<double>& primal,
                      const std::vector<double>& dual) const {
    PrimalDual start;
    if (kind != Restoration::Kind::infeasibility_ray) start.primal = scattered(primal, new_column_);
    if (kind != Restoration::Kind::unboundedness_ray) start.dual = scattered(dual, new_row_);
    Restoration at(original_, kind, original_.objective, std::move(start));
    for (const auto& p : pivots_) {
      if (kind != Restoration::Kind::infeasibility_ray) {
        at.x[p.column] = (at.side(p.side) - at.activity(p.row)) / p.coefficient;
      }
      if (kind != Restoration::Kind::unboundedness_ray) at.add_dual(p.row, price(p, at));
    }
    return {std::move(at.x), std::move(at.y)};
  }

  static std::vector<double> scattered(const std::vector<double>& values, const std::vector<std::int32_t>& places) {
    std::vector<double> result(places.size(), 0.0);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] != taken_out) result[i] = values[places[i]];
    }
    return result;
  }

  // The row's price makes the reduced cost of the removed column zero. Where bounds were handed on it may be the heir's
  // instead: whichever of the two has the active bound carries the reduced cost.
  double price(const Pivot& p, const Restoration& at) const {
    const double removed_price = at.reduced_costs[p.column] / p.coefficient;
    if (p.heir < 0) return removed_price;
    double heir_coefficient = 0;
    for_row(p.row, [&](std::int32_t j, double a) { heir_coefficient = j == p.heir ? a : heir_coefficient; });
    const double heir_cost = at.reduced_costs[p.heir] - heir_coefficient * removed_price;
    const bool removed_is_active = heir_cost > 0 ? p.lower_from_removed : p.upper_from_removed;
    return removed_is_active ? at.reduced_costs[p.heir] / heir_coefficient : removed_price;
  }

  const LinearProgram& original_;
  std::vector<Pivot> pivots_;
  std::vector<std::int32_t> new_row_, new_column_;  // in the reduced programme, or taken_out
  LinearProgram reduced_;
  std::vector<double> no_ray_;
};

}  // namespace

std::unique_ptr<Presolved> substitute(const LinearProgram& lp, std::vector<Pivot> pivots) {
  return std::make_unique<Substitution>(lp, std::move(pivots));
}

}  // namespace planwerk
