#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
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
  bool possible = false;    // else nothing can give way, at whatever cost
  double cost = 0;          // increase of all other costs per unit; infinite where it is not possible
  double holds_for = 0;     // units for which all figures stay the same
  bool unique = false;      // no other way costs the same
  std::vector<Move> moves;  // columns that change, per unit
  // Per row; where it is not possible: a proof, the unit delivered priced at one. The same vector for all steps at the
  // optimum's own prices.
  std::shared_ptr<const std::vector<double>> prices;
};

// Answers what one more unit of a delivery costs, from an optimal basis: the right derivative of the optimal value in
// the amount delivered, with the columns that deliver it held where they stand. The optimum's other columns give way as
// the bounds they stand at allow: a dual simplex method over the directions that leave the vertex, which begins at the
// optimal basis and ends after as many pivots as the vertex is degenerate there. docs/mathematics.md, "Questions about
// a need". Each delivery begins from the optimal basis again, so that answers do not depend on their order.
class MarginalStepper {
 public:
  explicit MarginalStepper(OptimalBasis& optimum);

  // Each with the columns that deliver and take from their rows what a unit takes (a need's steps of coverage).
  // Nothing where pivots or accuracy do not suffice. Deliveries asked about together share the work.
  std::vector<std::optional<MarginalStep>> steps(std::span<const Delivery> deliveries);
  // Whether a step's prices are those of the optimum, which many steps have.
  bool is_at_optimum_prices(const MarginalStep& step) const { return step.prices == optimum_prices_; }

 private:
  struct Room {  // to a variable's bounds
    double down, up;
    double towards(double rate) const { return rate < 0 ? down : up; }
  };
  struct Eta {
    std::int32_t position;
    double pivot;
    std::vector<std::pair<std::int32_t, double>> others;
  };
  // Rates of a delivery at the optimum's basis, before any pivot; empty where they cannot be had.
  using Directions = std::array<std::vector<double>, block_lanes>;
  Directions find_directions(std::span<const Delivery> deliveries);
  std::vector<double> direction_of_own_column(const Delivery& delivering) const;
  std::optional<MarginalStep> step(const Delivery& delivering, std::vector<double> rates);
  void reset();
  bool solve(std::vector<double>& x);
  bool solve_transposed(std::vector<double>& y);
  bool take_alike(std::int32_t a, std::int32_t b) const;
  bool is_held(std::int32_t variable) const;
  bool blocked(std::int32_t variable, double rate) const;
  Room room_of(std::int32_t variable) const;
  std::int32_t most_blocked() const;
  std::int32_t choose_entering(double rate) const;
  bool pivot(std::int32_t position, std::int32_t entering);
  bool balances(const Delivery& delivering) const;
  bool costs_what_prices_say(const Delivery& delivering) const;
  bool prices_hold() const;
  bool verified(const Delivery& delivering) const;
  bool costs_nothing(std::int32_t variable) const;
  bool is_unique() const;
  MarginalStep result(const Delivery& delivering) const;
  MarginalStep proof(const Delivery& delivering, double rate) const;
  std::vector<double> in_own_units(std::vector<double> prices, double unit) const;

  OptimalBasis& optimum_;
  const SlackForm& form_;
  Delivery held_;
  // At the optimum, before any pivot:
  std::shared_ptr<const std::vector<double>> optimum_prices_;  // per row, in the programme's own units
  bool optimum_prices_hold_ = false;
  std::vector<std::int32_t> idle_at_no_cost_;  // that could move at no cost
  std::vector<Room> room_;                     // per variable
  // Of the step at hand:
  std::vector<std::int32_t> variable_at_;  // per position
  std::vector<char> basic_;                // per variable
  std::vector<double> rates_;              // per position: of the variable there, per scaled unit delivered
  std::vector<double> duals_, reduced_costs_;
  std::vector<double> multipliers_, row_;  // of the position that leaves
  std::vector<Eta> etas_;
};

}  // namespace planwerk
