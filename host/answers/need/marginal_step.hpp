#pragma once

#include <optional>
#include <vector>

#include "host/answers/need/optimal_basis.hpp"

namespace planwerk {

// What delivers: columns first, first + 1, ..., first + count - 1, of which `next` would deliver one unit more.
struct Delivery {
  std::int32_t first = 0;
  std::int32_t count = 0;
  std::int32_t next = 0;
  bool contains(std::int32_t column) const { return column >= first && column < first + count; }
};

struct Move {
  std::int32_t column = 0;
  double by = 0;
};

// How an optimum gives way when one more unit of something must be delivered. In the programme's own units.
struct MarginalStep {
  bool possible = false;       // else nothing can give way, at whatever cost
  double cost = 0;             // increase of all other costs per unit; infinite where it is not possible
  double holds_for = 0;        // units for which all figures stay the same
  bool unique = false;         // no other way costs the same
  std::vector<Move> moves;     // columns that change, per unit
  std::vector<double> prices;  // per row; where it is not possible: a proof, the unit delivered priced at one
};

// Answers what one more unit of a delivery costs, from an optimal basis: the right derivative of the optimal value in
// the amount delivered, with the columns that deliver it held where they stand. The optimum's other columns give way as
// the bounds they stand at allow: a dual simplex method over the directions that leave the vertex, which begins at the
// optimal basis and ends after as many pivots as the vertex is degenerate there. docs/mathematics.md, "Questions about
// a need". Every call begins from the optimal basis again, so that answers do not depend on their order.
class MarginalStepper {
 public:
  explicit MarginalStepper(OptimalBasis& optimum);

  // `delivering`: the columns that deliver and take from their rows what a unit takes (a need's steps of coverage).
  // Nothing where pivots or accuracy do not suffice.
  std::optional<MarginalStep> step(const Delivery& delivering);

 private:
  struct Eta {
    std::int32_t position;
    double pivot;
    std::vector<std::pair<std::int32_t, double>> others;
  };
  void reset();
  bool solve(std::vector<double>& x);
  bool solve_transposed(std::vector<double>& y);
  bool find_direction(const Delivery& delivering);
  bool take_alike(std::int32_t a, std::int32_t b) const;
  bool is_held(std::int32_t variable) const;
  bool blocked(std::int32_t variable, double rate) const;
  double at_bound(std::int32_t variable) const;
  std::int32_t most_blocked() const;
  std::int32_t choose_entering(double rate) const;
  bool pivot(std::int32_t position, std::int32_t entering);
  bool verified(const Delivery& delivering) const;
  MarginalStep result(const Delivery& delivering) const;
  MarginalStep proof(const Delivery& delivering, double rate) const;

  OptimalBasis& optimum_;
  const SlackForm& form_;
  Delivery held_;
  std::vector<std::int32_t> variable_at_;  // per position
  std::vector<char> basic_;                // per variable
  std::vector<double> rates_;              // per position: of the variable there, per scaled unit delivered
  std::vector<double> duals_, reduced_costs_;
  std::vector<double> multipliers_, row_;  // of the position that leaves
  std::vector<Eta> etas_;
};

}  // namespace planwerk
