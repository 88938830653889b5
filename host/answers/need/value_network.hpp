#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Where the cost of a need's next unit ends, and by which way.
struct CostTrace {
  std::vector<Bottleneck> bottlenecks;  // largest share first; shares add up to 1 - open
  std::vector<ChainLink> chain;         // to the first bottleneck: the way that carries most of the cost
  double open = 0;                      // share of the cost that still went round in loops
  double discrepancy = 0;               // largest relative difference between what a maker earns and what it pays
};

// Prices as a network: each product that has a price is made by one recipe, which pays for inputs, labour, capacities,
// limits, its strain and the rent of its own upper bound; a recipe of several outputs shares what it pays among them by
// value. What a unit of a need costs flows upstream through the network until it ends at what nobody makes; it is
// followed to the end, in sweeps over the products in the order in which they are reached, users before inputs.
//
// The maker of a product is the recipe that makes most of it among those with room to either side, which at an optimum
// earn what they pay; where all run at a bound, the one that makes most; else an idle one that would just pay.
class ValueNetwork {
 public:
  // All three must outlive the network.
  ValueNetwork(const Economy& economy, const ProductionLp& production);

  // prices: per row, as duals. activity: per column. `with_costs`: whether burdens of strain and regret count (they do
  // not where prices are a proof of impossibility). `loss_allowed`: what an idle recipe may lose, relative to what it
  // pays, and still count as a maker.
  CostTrace trace(Index need, const std::vector<double>& prices, const std::vector<double>& activity, bool with_costs,
                  double loss_allowed);

 private:
  using Row = std::int32_t;
  using Column = std::int32_t;
  struct Share {
    std::int32_t to;  // of inputs: node; of ends: end key
    double part;
  };
  // A row whose price is followed.
  struct Node {
    Row row;
    Column maker = -1;                // of the row; none: the cost ends here
    std::vector<Share> inputs, ends;  // parts of what passes through, together 1
    double passing = 0;               // share of the need's cost
  };
  struct Made {
    int rank = 0;  // 0: no maker, 1: idle, 2: at its upper bound, 3: running between bounds
    double merit = 0;
    Column column = -1;
  };

  void collect(Row start);
  std::int32_t node_of(Row row);
  Column choose_maker(Row row) const;
  void split(std::int32_t node);
  void add_labour_of_strain(Column column, double cost, double total, Node& node) const;
  double reduced_cost(Column column) const;
  double value(Row row, double coefficient) const { return coefficient * (*prices_)[row]; }
  double cost_of(Column column) const { return with_costs_ ? production_.lp.objective[column] : 0; }
  void flow();
  void settle(CostTrace& trace);
  std::vector<ChainLink> chain_to(std::int32_t end, double unit_price) const;

  // What can end a flow, in one numbering: rows, then columns (bounds), each with the price of one unit more.
  bool is_followed(Row row) const;
  std::string id_of(std::int32_t end) const;
  double valuation_of(std::int32_t end) const;

  const Economy& economy_;
  const ProductionLp& production_;
  const SparseMatrix by_columns_;
  // Of the trace at hand:
  const std::vector<double>* prices_ = nullptr;
  const std::vector<double>* activity_ = nullptr;
  bool with_costs_ = true;
  double loss_allowed_ = 0;
  double discrepancy_ = 0;
  std::vector<Node> nodes_;
  std::vector<std::int32_t> order_;        // of nodes: users before inputs but for loops
  std::vector<std::int32_t> node_of_row_;  // -1: not reached; kept between traces
  std::vector<double> ended_;              // per end
  double open_ = 0;
};

}  // namespace planwerk
