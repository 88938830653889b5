#include "host/solver/interior_point/sparse_ordering.hpp"

#include <limits>
#include <stdexcept>

#ifdef PLANWERK_METIS
#include <mutex>
#include <new>

#include <metis.h>
#endif

namespace planwerk {

#ifdef PLANWERK_METIS

namespace {

// The neighbours of every unknown, in compressed form.
struct Graph {
  std::vector<idx_t> offsets, neighbours;
};

Graph graph_of(const LowerTriangle& pattern) {
  Graph graph{std::vector<idx_t>(pattern.size + 1, 0), {}};
  const auto for_each_edge = [&](const auto& visit) {
    for (std::int32_t i = 0; i < pattern.size; ++i)
      for (std::int64_t e = pattern.row_offsets[i]; e + 1 < pattern.row_offsets[i + 1]; ++e)
        visit(i, pattern.column_indices[e]);
  };
  for_each_edge([&](std::int32_t i, std::int32_t j) {
    ++graph.offsets[i + 1];
    ++graph.offsets[j + 1];
  });
  for (std::int32_t i = 0; i < pattern.size; ++i) graph.offsets[i + 1] += graph.offsets[i];
  graph.neighbours.resize(graph.offsets.back());
  std::vector<idx_t> next(graph.offsets.begin(), graph.offsets.end() - 1);
  for_each_edge([&](std::int32_t i, std::int32_t j) {
    graph.neighbours[next[i]++] = j;
    graph.neighbours[next[j]++] = i;
  });
  return graph;
}

}  // namespace

bool has_nested_dissection() {
  return true;
}

std::vector<std::int32_t> nested_dissection(const LowerTriangle& pattern) {
  if (2 * pattern.nonzeros() > std::numeric_limits<idx_t>::max()) return {};
  Graph graph = graph_of(pattern);
  idx_t size = pattern.size;
  std::vector<idx_t> order(size), place(size);
  static std::mutex one_at_a_time;  // its random numbers come from a generator shared by all threads, seeded anew
  const std::lock_guard lock(one_at_a_time);
  const int result =
      METIS_NodeND(&size, graph.offsets.data(), graph.neighbours.data(), nullptr, nullptr, order.data(), place.data());
  if (result == METIS_ERROR_MEMORY) throw std::bad_alloc();
  if (result != METIS_OK) throw std::runtime_error("METIS failed to order a sparse matrix");
  return {place.begin(), place.end()};
}

#else

bool has_nested_dissection() {
  return false;
}

std::vector<std::int32_t> nested_dissection(const LowerTriangle&) {
  throw std::logic_error("nested dissection is not built in");
}

#endif

}  // namespace planwerk
