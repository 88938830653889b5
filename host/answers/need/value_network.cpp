#include "host/answers/need/value_network.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

namespace planwerk {
namespace {

constexpr double at_bound = 1e-7;       // relative distance from a bound that counts as none
constexpr double open_allowed = 1e-14;  // share of the cost at which sweeps end
constexpr int sweep_limit = 5000;
constexpr double least_share = 1e-13;  // of what is told

}  // namespace

ValueNetwork::ValueNetwork(const Economy& economy, const ProductionLp& production)
    : economy_(economy),
      production_(production),
      by_columns_(transposed(production.lp.matrix)),
      node_of_row_(static_cast<std::size_t>(production.lp.rows()), -1),
      ended_(static_cast<std::size_t>(production.lp.rows() + production.lp.columns()), 0.0) {}

CostTrace ValueNetwork::trace(Index need, const std::vector<double>& prices, const std::vector<double>& activity,
                              bool with_costs, double loss_allowed) {
  prices_ = &prices;
  activity_ = &activity;
  with_costs_ = with_costs;
  loss_allowed_ = loss_allowed;
  discrepancy_ = 0;
  const Column delivery = production_.coverage_columns[need];
  const auto entry = by_columns_.row_offsets[delivery];
  const Row start = by_columns_.column_indices[entry];
  CostTrace trace;
  // A unit of the need takes -coefficient of its row.
  const double unit_price = -value(start, by_columns_.values[entry]);
  if (unit_price > 0) {
    collect(start);
    flow();
    settle(trace);
    if (!trace.bottlenecks.empty()) {
      const auto largest = std::max_element(ended_.begin(), ended_.end());
      trace.chain = chain_to(static_cast<std::int32_t>(largest - ended_.begin()), unit_price);
    }
  }
  trace.discrepancy = discrepancy_;
  for (const Node& node : nodes_) {
    for (const Share& end : node.ends) ended_[end.to] = 0;
    node_of_row_[node.row] = -1;
  }
  nodes_.clear();
  order_.clear();
  return trace;
}

bool ValueNetwork::is_followed(Row row) const {
  const RowKind kind = production_.row_origins[row].kind;
  return kind == RowKind::product || kind == RowKind::need;
}

std::int32_t ValueNetwork::node_of(Row row) {
  std::int32_t& node = node_of_row_[row];
  if (node < 0) {
    node = static_cast<std::int32_t>(nodes_.size());
    nodes_.push_back({.row = row, .maker = -1, .inputs = {}, .ends = {}, .passing = 0});
  }
  return node;
}

// Depth first, without recursion: reversed finishing order puts users before inputs wherever there is no loop.
void ValueNetwork::collect(Row start) {
  std::vector<std::pair<std::int32_t, std::size_t>> path;  // node and its next input
  const auto enter = [&](std::int32_t node) {
    split(node);
    path.emplace_back(node, 0);
  };
  enter(node_of(start));
  while (!path.empty()) {
    auto& [node, next] = path.back();
    if (next == nodes_[node].inputs.size()) {
      order_.push_back(node);
      path.pop_back();
      continue;
    }
    const std::int32_t input = nodes_[node].inputs[next++].to;
    if (nodes_[input].maker == -1 && nodes_[input].ends.empty()) enter(input);
  }
  std::reverse(order_.begin(), order_.end());
}

ValueNetwork::Column ValueNetwork::choose_maker(Row row) const {
  const LinearProgram& lp = production_.lp;
  Made best;
  for (auto k = lp.matrix.row_offsets[row]; k < lp.matrix.row_offsets[row + 1]; ++k) {
    const Column j = lp.matrix.column_indices[k];
    const ColumnKind kind = production_.column_origins[j].kind;
    const bool makes = kind == ColumnKind::recipe || kind == ColumnKind::stock_draw ||
                       (kind == ColumnKind::delivery && production_.row_origins[row].kind == RowKind::need);
    if (!makes || value(row, lp.matrix.values[k]) <= 0) continue;
    const double x = (*activity_)[j], lower = lp.column_lower[j], upper = lp.column_upper[j];
    Made made{3, std::fabs(lp.matrix.values[k]) * x, j};
    if (x >= upper * (1 - at_bound)) made.rank = 2;
    if (x <= lower * (1 + at_bound)) made = {1, -reduced_cost(j) / std::fabs(lp.matrix.values[k]), j};
    // A stock answers for a unit more only where it is not used up, or nobody makes the product.
    if (kind == ColumnKind::stock_draw && made.rank == 2) made.rank = 0;
    if (best.column >= 0 && std::pair(made.rank, made.merit) <= std::pair(best.rank, best.merit)) continue;
    if (made.rank == 1) {
      const double earned = value(row, lp.matrix.values[k]);
      if (reduced_cost(j) > loss_allowed_ * earned) continue;
    }
    best = made;
  }
  return best.column;
}

double ValueNetwork::reduced_cost(Column column) const {
  double cost = cost_of(column);
  for (auto k = by_columns_.row_offsets[column]; k < by_columns_.row_offsets[column + 1]; ++k) {
    cost -= value(by_columns_.column_indices[k], by_columns_.values[k]);
  }
  return cost;
}

// Parts of what a unit of cost that passes through the node is spent on.
void ValueNetwork::split(std::int32_t at) {
  const Row row = nodes_[at].row;
  const Column maker = choose_maker(row);
  nodes_[at].maker = maker;
  if (maker < 0) {
    nodes_[at].ends.push_back({row, 1});
    return;
  }
  double earned = 0, paid = cost_of(maker);
  for (auto k = by_columns_.row_offsets[maker]; k < by_columns_.row_offsets[maker + 1]; ++k) {
    const double worth = value(by_columns_.column_indices[k], by_columns_.values[k]);
    (worth > 0 ? earned : paid) += std::fabs(worth);
  }
  const double upper = production_.lp.column_upper[maker];
  const bool at_upper = (*activity_)[maker] >= upper * (1 - at_bound);
  const double rent = at_upper ? std::max(0.0, earned - paid) : 0;
  const double total = paid + rent;
  if (total <= 0) {
    nodes_[at].maker = -1;
    nodes_[at].ends.push_back({row, 1});
    return;
  }
  discrepancy_ = std::max(discrepancy_, std::fabs(earned - total) / std::max(earned, total));
  for (auto k = by_columns_.row_offsets[maker]; k < by_columns_.row_offsets[maker + 1]; ++k) {
    const Row to = by_columns_.column_indices[k];
    const double spent = -value(to, by_columns_.values[k]);
    if (spent <= 0) continue;
    if (is_followed(to)) {
      const std::int32_t input = node_of(to);  // may move the nodes
      nodes_[at].inputs.push_back({input, spent / total});
    } else {
      nodes_[at].ends.push_back({to, spent / total});
    }
  }
  Node& node = nodes_[at];
  if (rent > 0) node.ends.push_back({production_.lp.rows() + maker, rent / total});
  if (const double cost = cost_of(maker); cost > 0) add_labour_of_strain(maker, cost, total, node);
}

// Strain is burden of the hours that a recipe takes, and counts as theirs; what a variant is disliked ends at the need.
void ValueNetwork::add_labour_of_strain(Column column, double cost, double total, Node& node) const {
  double hours = 0;
  const auto for_each_labour = [&](auto act) {
    for (auto k = by_columns_.row_offsets[column]; k < by_columns_.row_offsets[column + 1]; ++k) {
      const Row row = by_columns_.column_indices[k];
      if (production_.row_origins[row].kind == RowKind::labour_kind) act(row, by_columns_.values[k]);
    }
  };
  for_each_labour([&](Row, double amount) { hours += amount; });
  if (hours <= 0) {
    node.ends.push_back({node.row, cost / total});
    return;
  }
  for_each_labour([&](Row row, double amount) { node.ends.push_back({row, cost / total * amount / hours}); });
}

void ValueNetwork::flow() {
  std::vector<double> pending(nodes_.size(), 0.0);
  pending[order_.front()] = 1;
  open_ = 1;
  for (int sweep = 0; sweep < sweep_limit && open_ > open_allowed; ++sweep) {
    for (const std::int32_t at : order_) {
      const double amount = std::exchange(pending[at], 0.0);
      if (amount == 0) continue;
      Node& node = nodes_[at];
      node.passing += amount;
      for (const Share& input : node.inputs) pending[input.to] += amount * input.part;
    }
    open_ = 0;
    for (const double amount : pending) open_ += amount;
  }
  for (const Node& node : nodes_) {
    for (const Share& end : node.ends) ended_[end.to] += node.passing * end.part;
  }
}

void ValueNetwork::settle(CostTrace& trace) {
  trace.open = open_;
  std::vector<std::pair<double, std::int32_t>> shares;
  for (const Node& node : nodes_) {
    for (const Share& end : node.ends) {
      if (ended_[end.to] > least_share) shares.emplace_back(-ended_[end.to], end.to);
    }
  }
  std::sort(shares.begin(), shares.end());
  shares.erase(std::unique(shares.begin(), shares.end()), shares.end());
  for (const auto& [share, end] : shares) trace.bottlenecks.push_back({id_of(end), valuation_of(end), -share});
}

// The path of the largest product of parts from the need to the end (Dijkstra 1959).
std::vector<ChainLink> ValueNetwork::chain_to(std::int32_t end, double unit_price) const {
  struct Label {
    double carried;
    std::int32_t node;  // -1: the end
    std::int32_t from;
    bool operator<(const Label& other) const {
      return carried != other.carried ? carried < other.carried : node > other.node;
    }
  };
  std::vector<std::int32_t> from(nodes_.size(), -2);
  std::priority_queue<Label> labels;
  labels.push({1, order_.front(), -1});
  std::int32_t last = -1;
  while (!labels.empty()) {
    const auto [carried, at, before] = labels.top();
    labels.pop();
    if (at == -1) {
      last = before;
      break;
    }
    if (from[at] != -2) continue;
    from[at] = before;
    double ends_here = 0;
    for (const Share& share : nodes_[at].ends) ends_here += share.to == end ? share.part : 0;
    if (ends_here > 0) labels.push({carried * ends_here, -1, at});
    for (const Share& input : nodes_[at].inputs) {
      if (from[input.to] == -2) labels.push({carried * input.part, input.to, at});
    }
  }
  std::vector<ChainLink> chain;
  for (std::int32_t at = last; at >= 0; at = from[at]) {
    const Node& node = nodes_[at];
    const auto [kind, index] = production_.row_origins[node.row];
    if (kind != RowKind::product) continue;
    const bool by_recipe = node.maker >= 0 && production_.column_origins[node.maker].kind == ColumnKind::recipe;
    chain.push_back({index, by_recipe ? production_.column_origins[node.maker].index : no_index,
                     node.passing * unit_price / std::fabs((*prices_)[node.row])});
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::string ValueNetwork::id_of(std::int32_t end) const {
  if (end >= production_.lp.rows()) {
    const auto [kind, index, part] = production_.column_origins[end - production_.lp.rows()];
    if (kind == ColumnKind::recipe) return "recipe:" + economy_.recipes[index].id;
    if (kind == ColumnKind::stock_draw) return "stock:" + economy_.products[economy_.stocks[index].product].id;
    return "need:" + economy_.needs[index].id;
  }
  const auto [kind, index] = production_.row_origins[end];
  if (kind == RowKind::labour_kind) return "labour:" + economy_.labour_kinds[index].id;
  if (kind == RowKind::capacity) return "capacity:" + economy_.capacities[index].id;
  if (kind == RowKind::limit) return "limit:" + economy_.limits[index].id;
  if (kind == RowKind::need) return "need:" + economy_.needs[index].id;
  for (const Stock& stock : economy_.stocks) {
    if (stock.product == index && stock.opening > 0) return "stock:" + economy_.products[index].id;
  }
  return "product:" + economy_.products[index].id;
}

// What one more unit of it would save; of a bound of activity, its rent.
double ValueNetwork::valuation_of(std::int32_t end) const {
  if (end >= production_.lp.rows()) return std::max(0.0, -reduced_cost(end - production_.lp.rows()));
  return std::fabs((*prices_)[end]);
}

}  // namespace planwerk
