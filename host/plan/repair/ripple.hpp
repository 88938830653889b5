#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/repair/correction_system.hpp"

namespace planwerk {

// How repair prefers one move over another: the cost of a move at the duals, plus `turnover_weight` times the value of
// what it disturbs in other balances. Small weights trust the duals, large ones keep corrections short.
struct RippleSettings {
  double tolerance = 1e-13;  // relative violation of a row that counts as kept
  double turnover_weight = 1e-2;
  std::int64_t work_limit = 0;  // matrix entries visited before giving up
};

// Restores every row of a correction system by letting corrections run through the supply chains: the most violated
// side of each row in turn is met by the cheapest moves with room (a recipe raised, a delivery cut, a stock drawn on;
// in exact balances also a treatment raised or a maker lowered), whose own inputs then fall short and are met the same
// way upstream. No move breaks a row other than a balance. Where a balance finds no maker with room, or labour, a
// capacity or a limit is exceeded, the cheapest user is lowered, and stays lowered. Gauss-Seidel on the chosen recipes:
// converges linearly where they are productive together.
class Ripple {
 public:
  // columns' duals: reduced costs of raising and of lowering each column by one unit; row_prices >= 0 weigh turnover.
  struct Costs {
    std::vector<double> raise, lower;  // per column, >= 0
    std::vector<double> turnover;      // per column: sum over rows of |a| price
    std::vector<double> row_price;     // per row: |dual|
  };

  Ripple(const CorrectionSystem& system, const Costs& costs, const RippleSettings& settings);

  // True where all rows are kept within the tolerance; `levels` then holds the repaired point. Columns stay in their
  // boxes either way.
  bool run(std::vector<double>& levels);

 private:
  struct Move {
    double cost;  // per unit of the row
    std::int32_t column;
    double entry;  // a_ij, sign of the move in it: raised where entry and the row's side agree
  };

  void reset(const std::vector<double>& levels);
  void recompute_rows();
  double scale(std::int32_t row) const;
  double violation(std::int32_t row) const;  // > 0: must rise by so much; < 0: must fall
  bool violated(std::int32_t row) const;
  void enqueue(std::int32_t row);
  void serve(std::int32_t row);
  const std::vector<Move>& moves(std::int32_t row, bool rise);
  double room(const Move& move, bool rise) const;
  void move_column(std::int32_t column, double step);

  const CorrectionSystem& system_;
  const Costs& costs_;
  const RippleSettings settings_;
  std::vector<double> levels_;
  std::vector<double> positive_, negative_;  // per row: sums of the terms by sign
  std::vector<char> lowered_for_good_;       // per column
  std::vector<char> queued_;                 // per row
  std::vector<std::int32_t> queue_;
  std::vector<std::vector<Move>> rising_moves_, falling_moves_;  // per row, cheapest first, made when first asked for
  std::int64_t work_ = 0;
};

}  // namespace planwerk
