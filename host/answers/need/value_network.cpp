#include "host/answers/need/value_network.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

namespace planwerk {
namespace {

constexpr double at_bound = 1e-7;       // relative distance from a bound that counts as none
constexpr double open_allowed = 5e-10;  // share of the cost that may be left where it is
constexpr int sweep_limit = 5000;
constexpr double least_share = 1e-13;  // of what is told

}  // namespace

ValueNetwork::ValueNetwork(const Economy& economy, const ProductionLp& production, std::vector<double> activity,
                           std::vector<ColumnCharge> charges)
    : economy_(economy),
      production_(production),
      activity_(std::move(activity)),
      charges_(std::move(charges)),
      by_columns_(transposed(production.lp.matrix)),
      nodes_(static_cast<std::size_t>(production.lp.rows())),
      is_end_(static_cast<std::size_t>(end_of_tier(0)) + economy.objective.tiers.size(), 0),
      pending_(nodes_.size() * lanes, 0.0),
      passing_(nodes_.size() * lanes, 0.0),
      ended_(is_end_.size() * lanes, 0.0) {
  for (const RowOrigin& origin : production.row_origins) {
    followed_.push_back(origin.kind == RowKind::product || origin.kind == RowKind::need);
  }
  find_running_makers();
  order_rows();
}

bool ValueNetwork::makes(Column column, Row row) const {
  const ColumnKind kind = production_.column_origins[column].kind;
  if (kind == ColumnKind::delivery) return production_.row_origins[row].kind == RowKind::need;
  return kind == ColumnKind::recipe || kind == ColumnKind::stock_draw;
}

bool ValueNetwork::at_upper(Column column) const {
  return activity_[column] >= production_.lp.column_upper[column] * (1 - at_bound);
}

// As far as the activity tells; an idle one has no merit but what it would lose.
ValueNetwork::Maker ValueNetwork::as_maker(Column column, double coefficient) const {
  if (activity_[column] <= production_.lp.column_lower[column] * (1 + at_bound)) return {1, 0, column};
  const bool used_up = at_upper(column);
  // A stock that is used up answers for a unit more only where nobody makes the product.
  const bool stock = production_.column_origins[column].kind == ColumnKind::stock_draw;
  return {used_up ? (stock ? 0 : 2) : 3, std::fabs(coefficient) * activity_[column], column};
}

void ValueNetwork::find_running_makers() {
  const SparseMatrix& a = production_.lp.matrix;
  for (const int sign : {0, 1}) running_makers_[sign].assign(nodes_.size(), -1);
  for (Row row = 0; row < a.rows; ++row) {
    if (!is_followed(row)) continue;
    Maker best[2];
    for (auto k = a.row_offsets[row]; k < a.row_offsets[row + 1]; ++k) {
      const Column j = a.column_indices[k];
      if (!makes(j, row)) continue;
      const Maker maker = as_maker(j, a.values[k]);
      Maker& so_far = best[a.values[k] < 0];
      if (maker.rank >= 2 && so_far < maker) so_far = maker;
    }
    for (const int sign : {0, 1}) running_makers_[sign][row] = best[sign].column;
  }
}

// Depth first along what makers use, without recursion: reversed finishing order puts users before inputs wherever
// there is no loop.
void ValueNetwork::order_rows() {
  std::vector<char> seen(nodes_.size(), 0);
  std::vector<std::pair<Row, std::int64_t>> path;  // row and the next entry of its maker
  const auto enter = [&](Row row) {
    seen[row] = 1;
    const Column maker = running_makers_[0][row];
    path.emplace_back(row, maker < 0 ? -1 : by_columns_.row_offsets[maker]);
  };
  for (Row start = 0; start < production_.lp.rows(); ++start) {
    if (!is_followed(start) || seen[start]) continue;
    enter(start);
    while (!path.empty()) {
      auto& [row, next] = path.back();
      if (next < 0 || next == by_columns_.row_offsets[running_makers_[0][row] + 1]) {
        order_.push_back(row);
        path.pop_back();
        continue;
      }
      const auto entry = next++;
      const Row input = by_columns_.column_indices[entry];
      if (by_columns_.values[entry] < 0 && is_followed(input) && !seen[input]) enter(input);
    }
  }
  std::reverse(order_.begin(), order_.end());
}

std::vector<CostTrace> ValueNetwork::trace(std::span<const Index> needs, const std::vector<double>& prices,
                                           const std::vector<double>& charge_prices, double loss_allowed) {
  prices_ = &prices;
  charge_prices_ = charge_prices;
  loss_allowed_ = loss_allowed;
  std::vector<CostTrace> traces(needs.size());
  for (std::size_t begin = 0; begin < needs.size(); begin += lanes) {
    const std::size_t count = std::min<std::size_t>(lanes, needs.size() - begin);
    trace_block(needs.subspan(begin, count), std::span(traces).subspan(begin, count));
  }
  forget_prices();
  return traces;
}

void ValueNetwork::trace_block(std::span<const Index> needs, std::span<CostTrace> traces) {
  std::vector<Lane> found;
  for (std::size_t l = 0; l < needs.size(); ++l) {
    const auto entry = by_columns_.row_offsets[production_.coverage_columns[needs[l]]];
    const Row start = by_columns_.column_indices[entry];
    const double unit_price = -value(start, by_columns_.values[entry]);  // a unit of the need takes -value of its row
    if (unit_price <= 0) continue;
    found.push_back({static_cast<int>(l), start, unit_price});
    pending_[static_cast<std::size_t>(start) * lanes + l] = 1;
  }
  flow();
  collect_ends();
  for (const Lane& lane : found) traces[lane.number] = told(lane);
  std::fill(pending_.begin(), pending_.end(), 0.0);
  std::fill(passing_.begin(), passing_.end(), 0.0);
  for (const std::int32_t key : end_keys_) std::fill_n(&ended_[static_cast<std::size_t>(key) * lanes], lanes, 0.0);
}

CostTrace ValueNetwork::told(const Lane& lane) const {
  CostTrace trace;
  const auto shares = ended(lane);
  for (const auto& [share, key] : shares) trace.bottlenecks.push_back({id_of(key), valuation_of(key), -share});
  if (!shares.empty()) trace.chain = chain_to(lane, shares.front().second);
  trace.open = open_shares()[lane.number];
  for (std::size_t row = 0; row < nodes_.size(); ++row) {
    if (passing_[row * lanes + lane.number] > 0) {
      trace.discrepancy = std::max(trace.discrepancy, nodes_[row].discrepancy);
    }
  }
  return trace;
}

void ValueNetwork::forget_prices() {
  std::fill(nodes_.begin(), nodes_.end(), Node{});
  inputs_.clear();
  ends_.clear();
  for (const std::int32_t key : std::exchange(end_keys_, {})) is_end_[key] = 0;
}

double ValueNetwork::cost_of(Column column) const {
  double cost = 0;
  for (std::size_t k = 0; k < charges_.size(); ++k) cost += charge_prices_[k] * charges_[k].costs[column];
  return cost;
}

double ValueNetwork::reduced_cost(Column column) const {
  double cost = cost_of(column);
  for (auto k = by_columns_.row_offsets[column]; k < by_columns_.row_offsets[column + 1]; ++k) {
    cost -= value(by_columns_.column_indices[k], by_columns_.values[k]);
  }
  return cost;
}

ValueNetwork::Column ValueNetwork::choose_maker(Row row) const {
  if (const Column running = running_makers_[(*prices_)[row] < 0][row]; running >= 0) return running;
  const SparseMatrix& a = production_.lp.matrix;
  Maker best;
  for (auto k = a.row_offsets[row]; k < a.row_offsets[row + 1]; ++k) {
    const Column j = a.column_indices[k];
    const double earned = value(row, a.values[k]);
    if (earned <= 0 || !makes(j, row)) continue;
    Maker maker = as_maker(j, a.values[k]);
    if (maker.rank == 1) {
      const double loss = reduced_cost(j);
      if (loss > loss_allowed_ * earned) continue;
      maker.merit = -loss / std::fabs(a.values[k]);
    }
    if (best.column < 0 || best < maker) best = maker;
  }
  return best.column;
}

void ValueNetwork::add_end(std::int32_t at, double part) {
  ends_.push_back({at, part});
  if (!std::exchange(is_end_[at], 1)) end_keys_.push_back(at);
}

// Parts of what a unit of cost that passes through the row is spent on.
void ValueNetwork::split(Row row) {
  Node& node = nodes_[row];
  node.split = true;
  node.inputs.begin = inputs_.size();
  node.ends.begin = ends_.size();
  const Column maker = choose_maker(row);
  double earned = 0, paid = 0;
  if (maker >= 0) {
    const double cost = cost_of(maker);  // below zero: what a tier makes of it is welcome
    (cost > 0 ? paid : earned) += std::fabs(cost);
    for (auto k = by_columns_.row_offsets[maker]; k < by_columns_.row_offsets[maker + 1]; ++k) {
      const Row to = by_columns_.column_indices[k];
      const double worth = value(to, by_columns_.values[k]);
      if (worth >= 0) {
        earned += worth;
        continue;
      }
      paid -= worth;
      if (is_followed(to)) {
        inputs_.push_back({to, -worth});
      } else {
        add_end(to, -worth);
      }
    }
  }
  const double rent = maker >= 0 && at_upper(maker) ? std::max(0.0, earned - paid) : 0;
  const double total = paid + rent;
  if (total <= 0) {
    add_end(row, 1);
  } else {
    node.maker = maker;
    node.discrepancy = std::fabs(earned - total) / std::max(earned, total);
    const double per_total = 1 / total;
    for (auto k = node.inputs.begin; k < inputs_.size(); ++k) inputs_[k].part *= per_total;
    for (auto k = node.ends.begin; k < ends_.size(); ++k) ends_[k].part *= per_total;
    if (rent > 0) add_end(production_.lp.rows() + maker, rent / total);
    if (cost_of(maker) > 0) end_charges(row, maker, per_total);
  }
  node.inputs.end = inputs_.size();
  node.ends.end = ends_.size();
}

// What tiers charge beside each other counts by the part of those that charge and do not welcome.
void ValueNetwork::end_charges(Row row, Column maker, double per_total) {
  double gross = 0;
  const auto charge = [&](std::size_t k) { return std::max(0.0, charge_prices_[k] * charges_[k].costs[maker]); };
  for (std::size_t k = 0; k < charges_.size(); ++k) gross += charge(k);
  for (std::size_t k = 0; k < charges_.size(); ++k) {
    if (charge(k) <= 0) continue;
    const double part = cost_of(maker) * per_total * charge(k) / gross;
    if (charges_[k].tier == no_index) {
      end_strain(row, maker, part);
    } else {
      add_end(end_of_tier(charges_[k].tier), part);
    }
  }
}

// Strain is burden of the hours that a recipe takes, and counts as theirs; what a variant is disliked ends at the need.
void ValueNetwork::end_strain(Row row, Column maker, double part) {
  double hours = 0;
  const auto for_each_labour = [&](auto act) {
    for (auto k = by_columns_.row_offsets[maker]; k < by_columns_.row_offsets[maker + 1]; ++k) {
      const Row labour = by_columns_.column_indices[k];
      if (production_.row_origins[labour].kind == RowKind::labour_kind) act(labour, by_columns_.values[k]);
    }
  };
  for_each_labour([&](Row, double amount) { hours += amount; });
  if (hours <= 0) {
    add_end(row, part);
    return;
  }
  for_each_labour([&](Row labour, double amount) { add_end(labour, part * amount / hours); });
}

// Passes amounts on, row by row, until what is left of each lane is next to nothing.
void ValueNetwork::flow() {
  const double least = open_allowed / static_cast<double>(std::max<std::size_t>(1, order_.size()));
  std::array<double, lanes> threshold;
  threshold.fill(least);
  for (int sweep = 0; sweep < sweep_limit; ++sweep) {
    bool moved = false;
    for (const Row row : order_) moved |= pass_on(row, threshold);
    if (!moved) return;
    const std::array<double, lanes> open = open_shares();
    for (int l = 0; l < lanes; ++l) {
      if (open[l] <= open_allowed) threshold[l] = infinity;
    }
  }
}

std::array<double, ValueNetwork::lanes> ValueNetwork::open_shares() const {
  std::array<double, lanes> sum{};
  for (std::size_t at = 0; at < pending_.size(); at += lanes) {
    for (int l = 0; l < lanes; ++l) sum[l] += pending_[at + l];
  }
  return sum;
}

// Of each lane whose amount exceeds the threshold.
bool ValueNetwork::pass_on(Row row, const std::array<double, lanes>& threshold) {
  double* const pending = &pending_[static_cast<std::size_t>(row) * lanes];
  double amount[lanes];
  bool any = false;
  for (int l = 0; l < lanes; ++l) {
    amount[l] = pending[l] > threshold[l] ? pending[l] : 0;
    any |= pending[l] > threshold[l];
  }
  if (!any) return false;
  if (!nodes_[row].split) split(row);
  double* const passing = &passing_[static_cast<std::size_t>(row) * lanes];
  for (int l = 0; l < lanes; ++l) {
    pending[l] -= amount[l];
    passing[l] += amount[l];
  }
  const Parts inputs = nodes_[row].inputs;
  for (auto k = inputs.begin; k < inputs.end; ++k) {
    const double part = inputs_[k].part;
    double* const onwards = &pending_[static_cast<std::size_t>(inputs_[k].to) * lanes];
    for (int l = 0; l < lanes; ++l) onwards[l] += part * amount[l];
  }
  return true;
}

// What passed through the rows, by what it ended at.
void ValueNetwork::collect_ends() {
  for (std::size_t row = 0; row < nodes_.size(); ++row) {
    const double* const passing = &passing_[row * lanes];
    for (auto k = nodes_[row].ends.begin; k < nodes_[row].ends.end; ++k) {
      double* const ended = &ended_[static_cast<std::size_t>(ends_[k].to) * lanes];
      for (int l = 0; l < lanes; ++l) ended[l] += passing[l] * ends_[k].part;
    }
  }
}

// Minus the share of the cost that ended there, and where; largest share first.
std::vector<std::pair<double, std::int32_t>> ValueNetwork::ended(const Lane& lane) const {
  std::vector<std::pair<double, std::int32_t>> shares;
  for (const std::int32_t key : end_keys_) {
    const double share = ended_[static_cast<std::size_t>(key) * lanes + lane.number];
    if (share > least_share) shares.emplace_back(-share, key);
  }
  std::sort(shares.begin(), shares.end());
  return shares;
}

// The path of the largest product of parts from the need to the end (Dijkstra 1959).
std::vector<ChainLink> ValueNetwork::chain_to(const Lane& lane, std::int32_t end) const {
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
  std::vector<char> settled(nodes_.size(), 0);
  labels.push({1, lane.start, -1});
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
    const Node& node = nodes_[row];
    double ends_here = 0;
    for (auto k = node.ends.begin; k < node.ends.end; ++k) ends_here += ends_[k].to == end ? ends_[k].part : 0;
    if (ends_here > 0) labels.push({carried * ends_here, -1, row});
    for (auto k = node.inputs.begin; k < node.inputs.end; ++k) {
      if (!settled[inputs_[k].to]) labels.push({carried * inputs_[k].part, inputs_[k].to, row});
    }
  }
  std::vector<ChainLink> chain;
  for (auto step = from.rbegin(); step != from.rend(); ++step) {  // each row was settled after where it came from
    if (step->first != last) continue;
    const auto [kind, index] = production_.row_origins[last];
    const Node& node = nodes_[last];
    last = step->second;
    if (kind != RowKind::product) continue;
    const bool by_recipe = node.maker >= 0 && production_.column_origins[node.maker].kind == ColumnKind::recipe;
    const Row row = step->first;
    chain.push_back(
        {index, by_recipe ? production_.column_origins[node.maker].index : no_index,
         passing_[static_cast<std::size_t>(row) * lanes + lane.number] * lane.unit_price / std::fabs((*prices_)[row])});
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::string ValueNetwork::id_of(std::int32_t end) const {
  if (end >= end_of_tier(0)) return "tier:" + economy_.objective.tiers[end - end_of_tier(0)].id;
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
  return "product:" + economy_.products[index].id;
}

// What one more unit of it would save; of a bound of activity, its rent; of a tier, what its unit counts.
double ValueNetwork::valuation_of(std::int32_t end) const {
  if (end >= end_of_tier(0)) {
    double price = 0;
    for (std::size_t k = 0; k < charges_.size(); ++k) {
      if (charges_[k].tier != no_index && end_of_tier(charges_[k].tier) == end) price = charge_prices_[k];
    }
    return price;
  }
  if (end >= production_.lp.rows()) return std::max(0.0, -reduced_cost(end - production_.lp.rows()));
  return std::fabs((*prices_)[end]);
}

}  // namespace planwerk
