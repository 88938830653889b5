#include "host/plan/report/chain_layout.hpp"

#include <algorithm>
#include <numeric>

namespace planwerk {
namespace {

constexpr double column_spacing = 190;
constexpr double full_height = 230;  // of a node that carries the whole worth
constexpr double least_height = 10;  // of a node
constexpr double node_gap = 30;      // room for two lines of text
constexpr double margin = 28;
constexpr double label_room = 185;  // right of the last column
constexpr double loop_room = 46;    // below, for links that close loops
constexpr std::size_t most_columns = 8;
constexpr int ordering_sweeps = 8;

// Distance from the need in steps, averaged over worth: small for what is used near the end of the chain.
std::vector<double> mean_depths(const SupplyChain& chain) {
  std::vector<double> depth(chain.nodes.size(), 0);
  // Loops make this a fixed point; it converges since every turn of a loop loses worth to labour and plant.
  for (std::size_t sweep = 0; sweep < 4 * chain.nodes.size(); ++sweep) {
    std::vector<double> sum(chain.nodes.size(), 0), weight(chain.nodes.size(), 0);
    for (const SupplyLink& link : chain.links) {
      sum[link.from] += link.worth * (depth[link.to] + 1);
      weight[link.from] += link.worth;
    }
    for (std::size_t k = 1; k < depth.size(); ++k) depth[k] = weight[k] > 0 ? sum[k] / weight[k] : 1;
  }
  return depth;
}

struct Columns {
  std::vector<std::size_t> of;                  // per node: column, 0 is the need's
  std::vector<std::vector<std::size_t>> nodes;  // per column, top to bottom
};

// A link leads downstream when it shortens the mean distance to the need, or starts at what is made of nothing; the
// others close loops. The longest path over downstream links gives the column.
Columns assign_columns(const SupplyChain& chain) {
  const auto depth = mean_depths(chain);
  const auto is_made = [&](std::size_t k) { return chain.nodes[k].kind == PricedThing::Kind::product; };
  const auto leads_downstream = [&](const SupplyLink& link) {
    return !is_made(link.from) || depth[link.from] > depth[link.to];
  };
  std::vector<std::size_t> order(chain.nodes.size() - 1);
  std::iota(order.begin(), order.end(), std::size_t{1});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return is_made(a) != is_made(b) ? is_made(a) : depth[a] < depth[b]; });
  Columns columns;
  columns.of.assign(chain.nodes.size(), 1);
  columns.of[0] = 0;
  for (const std::size_t node : order) {
    for (const SupplyLink& link : chain.links) {
      if (link.from != node || !leads_downstream(link)) continue;
      columns.of[node] = std::max(columns.of[node], std::min(columns.of[link.to] + 1, most_columns - 1));
    }
  }
  columns.nodes.resize(*std::max_element(columns.of.begin(), columns.of.end()) + 1);
  for (std::size_t node = 0; node < chain.nodes.size(); ++node) columns.nodes[columns.of[node]].push_back(node);
  return columns;
}

double height_of(const ChainNode& node) {
  return std::max(least_height, full_height * std::min(node.worth, 1.3));
}

double stacked_height(const SupplyChain& chain, const std::vector<std::size_t>& column) {
  double height = -node_gap;
  for (const std::size_t node : column) height += height_of(chain.nodes[node]) + node_gap;
  return height;
}

void place_nodes(const SupplyChain& chain, const Columns& columns, double inner_height, ChainLayout& layout) {
  for (std::size_t c = 0; c < columns.nodes.size(); ++c) {
    double y = margin + 0.5 * (inner_height - stacked_height(chain, columns.nodes[c]));
    for (const std::size_t node : columns.nodes[c]) {
      const double x = margin + column_spacing * static_cast<double>(columns.nodes.size() - 1 - c);
      layout.nodes[node] = {x, y, height_of(chain.nodes[node])};
      y += layout.nodes[node].height + node_gap;
    }
  }
}

double middle(const PlacedNode& node) {
  return node.y + 0.5 * node.height;
}

// Barycentre heuristic (Sugiyama, Tagawa & Toda 1981): each node goes to the mean height of its neighbours.
void order_columns(const SupplyChain& chain, Columns& columns, double inner_height, ChainLayout& layout) {
  for (int sweep = 0; sweep < ordering_sweeps; ++sweep) {
    place_nodes(chain, columns, inner_height, layout);
    std::vector<double> sum(chain.nodes.size(), 0), weight(chain.nodes.size(), 0);
    for (const SupplyLink& link : chain.links) {
      sum[link.from] += link.worth * middle(layout.nodes[link.to]);
      weight[link.from] += link.worth;
      if (sweep % 2 == 0) continue;  // every other sweep looks both ways
      sum[link.to] += link.worth * middle(layout.nodes[link.from]);
      weight[link.to] += link.worth;
    }
    const auto wanted = [&](std::size_t k) { return weight[k] > 0 ? sum[k] / weight[k] : middle(layout.nodes[k]); };
    for (auto& column : columns.nodes) {
      std::stable_sort(column.begin(), column.end(), [&](auto a, auto b) { return wanted(a) < wanted(b); });
    }
  }
  place_nodes(chain, columns, inner_height, layout);
}

// Stacks bands along one side of each node, in the order of what lies at their other ends.
template <class End, class OtherEnd>
void stack_bands(const SupplyChain& chain, ChainLayout& layout, End end, OtherEnd other_end,
                 double PlacedLink::*y_of_end, std::vector<double>& filled) {
  std::vector<std::size_t> order(chain.links.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return middle(layout.nodes[other_end(chain.links[a])]) < middle(layout.nodes[other_end(chain.links[b])]);
  });
  for (const std::size_t k : order) {
    const std::size_t node = end(chain.links[k]);
    layout.links[k].*y_of_end = layout.nodes[node].y + filled[node] + 0.5 * layout.links[k].width;
    filled[node] += layout.links[k].width;
  }
}

void place_links(const SupplyChain& chain, const Columns& columns, ChainLayout& layout) {
  for (std::size_t k = 0; k < chain.links.size(); ++k) {
    const SupplyLink& link = chain.links[k];
    const ChainNode& from = chain.nodes[link.from];
    const ChainNode& to = chain.nodes[link.to];
    // Bands are to the scale of the node that they would overfill.
    const double scale =
        std::min(height_of(from) / std::max(from.worth, 1e-12), height_of(to) / std::max(to.worth, 1e-12));
    layout.links[k].width = std::max(0.75, link.worth * std::min(scale, full_height));
    layout.links[k].closes_loop = columns.of[link.from] <= columns.of[link.to];
  }
  std::vector<double> filled(chain.nodes.size(), 0);
  stack_bands(
      chain, layout, [](const SupplyLink& l) { return l.from; }, [](const SupplyLink& l) { return l.to; },
      &PlacedLink::from_y, filled);
  filled.assign(chain.nodes.size(), 0);
  stack_bands(
      chain, layout, [](const SupplyLink& l) { return l.to; }, [](const SupplyLink& l) { return l.from; },
      &PlacedLink::to_y, filled);
  for (std::size_t node = 0; node < chain.nodes.size(); ++node) {
    const double width = std::min(chain.nodes[node].unshown * full_height, layout.nodes[node].height - filled[node]);
    if (chain.nodes[node].kind != PricedThing::Kind::product || width < 0.5) continue;
    const double y = layout.nodes[node].y + filled[node] + 0.5 * width;
    layout.unshown[node] = {y, y, width, false};
  }
}

}  // namespace

ChainLayout lay_out(const SupplyChain& chain) {
  ChainLayout layout;
  layout.nodes.resize(chain.nodes.size());
  layout.links.resize(chain.links.size());
  layout.unshown.resize(chain.nodes.size());
  Columns columns = assign_columns(chain);
  double inner_height = 0;
  for (const auto& column : columns.nodes) inner_height = std::max(inner_height, stacked_height(chain, column));
  order_columns(chain, columns, inner_height, layout);
  place_links(chain, columns, layout);
  layout.width = 2 * margin + column_spacing * static_cast<double>(columns.nodes.size() - 1) + label_room;
  const bool loops = std::any_of(layout.links.begin(), layout.links.end(), [](const auto& l) { return l.closes_loop; });
  layout.height = 2 * margin + inner_height + (loops ? loop_room : 0);
  return layout;
}

}  // namespace planwerk
