#pragma once

#include <vector>

#include "host/answers/trace/checked_solver.hpp"
#include "host/answers/trace/claims.hpp"
#include "host/answers/trace/flow_network.hpp"

namespace planwerk {

// What something of a plan is for in the end.
struct Purpose {
  enum class Kind {
    need,
    surplus,        // what is left over of products that may be
    closing_stock,  // what is wanted at the end
    nothing,        // recipes that make nothing that is balanced
  };
  Kind kind = Kind::need;
  Index need = no_index;
};
// Every need, then the other three.
std::vector<Purpose> purposes_of(const Economy& economy);

// The part of a plan that serves one purpose. The footprints of all purposes add up to the plan.
struct Footprint {
  Purpose purpose;
  std::vector<double> shares;   // per product: part of its throughput
  std::vector<double> recipes;  // per recipe: activity
  std::vector<double> drawn;    // per product: from opening stocks
  Claims claims;
  double relative_residual = 0;
};

// Per purpose, the share of one recipe or product that serves it; they add up to 1.
struct Uses {
  std::vector<double> shares;  // by purposes_of
  double relative_residual = 0;
};

// Follows the plan's own flows down to their purposes: what is made of a product and drawn from stock goes into one
// pool, from which all its users take alike, and a recipe serves what its outputs serve, by the shares of its
// allocation. The shares w of all products' throughput that serve a purpose solve
//   w_i = (delivered to it_i + sum_r used_ir x_r sum_k share_kr w_k) / throughput_i,
// cycles included. (Downstream attribution with average mixes, as in the Ghosh model: Ghosh, Input-output approach in
// an allocation system, Economica 25, 1958.)
class Attribution {
 public:
  explicit Attribution(const FlowNetwork& network);

  // False where some of the plan goes in a circle without any purpose.
  bool ready() const { return solver_.ready(); }
  Footprint of(Purpose purpose);
  Uses of_recipe(Index recipe);
  Uses of_product(Index product);  // of one that is made or drawn

 private:
  static std::vector<Index> rows_of(const FlowNetwork& network);
  SparseMatrix matrix() const;
  std::vector<double> arriving(Purpose purpose) const;
  Uses follow(const std::vector<double>& start);

  const FlowNetwork& network_;
  std::vector<Index> row_of_;  // per product; no_index where nothing flows
  std::int32_t rows_;
  CheckedSolver solver_;
};

}  // namespace planwerk
