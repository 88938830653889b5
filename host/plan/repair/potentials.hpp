#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/repair/correction_system.hpp"

namespace planwerk {

// Own cost of moving a column by one unit, hours of burden, > 0 wherever the column means anything: the worth of a
// delivery cut, and a share of the value that a move turns over, so that short chains are preferred.
struct MoveCosts {
  std::vector<double> raising, lowering;  // per column
  std::vector<double> worth_of_row;       // per row: |dual|
};

// Which way columns may move, per column.
struct Room {
  std::vector<char> up, down;
};
Room room_to_move(const CorrectionSystem& system, const std::vector<double>& levels);

// What it costs, in hours of burden, to make good a unit that is missing from a row, or a unit too much in it, by the
// cheapest chain of moves that ends: at a delivery cut (at its worth), at a row with slack, at a stock. A shortest path
// on the hypergraph of recipes: raising a recipe leaves its inputs, labour and capacities missing, lowering one its
// outputs; what is left over costs nothing where it may be left over.
//
//   missing_i = min over moves m that raise row i:  (own cost + sum of what m does to the other rows it moves) / |a_ij|
//
// The duals of the programme satisfy the same equations with credit for what is set free; without that credit every
// chain of cheapest moves ends, so corrections that follow it die out instead of going in circles. (Bellman's equations
// of a stochastic shortest path; Bertsekas & Tsitsiklis 1991.) Solved for the room there is at first; what changes
// later is told by raise().
class Potentials {
 public:
  Potentials(const CorrectionSystem& system, const std::vector<double>& levels, const MoveCosts& costs,
             const Room& room);

  // Cost per unit of row `row` (missing: raised, else lowered) of moving column j, whose entry there is `entry`.
  double cost(std::int32_t row, bool missing, std::int32_t column, double entry) const;

  // The potential of a row: what a unit missing from it (or too much in it) costs.
  double price(std::int32_t row, bool missing) const {
    return missing ? potentials_[row].falling : potentials_[row].rising;
  }

  // Raises a price to what the cheapest move with room costs by now, by a twentieth at least so that it never crawls;
  // moves that disturb the row become dearer accordingly. Returns the number of columns visited.
  std::int32_t raise(std::int32_t row, bool missing, double least_cost);

 private:
  // A sum with infinite terms counted apart, so that one term can be taken out again.
  struct Sum {
    double finite = 0;
    std::int32_t infinite = 0;
  };
  // Own cost and effects on all rows of moving a column by one unit.
  struct Moves {
    Sum raising, lowering;
    const Sum& of(bool raised) const { return raised ? raising : lowering; }
    Sum& of(bool raised) { return raised ? raising : lowering; }
  };
  struct Potential {
    double falling, rising;  // what a unit less or more of the row costs; 0 where it has slack
  };
  static double without(const Sum& sum, double size, double potential);
  void find_tight_rows(const std::vector<double>& levels);
  Sum effects(std::int32_t column, bool raised) const;
  double least_cost(std::int32_t row, bool missing) const;
  bool improve(std::int32_t row, bool missing, double& potential) const;
  bool update_rows();
  void update_columns();
  void close_gaps();

  const CorrectionSystem& system_;
  const MoveCosts& costs_;
  const Room& room_;
  std::vector<Potential> potentials_;            // per row
  std::vector<char> tight_below_, tight_above_;  // per row: whether it has none
  std::vector<Moves> moves_;                     // per column
  bool room_counts_ = true;
  std::vector<char> stale_rows_, stale_columns_;
};

}  // namespace planwerk
