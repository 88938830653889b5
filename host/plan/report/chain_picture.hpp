#pragma once

#include <string>

#include "host/plan/report/supply_chain.hpp"

namespace planwerk {

// The chain as inline SVG: bars for nodes, bands as wide as what they are worth, a title on everything, colours from
// the page's style. Readable without its colours: what kind a node is of stands in its title.
std::string chain_picture(const SupplyChain& chain);

}  // namespace planwerk
