#include "host/answers/need/price_network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace planwerk {
namespace {

constexpr double at_bound = 1e-7;  // relative distance from a bound that counts as none

}  // namespace

PriceNetwork::PriceNetwork(const Economy& economy, const ProductionLp& production, std::vector<double> activity,
                           std::vector<ColumnCharge> charges)
    : economy_(economy),
      production_(production),
      activity_(std::move(activity)),
      charges_(std::move(charges)),
      by_columns_(transposed(production.lp.matrix)),
      nodes_(static_cast<std::size_t>(production.lp.rows())),
      is_end_(static_cast<std::size_t>(end_of_tier(0)) + economy.objective.tiers.size(), 0) {
  for (const RowOrigin& origin : production.row_origins) {
    followed_.push_back(origin.kind == RowKind::product || origin.kind == RowKind::need);
  }
  find_running_makers();
  order_rows();
}

void PriceNetwork::set_prices(const std::vector<double>& prices, const std::vector<double>& charge_prices,
                              double loss_allowed) {
  prices_ = &prices;
  charge_prices_ = charge_prices;
  loss_allowed_ = loss_allowed;
  std::fill(nodes_.begin(), nodes_.end(), Node{});
  inputs_.clear();
  ends_.clear();
  for (const std::int32_t key : std::exchange(end_keys_, {})) is_end_[key] = 0;
}

PriceNetwork::Row PriceNetwork::start_of(Index need) const {
  return by_columns_.column_indices[by_columns_.row_offsets[production_.coverage_columns[need]]];
}

// A unit of the need takes -value of its row.
double PriceNetwork::unit_price(Index need) const {
  return -value(start_of(need), by_columns_.values[by_columns_.row_offsets[production_.coverage_columns[need]]]);
}

bool PriceNetwork::makes(Column column, Row row) const {
  const ColumnKind kind = production_.column_origins[column].kind;
  if (kind == ColumnKind::delivery) return production_.row_origins[row].kind == RowKind::need;
  return kind == ColumnKind::recipe || kind == ColumnKind::stock_draw;
}

bool PriceNetwork::at_upper(Column column) const {
  return activity_[column] >= production_.lp.column_upper[column] * (1 - at_bound);
}

// As far as the activity tells; an idle one has no merit but what it would lose.
PriceNetwork::Maker PriceNetwork::as_maker(Column column, double coefficient) const {
  if (activity_[column] <= production_.lp.column_lower[column] * (1 + at_bound)) return {1, 0, column};
  const bool used_up = at_upper(column);
  // A stock that is used up answers for a unit more only where nobody makes the product.
  const bool stock = production_.column_origins[column].kind == ColumnKind::stock_draw;
  return {used_up ? (stock ? 0 : 2) : 3, std::fabs(coefficient) * activity_[column], column};
}

void PriceNetwork::find_running_makers() {
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
void PriceNetwork::order_rows() {
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

double PriceNetwork::cost_of(Column column) const {
  double cost = 0;
  for (std::size_t k = 0; k < charges_.size(); ++k) cost += charge_prices_[k] * charges_[k].costs[column];
  return cost;
}

double PriceNetwork::reduced_cost(Column column) const {
  double cost = cost_of(column);
  for (auto k = by_columns_.row_offsets[column]; k < by_columns_.row_offsets[column + 1]; ++k) {
    cost -= value(by_columns_.column_indices[k], by_columns_.values[k]);
  }
  return cost;
}

PriceNetwork::Column PriceNetwork::choose_maker(Row row) const {
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

void PriceNetwork::add_end(std::int32_t at, double part) {
  ends_.push_back({at, part});
  if (!std::exchange(is_end_[at], 1)) end_keys_.push_back(at);
}

// Parts of what a unit of cost that passes through the row is spent on.
void PriceNetwork::split(Row row) {
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
void PriceNetwork::end_charges(Row row, Column maker, double per_total) {
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
void PriceNetwork::end_strain(Row row, Column maker, double part) {
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

std::string PriceNetwork::id_of(std::int32_t end) const {
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

double PriceNetwork::valuation_of(std::int32_t end) const {
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
