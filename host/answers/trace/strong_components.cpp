#include "host/answers/trace/strong_components.hpp"

#include <algorithm>

namespace planwerk {
namespace {

// The recursion of the paper with a stack of its own: chains of a million recipes would overflow the machine's.
class Tarjan {
 public:
  explicit Tarjan(const DirectedGraph& graph)
      : graph_(graph),
        number_(static_cast<std::size_t>(graph.nodes()), unseen),
        lowest_(number_.size(), 0),
        next_edge_(graph.offsets.begin(), graph.offsets.end() - 1),
        open_(number_.size(), false) {}

  std::vector<std::vector<std::int32_t>> run() {
    for (std::int32_t node = 0; node < graph_.nodes(); ++node) {
      if (number_[node] == unseen) search_from(node);
    }
    return std::move(components_);
  }

 private:
  static constexpr std::int32_t unseen = -1;

  void search_from(std::int32_t root) {
    enter(root);
    while (!path_.empty()) {
      const std::int32_t node = path_.back();
      if (next_edge_[node] < graph_.offsets[node + 1]) {
        const std::int32_t target = graph_.targets[next_edge_[node]++];
        if (number_[target] == unseen) {
          enter(target);
        } else if (open_[target]) {
          lowest_[node] = std::min(lowest_[node], number_[target]);
        }
      } else {
        leave(node);
      }
    }
  }

  void enter(std::int32_t node) {
    number_[node] = lowest_[node] = count_++;
    path_.push_back(node);
    waiting_.push_back(node);
    open_[node] = true;
  }

  void leave(std::int32_t node) {
    path_.pop_back();
    if (!path_.empty()) lowest_[path_.back()] = std::min(lowest_[path_.back()], lowest_[node]);
    if (lowest_[node] != number_[node]) return;
    const auto begin = std::find(waiting_.rbegin(), waiting_.rend(), node).base() - 1;
    auto& component = components_.emplace_back(begin, waiting_.end());
    waiting_.erase(begin, waiting_.end());
    std::sort(component.begin(), component.end());
    for (const std::int32_t member : component) open_[member] = false;
  }

  const DirectedGraph& graph_;
  std::int32_t count_ = 0;
  std::vector<std::int32_t> number_, lowest_;
  std::vector<std::int64_t> next_edge_;
  std::vector<bool> open_;
  std::vector<std::int32_t> path_, waiting_;
  std::vector<std::vector<std::int32_t>> components_;
};

}  // namespace

std::vector<std::vector<std::int32_t>> strong_components(const DirectedGraph& graph) {
  return Tarjan(graph).run();
}

}  // namespace planwerk
