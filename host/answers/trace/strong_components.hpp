#pragma once

#include <cstdint>
#include <vector>

namespace planwerk {

// A directed graph: the successors of node v are targets[offsets[v]] to targets[offsets[v + 1] - 1].
struct DirectedGraph {
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int32_t> targets;

  std::int32_t nodes() const { return static_cast<std::int32_t>(offsets.size()) - 1; }
};

// The strongly connected components, those that others lead to first; nodes in ascending order. Linear time.
// Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972).
std::vector<std::vector<std::int32_t>> strong_components(const DirectedGraph& graph);

}  // namespace planwerk
