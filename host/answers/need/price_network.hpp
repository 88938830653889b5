#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/model/build_lp.hpp"

namespace planwerk {

// What a result of tiers, or the weighted objective, charges for columns by themselves.
struct ColumnCharge {
  Index tier = no_index;      // that charges for things other than people's burden and regret, where one does
  std::vector<double> costs;  // per column
};

// Prices as a network: each product that has a price is made by one recipe, which pays for inputs, labour, capacities,
// limits, its strain and the rent of its own upper bound; a recipe of several outputs shares what it pays among them by
// value.
//
// The maker of a product is the recipe that makes most of it among those with room to either side, which at an optimum
// earn what they pay; where all run at a bound, the one that makes most; else an idle one that would just pay.
class PriceNetwork {
 public:
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

  // activity: per column of the programme, at the point that is asked about. Economy and programme must outlive the
  // network. What lies beyond their rows and columns is not looked at.
  PriceNetwork(const Economy& economy, const ProductionLp& production, std::vector<double> activity,
               std::vector<ColumnCharge> charges);

  // prices: per row, as duals, to outlive their use; charge_prices: per charge (none counts where prices are a proof of
  // impossibility). `loss_allowed`: what an idle recipe may lose, relative to what it earns, and still count as a
  // maker.
  void set_prices(const std::vector<double>& prices, const std::vector<double>& charge_prices, double loss_allowed);

  const Economy& economy() const { return economy_; }
  const ProductionLp& production() const { return production_; }
  Row rows() const { return production_.lp.rows(); }
  const std::vector<Row>& order() const { return order_; }  // rows that are followed: users before inputs but for loops
  double price(Row row) const { return (*prices_)[row]; }
  // The row that a need's deliveries come from, and what a unit of the need costs there.
  Row start_of(Index need) const;
  double unit_price(Index need) const;

  // Parts of what a unit of cost that passes through the row is spent on, found when first asked for.
  const Node& node(Row row) {
    if (!nodes_[row].split) split(row);
    return nodes_[row];
  }
  const Node& split_node(Row row) const { return nodes_[row]; }  // without parts where nobody asked yet
  std::span<const Share> inputs(const Node& node) const { return part_of(inputs_, node.inputs); }
  std::span<const Share> ends(const Node& node) const { return part_of(ends_, node.ends); }

  // What can end a flow, in one numbering: rows, columns (bounds), tiers.
  std::size_t end_count() const { return is_end_.size(); }
  const std::vector<std::int32_t>& ends_in_use() const { return end_keys_; }  // of the nodes split so far, each once
  std::string id_of(std::int32_t end) const;
  // What one more unit of it would save; of a bound of activity, its rent; of a tier, what its unit counts.
  double valuation_of(std::int32_t end) const;

 private:
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
  std::int32_t end_of_tier(Index tier) const { return production_.lp.rows() + production_.lp.columns() + tier; }
  static std::span<const Share> part_of(const std::vector<Share>& pool, Parts parts) {
    return std::span(pool).subspan(parts.begin, parts.end - parts.begin);
  }

  const Economy& economy_;
  const ProductionLp& production_;
  const std::vector<double> activity_;
  const std::vector<ColumnCharge> charges_;
  const SparseMatrix by_columns_;
  std::vector<char> followed_;             // per row: product or need
  std::vector<Column> running_makers_[2];  // per row, of what has a positive or a negative price; -1: none
  std::vector<Row> order_;
  // Of the prices at hand:
  const std::vector<double>* prices_ = nullptr;
  std::vector<double> charge_prices_;  // per charge
  double loss_allowed_ = 0;
  std::vector<Node> nodes_;  // per row
  std::vector<Share> inputs_, ends_;
  std::vector<std::int32_t> end_keys_;  // what ends_ lead to, each once
  std::vector<char> is_end_;            // per end: among end_keys_
};

}  // namespace planwerk
