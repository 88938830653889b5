#pragma once

#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/netting.hpp"

namespace planwerk {

// Turns near-optimal valuations into valuations with a good rigorous bound: where a recipe without an upper bound earns
// more than it costs, the bound is lost (or as bad as the recipe's implied bound allows). The prices that such recipes
// earn are lowered until none earns more than (1 + slack) times its cost, which may ripple downstream to recipes whose
// inputs have become cheaper; then all prices of products shrink by the factor that takes the remaining profits away.
// Large slack means mostly the uniform shrink, small slack mostly the local lowering: the best of a ladder is kept, as
// certificate::economy_bound judges it. Built once per economy.
class DualRepair {
 public:
  explicit DualRepair(const Economy& economy);

  struct Result {
    certificate::Valuations valuations;
    double bound;  // safe; -infinity where none was found
  };
  Result repair(const certificate::Valuations& valuations) const;

 private:
  struct Earnings {
    double revenue = 0;   // outputs with a price, wastes taken in at a negative one
    double expenses = 0;  // inputs, wastes made
  };
  Earnings earnings(Index recipe, const std::vector<double>& prices) const;
  std::vector<double> own_costs(const certificate::Valuations& valuations) const;
  bool lower_prices(double slack, const std::vector<double>& own_costs, std::vector<double>& prices) const;
  double remaining_profit_share(const std::vector<double>& own_costs, const std::vector<double>& prices) const;
  void offer(certificate::Valuations candidate, Result& best) const;

  const Economy& economy_;
  certificate::NettedRecipes recipes_;
  std::vector<double> upper_activity_;  // implied
};

}  // namespace planwerk
