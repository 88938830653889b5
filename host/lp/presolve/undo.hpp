#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "host/lp/linear_program.hpp"
#include "host/lp/presolve/range.hpp"

namespace planwerk {

// A point or a ray on its way from the reduced to the original programme. What presolve took out is zero until its own
// undo step sets it, so that sums over whole rows of the original matrix are those of the programme at that step.
//
// Rays use the same steps: an infeasibility ray is a dual point for the objective zero, and an unboundedness ray is a
// primal point for the programme whose finite sides are all zero.
class Restoration {
 public:
  enum class Kind { point, infeasibility_ray, unboundedness_ray };

  // `objective`: of the reduced programme, per original column. Sizes of x and y as in the original programme.
  Restoration(const LinearProgram& original, Kind kind, const std::vector<double>& objective, PrimalDual start);

  Kind kind;
  std::vector<double> x, y;
  std::vector<double> reduced_costs;  // objective - A'y, kept up to date

  // Sets y_row += change.
  void add_dual(std::int32_t row, double change);
  double activity(std::int32_t row) const;
  // A finite side or bound, as the kind sees it.
  double side(double value) const;
  bool is_ray() const { return kind != Kind::point; }

 private:
  const LinearProgram& original_;
};

// The steps that presolve took, each with what its way back needs. Numbers of rows and columns are the original ones.
// restore() sets what was taken out; reduce() carries a point of the original programme forward over the step.

struct FixedColumn {
  std::int32_t column;
  double value;
  void restore(Restoration& at) const;
  void reduce(PrimalDual&) const {}
};

// row: coefficient x_column in [lower, upper] became bounds of the column where it was tighter than those.
struct SingletonRow {
  std::int32_t row;
  std::int32_t column;
  double coefficient;
  bool tightened_lower;
  bool tightened_upper;
  void restore(Restoration& at) const;
  void reduce(PrimalDual&) const {}
};

// The row can only be satisfied with every column at the bound that pushes its activity towards the one side.
struct ForcingRow {
  std::int32_t row;
  bool at_lower_side;  // the greatest activity equals row_lower; else the least equals row_upper
  std::vector<std::int32_t> columns;
  std::vector<double> coefficients;
  void restore(Restoration& at) const;
  void reduce(PrimalDual&) const {}
};

// A column with this one entry, whose cost has been moved to the others in the row by adding -shift times the row to
// the objective, became slack: the row's sides were widened by what the column can do.
struct SlackColumn {
  std::int32_t row;
  std::int32_t column;
  double coefficient;
  double row_lower, row_upper;  // before
  double lower, upper;          // of the column
  double shift;
  void restore(Restoration& at) const;
  void reduce(PrimalDual& point) const;
};

// removed = factor * kept, so that both sides could be put on the one that was kept.
struct DuplicateRow {
  std::int32_t kept;
  std::int32_t removed;
  double factor;
  bool lower_from_removed;
  bool upper_from_removed;
  void restore(Restoration& at) const;
  void reduce(PrimalDual& point) const;
};

// The kept column stands for  x_kept + factor x_removed,  every entry of `removed` being factor times that of `kept`.
struct DuplicateColumn {
  std::int32_t kept;
  std::int32_t removed;
  double factor;
  Range of_kept, of_removed;  // bounds before
  void restore(Restoration& at) const;
  void reduce(PrimalDual& point) const;
};

using Undo = std::variant<FixedColumn, SingletonRow, ForcingRow, SlackColumn, DuplicateRow, DuplicateColumn>;

}  // namespace planwerk
