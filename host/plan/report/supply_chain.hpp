#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/report/priced_economy.hpp"

namespace planwerk {

// The chain behind a need: which products, kinds of work, plant and limits what is delivered rests on, as far upstream
// as it matters. Flows of different units are made comparable by the plan's valuations: a flow is as wide as the hours
// of burden it is worth. A product's worth comes from the recipes that make it, in proportion to what they make; a
// recipe's worth comes from its inputs, wastes, labour, plant and limits, in proportion to what they cost it. So worth
// is neither lost nor gained on the way, and loops (steel takes coal takes steel) simply run dry.
struct ChainNode {
  PricedThing::Kind kind = PricedThing::Kind::product;
  std::string id;      // `product:steel`, `labour:care`, ...
  std::string name;    // for people
  double worth = 0;    // part of the need's worth that passes through, 0..1; more where it passes through again
  double amount = 0;   // of it for this need; 0 where that has no meaning
  std::string unit;    // of the amount
  double unshown = 0;  // worth that comes from what is too small to be shown
  std::vector<std::string> recipes;  // by which the product is made, the largest first
};

struct SupplyLink {
  std::size_t from = 0;  // node
  std::size_t to = 0;    // node
  double worth = 0;      // part of the need's worth
};

// Empty where nothing is delivered or what is delivered costs nothing at the margin. Node 0 is the need.
struct SupplyChain {
  Index need = no_index;
  std::vector<ChainNode> nodes;
  std::vector<SupplyLink> links;

  bool empty() const { return links.empty(); }
};

struct ChainSettings {
  double least_worth = 0.01;    // of nodes shown
  double least_link = 0.004;    // worth of links shown
  std::size_t most_nodes = 26;  // shown, the need included
};

SupplyChain trace_chain(const PricedEconomy& priced, Index need, const ChainSettings& settings = {});

}  // namespace planwerk
