#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/repair/correction_system.hpp"
#include "host/plan/repair/potentials.hpp"

namespace planwerk {

struct RippleSettings {
  double tolerance = 1e-13;     // relative violation of a row that counts as kept
  std::int64_t work_limit = 0;  // matrix entries visited before giving up
};

// Restores the rows of a correction system by letting corrections run through the supply chains: what a row misses is
// made good by the moves with room that the potentials call cheapest (a recipe raised, a delivery cut, a stock drawn
// on; where makers run at their bounds, a user lowered; in exact balances also a treatment raised or a maker lowered),
// which leaves other rows short, whose turn comes next. Gauss-Seidel on the cheapest chains: it dies out because they
// all end, and linearly.
class Ripple {
 public:
  Ripple(const CorrectionSystem& system, const RippleSettings& settings) : system_(system), settings_(settings) {}

  enum class End { kept, stuck, worked_out };

  // kept: all rows, within the tolerance; stuck: no move has room; worked_out: at the work limit. Marks what runs out
  // of room in `room`, which the potentials were made for. Columns stay in their boxes either way.
  // Sum of all rows' relative violations, where the last run left them.
  double remaining() const;
  End run(std::vector<double>& levels, const Potentials& potentials, Room& room);

 private:
  struct Move {
    double cost;  // per unit of the row
    std::int32_t column;
    double entry;  // a_ij, sign of the move in it: raised where entry and the row's side agree
  };

  void recompute_rows();
  double scale(std::int32_t row) const;
  double violation(std::int32_t row) const;  // > 0: must rise by so much; < 0: must fall
  bool violated(std::int32_t row) const;
  void enqueue(std::int32_t row);
  bool serve(std::int32_t row);
  const std::vector<Move>& moves(std::int32_t row, bool rise);
  double room_of(std::int32_t column, bool raised) const;
  void move_column(std::int32_t column, double step);

  const CorrectionSystem& system_;
  const Potentials* potentials_ = nullptr;
  Room* room_ = nullptr;
  const RippleSettings settings_;
  std::vector<double> levels_;
  std::vector<double> positive_, negative_;  // per row: sums of the terms by sign
  std::vector<char> queued_;                 // per row
  std::vector<std::int32_t> queue_;
  std::vector<std::vector<Move>> rising_moves_, falling_moves_;  // per row, cheapest first, made when first asked for
  std::int64_t work_ = 0;
};

}  // namespace planwerk
