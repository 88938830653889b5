#include <algorithm>
#include <utility>

#include "host/lp/presolve/reductions.hpp"
#include "host/lp/presolve/stages.hpp"
#include "host/lp/presolve/working_program.hpp"

namespace planwerk {
namespace {

void reduce_row(WorkingProgram& program, std::int32_t row) {
  if (program.row_entries[row] == 0) return reduce_empty_row(program, row);
  if (program.row_entries[row] == 1) return reduce_singleton_row(program, row);
  reduce_by_activity(program, row);
}

void reduce_column(WorkingProgram& program, std::int32_t column) {
  reduce_fixed_column(program, column);
  if (!program.has_column[column]) return;
  if (program.column_entries[column] == 0) return reduce_empty_column(program, column);
  reduce_dominated_column(program, column);
  if (program.has_column[column] && program.column_entries[column] == 1) reduce_singleton_column(program, column);
}

// Visits what is queued until nothing is. False where a contradiction ended it.
bool reduce_until_nothing_changes(WorkingProgram& program) {
  constexpr int rounds_at_most = 50;
  for (int round = 0; round < rounds_at_most; ++round) {
    const auto rows = program.take_rows_to_visit();
    for (const auto row : rows) {
      if (program.has_row[row]) reduce_row(program, row);
      if (program.status != Status::feasible) return false;
    }
    const auto columns = program.take_columns_to_visit();
    for (const auto column : columns) {
      if (program.has_column[column]) reduce_column(program, column);
    }
    if (rows.empty() && columns.empty()) break;
  }
  return true;
}

// Without rows, a column that is left is one that falls for ever, and nothing stands in its way.
void decide_without_rows(WorkingProgram& program) {
  if (std::count(program.has_row.begin(), program.has_row.end(), true) > 0) return;
  const auto left = std::find(program.has_column.begin(), program.has_column.end(), true);
  if (left == program.has_column.end()) {
    program.status = Status::optimal;
    return;
  }
  const auto column = left - program.has_column.begin();
  program.status = Status::unbounded;
  program.ray.assign(program.has_column.size(), 0.0);
  program.ray[column] = program.objective[column] > 0 ? -1 : 1;
}

// Looks at all that is left at once; returns how many rows and columns went.
std::int64_t reduce_by_comparison(WorkingProgram& program) {
  auto count = reduce_duplicate_rows(program);
  if (program.depth == PresolveDepth::light || program.status != Status::feasible) return count;
  count += reduce_duplicate_columns(program);
  count += drop_redundant_sides(program);
  drop_implied_bounds(program);
  return count + reduce_by_dual_bounds(program);
}

// Comparing all again is worth it where one row or column in so many went the last time.
void reduce_all(WorkingProgram& program) {
  constexpr std::int64_t worthwhile_share = 1000;
  const auto size = std::int64_t{program.original.rows()} + program.original.columns();
  bool compares_again = true;
  while (reduce_until_nothing_changes(program) && compares_again) {
    const auto count = reduce_by_comparison(program);
    compares_again = worthwhile_share * count >= size && count > 0;
    if (program.status != Status::feasible) return;
  }
  if (program.status == Status::feasible) decide_without_rows(program);
}

std::vector<std::int32_t> places_left(const std::vector<char>& has) {
  std::vector<std::int32_t> places;
  for (std::size_t i = 0; i < has.size(); ++i) {
    if (has[i]) places.push_back(static_cast<std::int32_t>(i));
  }
  return places;
}

std::vector<double> gathered(const std::vector<double>& values, const std::vector<std::int32_t>& places) {
  std::vector<double> result;
  result.reserve(places.size());
  for (const auto place : places) result.push_back(values[place]);
  return result;
}

std::vector<double> scattered(const std::vector<double>& values, const std::vector<std::int32_t>& places,
                              std::size_t size) {
  std::vector<double> result(size, 0.0);
  for (std::size_t i = 0; i < places.size(); ++i) result[places[i]] = values[i];
  return result;
}

// What presolve found, with rows and columns of the reduced programme kept as places in the original one.
class Reduction : public Presolved {
 public:
  Reduction(const LinearProgram& lp, WorkingProgram&& program)
      : original_(lp),
        status_(program.status),
        rows_(places_left(program.has_row)),
        columns_(places_left(program.has_column)) {
    nothing_changed_ = static_cast<std::int32_t>(rows_.size()) == lp.rows() &&
                       static_cast<std::int32_t>(columns_.size()) == lp.columns() &&
                       program.column_lower == lp.column_lower && program.column_upper == lp.column_upper;
    if (!nothing_changed_) build_reduced(program);
    objective_ = std::move(program.objective);
    undo_ = std::move(program.undo);
    if (status_ == Status::infeasible) {
      ray_ = undone(Restoration::Kind::infeasibility_ray, {{}, std::move(program.ray)}).dual;
    } else if (status_ == Status::unbounded) {
      ray_ = undone(Restoration::Kind::unboundedness_ray, {std::move(program.ray), {}}).primal;
    }
  }

  const LinearProgram& reduced() const override { return nothing_changed_ ? original_ : reduced_; }
  Status status() const override { return status_; }
  std::vector<std::int32_t> rows_left() const override { return rows_; }
  std::vector<std::int32_t> columns_left() const override { return columns_; }
  const std::vector<double>& ray() const override { return ray_; }

  PrimalDual restore(const PrimalDual& point) const override {
    return undone(Restoration::Kind::point, {scattered(point.primal, columns_, original_.columns()),
                                             scattered(point.dual, rows_, original_.rows())});
  }

  PrimalDual reduce(const PrimalDual& original_point) const override {
    auto point = original_point;
    for (const auto& step : undo_) {
      std::visit([&](const auto& taken) { taken.reduce(point); }, step);
    }
    return {gathered(point.primal, columns_), gathered(point.dual, rows_)};
  }

  std::vector<double> restore_infeasibility_ray(const std::vector<double>& ray) const override {
    return undone(Restoration::Kind::infeasibility_ray, {{}, scattered(ray, rows_, original_.rows())}).dual;
  }

  std::vector<double> restore_unboundedness_ray(const std::vector<double>& ray) const override {
    return undone(Restoration::Kind::unboundedness_ray, {scattered(ray, columns_, original_.columns()), {}}).primal;
  }

 private:
  void build_reduced(const WorkingProgram& program) {
    std::vector<std::int32_t> place(original_.columns(), -1);
    for (std::size_t j = 0; j < columns_.size(); ++j) place[columns_[j]] = static_cast<std::int32_t>(j);
    auto& matrix = reduced_.matrix;
    matrix.rows = static_cast<std::int32_t>(rows_.size());
    matrix.columns = static_cast<std::int32_t>(columns_.size());
    for (const auto row : rows_) {
      program.for_row(row, [&](std::int32_t column, double value) {
        matrix.column_indices.push_back(place[column]);
        matrix.values.push_back(value);
      });
      matrix.row_offsets.push_back(matrix.nonzeros());
    }
    reduced_.objective = gathered(program.objective, columns_);
    reduced_.objective_offset = program.offset;
    reduced_.row_lower = gathered(program.row_lower, rows_);
    reduced_.row_upper = gathered(program.row_upper, rows_);
    reduced_.column_lower = gathered(program.column_lower, columns_);
    reduced_.column_upper = gathered(program.column_upper, columns_);
  }

  // `start` over the original rows and columns, zero where something was taken out.
  PrimalDual undone(Restoration::Kind kind, PrimalDual start) const {
    Restoration at(original_, kind, objective_, std::move(start));
    for (auto step = undo_.rbegin(); step != undo_.rend(); ++step) {
      std::visit([&](const auto& taken) { taken.restore(at); }, *step);
    }
    return {std::move(at.x), std::move(at.y)};
  }

  const LinearProgram& original_;
  Status status_;
  bool nothing_changed_;
  std::vector<std::int32_t> rows_, columns_;  // those left, by their original numbers
  LinearProgram reduced_;
  std::vector<double> objective_;  // of the reduced programme, per original column
  std::vector<Undo> undo_;
  std::vector<double> ray_;
};

}  // namespace

std::unique_ptr<Presolved> reduce_rows_and_columns(const LinearProgram& lp, PresolveDepth depth) {
  WorkingProgram program(lp, depth);
  reduce_all(program);
  return std::make_unique<Reduction>(lp, std::move(program));
}

}  // namespace planwerk
