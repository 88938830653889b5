#pragma once

#include <optional>
#include <vector>

#include "host/answers/trace/checked_solver.hpp"
#include "host/answers/trace/claims.hpp"
#include "host/answers/trace/flow_network.hpp"

namespace planwerk {

// What one unit of a product takes upstream, everything counted.
struct Requirements {
  Index product = no_index;
  std::vector<double> products;  // per product: made altogether, the unit itself included; waste: treated
  std::vector<double> recipes;   // per recipe: activity
  std::vector<double> stocks;    // per product that no recipe of the plan makes: taken from stock
  Claims claims;
  double relative_residual = 0;  // of the system solved; at most exact_residual where the answer is exact
  bool sustained = true;         // false: the recipes use more than they give together, and the figures mean nothing
};

// Upstream requirements in a plan: each product comes from the recipe that makes most of it there. The requirements z
// of all products solve (I - A) z = e, with a_ki what the maker of i uses of k for one unit of i, its part for by-
// products taken off (Allocation); a square system, solved, not a series cut short. Leontief, Input-output economics,
// 1951.
class UpstreamRequirements {
 public:
  explicit UpstreamRequirements(const FlowNetwork& network);

  // False where the makers depend on each other in a way that determines nothing.
  bool ready() const { return solver_.ready(); }
  Index maker(Index product) const { return makers_[static_cast<std::size_t>(product)]; }  // no_index: nothing makes it
  // Of a product that has a maker.
  Requirements of(Index product);

 private:
  static std::vector<Index> makers_in(const FlowNetwork& network);
  // Activity of its maker that a unit of the product answers for.
  double activity_per_unit(Index product) const;
  SparseMatrix matrix() const;

  const FlowNetwork& network_;
  std::vector<Index> makers_;              // per product
  std::vector<Index> row_of_;              // per product; no_index without a maker
  std::vector<Index> product_of_;          // per row
  std::vector<double> activity_per_unit_;  // per row
  CheckedSolver solver_;
};

}  // namespace planwerk
