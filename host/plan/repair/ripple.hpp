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
// made good by the cheapest moves with room (a recipe raised, a delivery cut, a stock drawn on; where makers run at
// their bounds, a user lowered; in exact balances also a treatment raised or a maker lowered), which leaves other rows
// short, whose turn comes next.
//
// Moves are dear by what they do to other rows, and a row whose cheapest moves have run out of room is dear from then
// on: its price rises to what the next move costs, by a twentieth at least. With these prices the value of all
// violations falls with every move by the move's own cost, or a price rises, so nothing goes in circles for long
// (real-time dynamic programming, Barto, Bradtke & Singh 1995; minimum increments as in auction algorithms, Bertsekas
// 1988).
class Ripple {
 public:
  Ripple(const CorrectionSystem& system, const RippleSettings& settings) : system_(system), settings_(settings) {}

  enum class End { kept, stuck, worked_out };

  // kept: all rows, within the tolerance; stuck: no move has room; worked_out: at the work limit. Columns stay in their
  // boxes either way. Raises the potentials.
  End run(std::vector<double>& levels, Potentials& potentials);

 private:
  struct Move {
    double cost;  // per unit of the row
    std::int32_t column;
    double entry;  // a_ij, sign of the move in it: raised where entry and the row's side agree
  };

  static bool dearer(const Move& a, const Move& b) { return a.cost != b.cost ? a.cost > b.cost : a.column > b.column; }

  // What is read together lies together: at millions of columns every entry is a miss of the caches.
  struct Column {
    double level, lower, upper;
  };
  struct Row {
    double positive, negative;  // sums of the terms by sign
    double lower, upper;
    bool queued;
  };

  void load(const std::vector<double>& levels);
  void recompute_rows();
  void lower_threshold();
  bool serve_queue();
  double scale(std::int32_t row) const;
  double violation(std::int32_t row) const;  // > 0: must rise by so much; < 0: must fall
  bool violated(std::int32_t row) const;
  double weight(std::int32_t row) const;
  void enqueue(std::int32_t row);
  bool serve(std::int32_t row);
  double reserve_beyond(std::int32_t row, double missing) const;
  void list_moves(std::int32_t row, bool rise);
  double room_of(std::int32_t column, bool raised) const;
  void move_column(std::int32_t column, double step);

  const CorrectionSystem& system_;
  Potentials* potentials_ = nullptr;
  const RippleSettings settings_;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
  std::vector<std::int32_t> queue_;
  std::vector<Move> moves_;     // of the row being served, a heap, the cheapest on top
  double threshold_ = 0;        // weight of a violation that is worth moving now
  double least_threshold_ = 0;  // below which the order no longer matters
  std::int64_t work_ = 0;
};

}  // namespace planwerk
