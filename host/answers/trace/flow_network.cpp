#include "host/answers/trace/flow_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/model/net_flows.hpp"
#include "host/model/units.hpp"

namespace planwerk {

FlowNetwork::FlowNetwork(const Economy& economy, const Plan& plan, Allocation allocation)
    : economy_(economy),
      plan_(plan),
      made_(economy.products.size(), 0),
      throughput_(economy.products.size(), 0),
      surplus_(economy.products.size(), 0),
      closing_(economy.products.size(), 0),
      drawn_(economy.products.size(), 0),
      worth_(economy.products.size(), 0) {
  find_wastes();
  for (std::size_t k = 0; k < worth_.size(); ++k) {
    worth_[k] = std::max(0.0, waste_[k] ? -plan.products[k].valuation : plan.products[k].valuation);
  }
  read_flows(allocation);
  read_throughput();
}

void FlowNetwork::find_wastes() {
  waste_.assign(economy_.products.size(), false);
  for (std::size_t k = 0; k < waste_.size(); ++k) {
    waste_[k] = economy_.products[k].balance == BalanceRule::exact && plan_.products[k].valuation < 0;
  }
  for (const Stock& stock : economy_.stocks) waste_[static_cast<std::size_t>(stock.product)] = false;
  for (const Alternative& alternative : economy_.alternatives) {
    waste_[static_cast<std::size_t>(alternative.product)] = false;
  }
}

void FlowNetwork::read_flows(Allocation allocation) {
  NetFlows net_flows(economy_);
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    const std::size_t first_output = output_flows_.size();
    if (plan_.activity[r] > 0) {
      for (const auto& [product, amount] : net_flows.of(economy_.recipes[r])) {
        if (economy_.products[product].balance == BalanceRule::free) continue;
        const double directed = is_waste(product) ? -amount : amount;
        auto& flows = directed > 0 ? output_flows_ : input_flows_;
        flows.push_back({product, std::abs(directed), 0});
        if (directed > 0) made_[product] += directed * plan_.activity[r];
      }
    }
    input_offsets_.push_back(std::ssize(input_flows_));
    output_offsets_.push_back(std::ssize(output_flows_));
    allocate(std::span(output_flows_).subspan(first_output), allocation);
  }
}

void FlowNetwork::allocate(std::span<Flow> outputs, Allocation allocation) {
  const auto mass = [&](const Flow& flow) { return conversion_factor(economy_.products[flow.product].unit, "kg"); };
  const bool weighed =
      std::all_of(outputs.begin(), outputs.end(), [&](const Flow& flow) { return mass(flow).has_value(); });
  if (allocation == Allocation::mass && !weighed && outputs.size() > 1) ++without_mass_;
  double total = 0;
  for (Flow& flow : outputs) {
    flow.share = flow.amount * (allocation == Allocation::mass && weighed ? *mass(flow) : worth(flow.product));
    total += flow.share;
  }
  for (Flow& flow : outputs) flow.share = total > 0 ? flow.share / total : 1.0 / static_cast<double>(outputs.size());
}

// Throughput is the sum of what is done with a product, so that the parts of it add up to one.
void FlowNetwork::read_throughput() {
  std::vector<double> used(economy_.products.size(), 0), delivered(economy_.products.size(), 0);
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    for (const Flow& flow : inputs(static_cast<Index>(r))) used[flow.product] += flow.amount * plan_.activity[r];
  }
  for (std::size_t j = 0; j < economy_.needs.size(); ++j) {
    const auto alternatives = economy_.alternatives_of(economy_.needs[j]);
    for (std::size_t k = 0; k < alternatives.size(); ++k) {
      delivered[alternatives[k].product] += plan_.needs[j].deliveries[k];
    }
  }
  for (std::size_t k = 0; k < economy_.stocks.size(); ++k) {
    closing_[economy_.stocks[k].product] += economy_.stocks[k].closing;
    drawn_[economy_.stocks[k].product] += plan_.drawn[k];
  }
  for (std::size_t k = 0; k < throughput_.size(); ++k) {
    if (economy_.products[k].balance == BalanceRule::free) continue;
    const double purposes = used[k] + delivered[k] + closing_[k];
    surplus_[k] = std::max(0.0, made_[k] + drawn_[k] - purposes);
    throughput_[k] = purposes + surplus_[k];
  }
}

}  // namespace planwerk
