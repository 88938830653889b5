#include "host/answers/need/value_network.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace planwerk {
namespace {

constexpr double least_share = 1e-13;  // of what is told

using Row = PriceNetwork::Row;

// Minus the share of the cost that ended there, and where; largest share first.
template <int lanes>
std::vector<std::pair<double, std::int32_t>> shares_of(const CostFlow<lanes>& flow, int lane,
                                                       const PriceNetwork& network) {
  std::vector<std::pair<double, std::int32_t>> shares;
  for (const std::int32_t end : network.ends_in_use()) {
    if (const double share = flow.ended(end, lane); share > least_share) shares.emplace_back(-share, end);
  }
  std::sort(shares.begin(), shares.end());
  return shares;
}

}  // namespace

std::vector<CostTrace> ValueNetwork::trace(std::span<const Index> needs, const std::vector<double>& prices,
                                           const std::vector<double>& charge_prices, double loss_allowed) {
  network_.set_prices(prices, charge_prices, loss_allowed);
  const std::optional<LateFlow> late = late_flow(network_);
  std::vector<CostTrace> traces(needs.size());
  for (std::size_t begin = 0; begin < needs.size(); begin += lanes) {
    const std::size_t count = std::min<std::size_t>(lanes, needs.size() - begin);
    trace_block(block_, late, needs.subspan(begin, count), std::span(traces).subspan(begin, count));
  }
  return traces;
}

CostTrace ValueNetwork::trace_alone(Index need, const std::vector<double>& prices,
                                    const std::vector<double>& charge_prices, double loss_allowed) {
  network_.set_prices(prices, charge_prices, loss_allowed);
  CostTrace trace;
  trace_block(single_, {}, {&need, 1}, {&trace, 1});
  return trace;
}

template <int count>
void ValueNetwork::trace_block(CostFlow<count>& flow, const std::optional<LateFlow>& late, std::span<const Index> needs,
                               std::span<CostTrace> traces) {
  const auto costs = [&](Index need) { return network_.unit_price(need) > 0; };
  for (std::size_t l = 0; l < needs.size(); ++l) {
    if (costs(needs[l])) flow.enter(static_cast<int>(l), network_.start_of(needs[l]), 1);
  }
  flow.run(late);
  flow.collect_ends();
  for (std::size_t l = 0; l < needs.size(); ++l) {
    if (costs(needs[l])) traces[l] = told(flow, static_cast<int>(l), needs[l]);
  }
  flow.clear();
}

template <int count>
CostTrace ValueNetwork::told(const CostFlow<count>& flow, int lane, Index need) const {
  CostTrace trace;
  const auto shares = shares_of(flow, lane, network_);
  for (const auto& [share, end] : shares) {
    trace.bottlenecks.push_back({network_.id_of(end), network_.valuation_of(end), -share});
  }
  trace.open = flow.open_shares()[lane];
  for (Row row = 0; row < network_.rows(); ++row) {
    if (flow.passed(row, lane) > open_allowed) {
      trace.discrepancy = std::max(trace.discrepancy, network_.split_node(row).discrepancy);
    }
  }
  if (shares.empty()) return trace;
  const ProductionLp& production = network_.production();
  const double unit_price = network_.unit_price(need);
  for (const Row row : way_to(shares.front().second, network_.start_of(need))) {
    const auto [kind, index] = production.row_origins[row];
    if (kind != RowKind::product) continue;
    const PriceNetwork::Column maker = network_.split_node(row).maker;
    const bool by_recipe = maker >= 0 && production.column_origins[maker].kind == ColumnKind::recipe;
    trace.chain.push_back({index, by_recipe ? production.column_origins[maker].index : no_index,
                           flow.passed(row, lane) * unit_price / std::fabs(network_.price(row))});
  }
  return trace;
}

// The path of the largest product of parts (Dijkstra 1959).
std::vector<Row> ValueNetwork::way_to(std::int32_t end, Row start) const {
  struct Label {
    double carried;
    Row row;  // -1: the end
    Row from;
    bool operator<(const Label& other) const {
      return carried != other.carried ? carried < other.carried : row > other.row;
    }
  };
  std::priority_queue<Label> labels;
  std::vector<std::pair<Row, Row>> from;  // settled rows, and where each was reached from
  std::vector<char> settled(static_cast<std::size_t>(network_.rows()), 0);
  labels.push({1, start, -1});
  Row last = -1;
  while (!labels.empty()) {
    const auto [carried, row, before] = labels.top();
    labels.pop();
    if (row == -1) {
      last = before;
      break;
    }
    if (std::exchange(settled[row], 1)) continue;
    from.emplace_back(row, before);
    const PriceNetwork::Node& node = network_.split_node(row);
    double ends_here = 0;
    for (const auto& [to, part] : network_.ends(node)) ends_here += to == end ? part : 0;
    if (ends_here > 0) labels.push({carried * ends_here, -1, row});
    for (const auto& [to, part] : network_.inputs(node)) {
      if (!settled[to]) labels.push({carried * part, to, row});
    }
  }
  std::vector<Row> way;
  for (auto step = from.rbegin(); step != from.rend(); ++step) {  // each row was settled after where it came from
    if (step->first != last) continue;
    way.push_back(last);
    last = step->second;
  }
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace planwerk
