#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
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

// What a result of tiers, or the weighted objective, charges for columns by themselves.
struct ColumnCharge {
  Index tier = no_index;      // that charges for things other than people's burden and regret, where one does
  std::vector<double> costs;  // per column
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
  // activity: per column of the programme, at the point that is asked about. Economy and programme must outlive the
  // network. What lies beyond their rows and columns is not looked at.
  ValueNetwork(const Economy& economy, const ProductionLp& production, std::vector<double> activity,
               std::vector<ColumnCharge> charges);

  // The costs of several needs at the same prices, which share the work; what is found for one does not depend on the
  // others. prices: per row, as duals; charge_prices: per charge (none counts where prices are a proof of
  // impossibility). `loss_allowed`: what an idle recipe may lose, relative to what it earns, and still count as a
  // maker.
  std::vector<CostTrace> trace(std::span<const Index> needs, const std::vector<double>& prices,
                               const std::vector<double>& charge_prices, double loss_allowed);

 private:
  using Row = std::int32_t;
  using Column = std::int32_t;
  // An entry of a maker's column: an input (a row whose price is followed) or an end, and its part of what is paid.
  struct Share {
    std::int32_t to;
    double part;
  };
  struct Parts {
    std::size_t begin = 0, end = 0;  // of a pool of shares
  };
  struct Node {
    bool split = false;
    Column maker = -1;  // none: the cost ends here
    Parts inputs, ends;
    double discrepancy = 0;  // between what the maker earns and what it pays, relative
  };
  // Needs that are traced side by side: what belongs to the l-th of them at row or end i stands at i * lanes + l.
  static constexpr int lanes = 8;
  struct Lane {
    int number;
    Row start;
    double unit_price;
  };
  struct Maker {
    int rank = 0;  // 0: none, 1: idle, 2: at its upper bound, 3: running between bounds
    double merit = 0;
    Column column = -1;
    bool operator<(const Maker& other) const { return rank != other.rank ? rank < other.rank : merit < other.merit; }
  };

  void find_running_makers();
  void order_rows();
  bool makes(Column column, Row row) const;
  Maker as_maker(Column column, double coefficient) const;
  Column choose_maker(Row row) const;
  void split(Row row);
  void add_end(std::int32_t at, double part);
  void end_charges(Row row, Column maker, double per_total);
  void end_strain(Row row, Column maker, double part);
  double reduced_cost(Column column) const;
  double value(Row row, double coefficient) const { return coefficient * (*prices_)[row]; }
  double cost_of(Column column) const;
  bool at_upper(Column column) const;
  bool is_followed(Row row) const { return followed_[row] != 0; }
  void trace_block(std::span<const Index> needs, std::span<CostTrace> traces);
  void flow();
  bool pass_on(Row row, const std::array<double, lanes>& threshold);
  std::array<double, lanes> open_shares() const;
  void collect_ends();
  CostTrace told(const Lane& lane) const;
  std::vector<std::pair<double, std::int32_t>> ended(const Lane& lane) const;
  std::vector<ChainLink> chain_to(const Lane& lane, std::int32_t end) const;
  void forget_prices();

  // What can end a flow, in one numbering: rows, columns (bounds), tiers, each with the price of one unit more.
  std::int32_t end_of_tier(Index tier) const { return production_.lp.rows() + production_.lp.columns() + tier; }
  std::string id_of(std::int32_t end) const;
  double valuation_of(std::int32_t end) const;

  const Economy& economy_;
  const ProductionLp& production_;
  const std::vector<double> activity_;
  const std::vector<ColumnCharge> charges_;
  const SparseMatrix by_columns_;
  std::vector<char> followed_;             // per row: product or need
  std::vector<Column> running_makers_[2];  // per row, of what has a positive or a negative price; -1: none
  std::vector<Row> order_;                 // rows that are followed: users before inputs but for loops
  // Of the prices at hand:
  const std::vector<double>* prices_ = nullptr;
  std::vector<double> charge_prices_;  // per charge
  double loss_allowed_ = 0;
  std::vector<Node> nodes_;  // per row
  std::vector<Share> inputs_, ends_;
  std::vector<std::int32_t> end_keys_;  // what ends_ lead to, each once
  std::vector<char> is_end_;            // per end: among end_keys_
  // Of the block at hand, zero between blocks:
  std::vector<double> pending_, passing_;  // per row and lane: shares of the need's cost
  std::vector<double> ended_;              // per end and lane
};

}  // namespace planwerk
