#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "host/answers/conflict/conditions.hpp"
#include "host/lp/extended_program.hpp"
#include "host/model/build_lp.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// How a condition stands in a question about a conflict.
enum class Stance {
  kept,      // as in the job
  given_up,  // demands: altogether; what there is: a thousandfold, anything where there is nothing
  elastic,   // may give way, at a cost
  priced,    // as in the job, and its price is asked for
};

// A stretch over which a condition gives way at one cost: `width` relative to the size of its side.
struct Stretch {
  double width = std::numeric_limits<double>::infinity();
  double cost = 1;
};

// What is insisted on and what there is, of one condition.
struct Sides {
  double least = 0;
  double greatest = 0;
  double sum() const { return least + greatest; }
};

struct ConflictQuestion {
  std::vector<Stance> stances;         // per condition
  std::vector<double> scales_of_none;  // per condition: stands for the size of a side whose present size is zero, > 0
  std::vector<double> weights;         // per condition: factor on the costs of giving way; empty: all 1
  std::vector<Stretch> stretches{Stretch{}};  // of all elastic conditions, costs rising
  // Where set: first order alone, until it has passed over so many entries of the matrix.
  std::optional<double> most_entries{};
  double tolerance = 1e-7;  // norm-wise, of the solve
};

struct ConflictReply {
  Status status = Status::numerical_trouble;  // optimal: the least cost was found; infeasible: what is kept contradicts
  double cost = 0;                            // itself, whatever the rest does
  std::vector<Sides> moved;   // per condition, its own unit: least lowered, greatest raised by so much, >= 0
  std::vector<Sides> prices;  // per elastic or priced condition: cost that giving way by one more unit saves, >= 0
};

// Questions about the conditions of an economy: which of them can be kept at once, and what giving way on others costs.
// Each is a linear programme of its own that knows no value of coverage and no burden of work: the columns and rows of
// the economy, with a column of its own for each way in which a condition can give way.
// Elastic programming: Chinneck & Dravnieks, Locating minimal infeasible constraint sets in linear programs, ORSA J.
// Comput. 3 (1991).
class ConflictProgram {
 public:
  // Economy, settings and device stay alive and unchanged. Of the settings the tolerance is chosen here.
  ConflictProgram(const Economy& economy, const SolveSettings& settings, Device& device);

  const std::vector<Condition>& conditions() const { return conditions_; }
  std::size_t size() const { return conditions_.size(); }
  ConflictReply ask(const ConflictQuestion& question);
  int questions() const { return questions_; }

 private:
  class Draft;
  void give_up(const Condition& condition, ExtendedProgram& program) const;

  const Economy& economy_;
  const SolveSettings& settings_;
  Device& device_;
  const std::vector<Condition> conditions_;
  const ProductionLp production_;
  int questions_ = 0;
};

}  // namespace planwerk
