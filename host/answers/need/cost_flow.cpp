#include "host/answers/need/cost_flow.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr int sweep_limit = 5000;
constexpr double is_late = 1e-4;     // open share from which on the late flow is taken down
constexpr double takes_late = 1e-5;  // and from which on it is tried: what it is known by is small beside this
constexpr int late_sweep_limit = 200;

}  // namespace

template <int lanes>
CostFlow<lanes>::CostFlow(PriceNetwork& network)
    : network_(network),
      open_(static_cast<std::size_t>(network.rows()) * lanes, 0.0),
      passed_(open_.size(), 0.0),
      ended_(network.end_count() * lanes, 0.0) {}

template <int lanes>
void CostFlow<lanes>::run(const std::optional<LateFlow>& late) {
  PerLane threshold;
  threshold.fill(open_allowed / static_cast<double>(std::max<std::size_t>(1, network_.order().size())));
  for (int k = 0; k < sweep_limit && sweep(threshold); ++k) {
    const PerLane open = open_shares();
    if (late) take_late(*late, open, threshold);
    for (int l = 0; l < lanes; ++l) {
      if (open[l] <= open_allowed) threshold[l] = infinity;
    }
  }
}

// Row by row.
template <int lanes>
bool CostFlow<lanes>::sweep(const PerLane& threshold) {
  bool moved = false;
  for (const Row row : network_.order()) moved |= pass_on(row, threshold);
  return moved;
}

template <int lanes>
bool CostFlow<lanes>::pass_on(Row row, const PerLane& threshold) {
  double* const open = &open_[at(row, 0)];
  PerLane amount;
  bool any = false;
  for (int l = 0; l < lanes; ++l) {
    amount[l] = open[l] > threshold[l] ? open[l] : 0;
    any |= open[l] > threshold[l];
  }
  if (!any) return false;
  double* const passed = &passed_[at(row, 0)];
  for (int l = 0; l < lanes; ++l) {
    open[l] -= amount[l];
    passed[l] += amount[l];
  }
  for (const auto& [to, part] : network_.inputs(network_.node(row))) {
    double* const onwards = &open_[at(to, 0)];
    for (int l = 0; l < lanes; ++l) onwards[l] += part * amount[l];
  }
  return true;
}

// Where what is left of a lane is the late flow, but for less than may be left open.
template <int lanes>
void CostFlow<lanes>::take_late(const LateFlow& late, const PerLane& open, PerLane& threshold) {
  const auto tried = [&](int l) { return open[l] > open_allowed && open[l] <= takes_late; };
  bool any = false;
  for (int l = 0; l < lanes; ++l) any |= tried(l);
  if (!any) return;
  PerLane difference{};
  for (Row row = 0; row < network_.rows(); ++row) {
    for (int l = 0; l < lanes; ++l) difference[l] += std::fabs(open_[at(row, l)] - open[l] * late.open[row]);
  }
  for (int l = 0; l < lanes; ++l) {
    if (!tried(l) || difference[l] > open_allowed) continue;
    threshold[l] = infinity;
    for (Row row = 0; row < network_.rows(); ++row) {
      open_[at(row, l)] = std::fabs(open_[at(row, l)] - open[l] * late.open[row]);
      passed_[at(row, l)] += open[l] * late.passed[row];
    }
  }
}

template <int lanes>
typename CostFlow<lanes>::PerLane CostFlow<lanes>::open_shares() const {
  PerLane sum{};
  for (std::size_t i = 0; i < open_.size(); i += lanes) {
    for (int l = 0; l < lanes; ++l) sum[l] += open_[i + l];
  }
  return sum;
}

// What passed through the rows, by what it ended at.
template <int lanes>
void CostFlow<lanes>::collect_ends() {
  for (Row row = 0; row < network_.rows(); ++row) {
    const double* const passed = &passed_[at(row, 0)];
    for (const auto& [to, part] : network_.ends(network_.split_node(row))) {
      double* const ended = &ended_[at(to, 0)];
      for (int l = 0; l < lanes; ++l) ended[l] += passed[l] * part;
    }
  }
}

template <int lanes>
void CostFlow<lanes>::clear() {
  std::fill(open_.begin(), open_.end(), 0.0);
  std::fill(passed_.begin(), passed_.end(), 0.0);
  for (const std::int32_t end : network_.ends_in_use()) std::fill_n(&ended_[at(end, 0)], lanes, 0.0);
}

template class CostFlow<1>;
template class CostFlow<8>;

std::optional<LateFlow> late_flow(PriceNetwork& network) {
  CostFlow<1> flow(network);
  const auto needs = static_cast<Index>(network.economy().needs.size());
  for (Index need = 0; need < needs; ++need) flow.enter(0, network.start_of(need), 1.0 / needs);
  LateFlow late;
  late.open.resize(static_cast<std::size_t>(network.rows()));
  late.passed.resize(late.open.size());
  double total = 0;  // open when it was taken down
  for (int k = 0; k < late_sweep_limit; ++k) {
    const bool moved = flow.sweep({open_allowed / static_cast<double>(network.order().size())});
    const double open = flow.open_shares()[0];
    if (total > 0 && (!moved || open <= open_allowed)) {
      for (PriceNetwork::Row row = 0; row < network.rows(); ++row) {
        late.passed[row] = (flow.passed(row, 0) - late.passed[row]) / total;
      }
      return late;
    }
    if (!moved) return std::nullopt;  // ended before there was anything late
    if (total > 0 || open > is_late || open <= takes_late) continue;
    total = open;
    for (PriceNetwork::Row row = 0; row < network.rows(); ++row) {
      late.open[row] = flow.open(row, 0) / total;
      late.passed[row] = flow.passed(row, 0);
    }
  }
  return std::nullopt;
}

}  // namespace planwerk
