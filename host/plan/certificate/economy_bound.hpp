#pragma once

#include <vector>

#include "host/lp/accurate_sum.hpp"
#include "host/model/economy.hpp"
#include "host/plan/certificate/decision_costs.hpp"
#include "host/plan/certificate/netting.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::certificate {

// What one more unit of each thing would save, hours of burden per unit: the dual point of a plan. With the row duals y
// of the linear programme: products y, everything else -y.
struct Valuations {
  std::vector<double> products;
  std::vector<double> labour_kinds;
  std::vector<double> capacities;
  std::vector<double> limits;  // > 0 prices the upper side, < 0 the lower one
};

Valuations valuations_of(const Plan& plan);
void set_valuations(const Valuations& valuations, Plan& plan);

// No side that cannot bind carries a price: products that may be left over, labour and capacities >= 0, free products
// 0, limits only on sides they have.
Valuations clipped(const Economy& economy, Valuations valuations);

// Upper bounds on activity that every executable plan keeps: the recipe's own, else what labour and capacities allow
// it, else what can be there of its inputs. Infinite where none of these is finite. Rounded outwards.
std::vector<double> implied_upper_activity(const Economy& economy, const NettedRecipes& recipes);

// What stands before the decisions in the Lagrangian: each recipe's reduced cost, as an interval value +- error.
struct ReducedCosts {
  std::vector<double> value;  // per recipe, hours of burden per unit of activity
  std::vector<double> error;
  std::vector<double> turnover;  // worth of all that a unit of activity takes and makes
};
ReducedCosts reduced_costs(const Economy& economy, const NettedRecipes& recipes, const Valuations& clipped_valuations);

// Per need: the coverage that every plan must reach: its floor, unless a tier asks for floors as far as possible.
std::vector<double> hard_floors(const Economy& economy);

// Amounts of recipes are known to twelve digits at most. A recipe that would pay its way if its amounts were changed by
// less counts as earning nothing: around a loop that loses nothing (pack, unpack) no prices can do better, since the
// products of its amounts are 1 only up to rounding.
inline constexpr double amounts_known_to = 1e-12;

// Safe bounds on what plans of one economy are charged: the least value of the Lagrangian over the boxes of all
// decisions, all roundings taken off. Neumaier & Shcherbina, Safe bounds in linear and mixed-integer linear
// programming, Math. Program. 99 (2004), sec. 3. Built once per economy, which must outlive it.
class EconomyBound {
 public:
  explicit EconomyBound(const Economy& economy);

  // A lower bound on the costs of every executable plan that covers each need to `least_coverage` or further, from any
  // valuations (clipped here). -infinity where a profitable recipe has no bound. With no costs a positive value is a
  // Farkas proof that there is no such plan. amounts_within: raised to the largest relative change of recipes' amounts,
  // amounts_known_to at most, that the bound needed.
  double operator()(const Valuations& valuations, const DecisionCosts& costs, const std::vector<double>& least_coverage,
                    double* amounts_within = nullptr) const;

  const Economy& economy() const { return economy_; }
  const NettedRecipes& recipes() const { return recipes_; }
  const std::vector<double>& upper_activity() const { return upper_activity_; }  // implied, per recipe

 private:
  // False where a profitable recipe has no bound.
  bool add_recipes(const Valuations& valuations, const DecisionCosts& costs, AccurateSum& bound, AccurateSum& doubt,
                   double& amounts_within) const;

  const Economy& economy_;
  NettedRecipes recipes_;
  std::vector<double> upper_activity_;
};

}  // namespace planwerk::certificate
