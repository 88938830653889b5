#pragma once

#include <span>
#include <utility>
#include <vector>

#include "host/answers/need/cost_flow.hpp"
#include "host/answers/need/price_network.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Where the cost of a need's next unit ends, and by which way.
struct CostTrace {
  std::vector<Bottleneck> bottlenecks;  // largest share first; shares add up to 1 - open
  std::vector<ChainLink> chain;         // to the first bottleneck: the way that carries most of the cost
  double open = 0;                      // share of the cost that still went round in loops
  double discrepancy = 0;  // largest relative difference between what a maker on the way earns and what it pays
};

// What a unit of a need costs flows upstream through the network of prices until it ends at what nobody makes.
class ValueNetwork {
 public:
  // As PriceNetwork.
  ValueNetwork(const Economy& economy, const ProductionLp& production, std::vector<double> activity,
               std::vector<ColumnCharge> charges)
      : network_(economy, production, std::move(activity), std::move(charges)), block_(network_), single_(network_) {}
  ValueNetwork(const ValueNetwork&) = delete;  // flows refer to the network
  ValueNetwork& operator=(const ValueNetwork&) = delete;

  // The costs of needs at prices that many needs have, whose sweeps are shared; what is found for one does not depend
  // on which others are asked about. Prices, charges and what a maker may lose: PriceNetwork::set_prices.
  std::vector<CostTrace> trace(std::span<const Index> needs, const std::vector<double>& prices,
                               const std::vector<double>& charge_prices, double loss_allowed);
  // At prices that no other need has.
  CostTrace trace_alone(Index need, const std::vector<double>& prices, const std::vector<double>& charge_prices,
                        double loss_allowed);

 private:
  static constexpr int lanes = 8;

  template <int count>
  void trace_block(CostFlow<count>& flow, const std::optional<LateFlow>& late, std::span<const Index> needs,
                   std::span<CostTrace> traces);
  template <int count>
  CostTrace told(const CostFlow<count>& flow, int lane, Index need) const;
  // The way that carries most of the cost from the need to the end: rows, the need's first.
  std::vector<PriceNetwork::Row> way_to(std::int32_t end, PriceNetwork::Row start) const;

  PriceNetwork network_;
  CostFlow<lanes> block_;
  CostFlow<1> single_;
};

}  // namespace planwerk
