#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "host/answers/need/price_network.hpp"

namespace planwerk {

// Share of a unit of cost that may be left open, as it goes round in loops.
inline constexpr double open_allowed = 5e-10;

// What is left open after many sweeps, as a distribution over rows, and what passes through each row until it has
// ended. Whatever entered the network, what is left of it becomes ever more like this: the sweeps are a power iteration
// (the eigenvector of the largest eigenvalue), so that the last half of them need be made but once.
struct LateFlow {
  std::vector<double> open;    // per row; adds up to 1
  std::vector<double> passed;  // per row
};

// Where units of cost that enter a network at some rows end: followed in Gauss-Seidel sweeps over the rows, `lanes`
// units side by side, none of which depends on the others.
template <int lanes>
class CostFlow {
 public:
  using Row = PriceNetwork::Row;
  using PerLane = std::array<double, lanes>;
  explicit CostFlow(PriceNetwork& network);  // which must outlive it

  void enter(int lane, Row row, double amount) { open_[at(row, lane)] += amount; }
  // Follows what has entered to its ends; `late`: of the same prices.
  void run(const std::optional<LateFlow>& late);
  // One sweep; of each lane, amounts above the threshold. Whether there were any.
  bool sweep(const PerLane& threshold);
  PerLane open_shares() const;
  double open(Row row, int lane) const { return open_[at(row, lane)]; }
  double passed(Row row, int lane) const { return passed_[at(row, lane)]; }
  // Share that ended there, after collect_ends().
  double ended(std::int32_t end, int lane) const { return ended_[at(end, lane)]; }
  void collect_ends();
  void clear();

 private:
  static std::size_t at(std::int32_t index, int lane) { return static_cast<std::size_t>(index) * lanes + lane; }
  bool pass_on(Row row, const PerLane& threshold);
  void take_late(const LateFlow& late, const PerLane& open, PerLane& threshold);

  PriceNetwork& network_;
  std::vector<double> open_, passed_;  // per row and lane
  std::vector<double> ended_;          // per end and lane
};

// From what enters at all rows where needs begin, in equal parts; nothing where its sweeps do not come to an end soon.
std::optional<LateFlow> late_flow(PriceNetwork& network);

}  // namespace planwerk
