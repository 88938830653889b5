#pragma once

#include <cstddef>
#include <vector>

#include "host/plan/report/supply_chain.hpp"

namespace planwerk {

// Where the parts of a chain's picture lie, in pixels. Columns run from what is far upstream on the left to the need on
// the right; a link that would lead back to the left closes a loop and is drawn as one.
struct PlacedNode {
  double x = 0;  // left edge of the bar
  double y = 0;  // top
  double height = 0;
};

struct PlacedLink {
  double from_y = 0;  // middle of the band at either end
  double to_y = 0;
  double width = 0;
  bool closes_loop = false;
};

struct ChainLayout {
  double width = 0;
  double height = 0;
  std::vector<PlacedNode> nodes;    // per node of the chain
  std::vector<PlacedLink> links;    // per link of the chain
  std::vector<PlacedLink> unshown;  // per node: the stub of what is too small to be shown; width 0: none
};

inline constexpr double chain_bar_width = 12;

ChainLayout lay_out(const SupplyChain& chain);

}  // namespace planwerk
