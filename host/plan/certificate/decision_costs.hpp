#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/certificate/balances.hpp"
#include "host/plan/certificate/netting.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::certificate {

// A number and by how much rounding may have moved it from what is meant.
struct Rate {
  double value = 0;
  double error = 0;

  void add(Rate other);
  Rate times(double factor) const;
};

// Lists of unequal length, one after the other in one vector.
template <class T>
class Lists {
 public:
  void begin_list() { ends_.push_back(entries_.size()); }
  void push(T entry) {
    entries_.push_back(entry);
    ends_.back() = entries_.size();
  }
  std::size_t size() const { return ends_.size(); }
  std::span<const T> operator[](std::size_t list) const { return {entries_.data() + begin(list), length(list)}; }
  std::span<T> operator[](std::size_t list) { return {entries_.data() + begin(list), length(list)}; }

 private:
  std::size_t begin(std::size_t list) const { return list == 0 ? 0 : ends_[list - 1]; }
  std::size_t length(std::size_t list) const { return ends_[list] - begin(list); }

  std::vector<T> entries_;
  std::vector<std::size_t> ends_;
};

// From where the piece before ended up to `end` (unit of the need), a unit delivered costs `rate`.
struct CoveragePiece {
  double end = 0;
  Rate rate;
};

// What an aim charges for each decision of a plan, in the words of the economy; worth counts negative. Convex: the
// rates of a need's pieces rise with coverage. Pieces reach at least as far as what is asked for.
struct DecisionCosts {
  std::vector<Rate> activity;     // per recipe, per unit of activity
  Lists<CoveragePiece> coverage;  // per need
  Lists<Rate> deliveries;         // per need and alternative, per unit of the product
  Lists<Rate> labour;             // per offer and step, per hour
  std::vector<Rate> drawn;        // per stock, per unit drawn
  Rate constant;

  // + factor * more, factor >= 0, of the same economy.
  void add(double factor, const DecisionCosts& more);
};

// Charges nothing.
DecisionCosts no_costs(const Economy& economy);
// The weighted objective (docs/mathematics.md): burden of labour, strain included, less the worth of coverage, plus
// regret, in hours of burden.
DecisionCosts weighted_costs(const Economy& economy);
// What a tier asks for; any aim but worst_off, whose value is no sum over decisions.
DecisionCosts tier_costs(const Economy& economy, const NettedRecipes& recipes, const Tier& tier);
// Minus the sum of weight * coverage. weights: per need, >= 0.
DecisionCosts coverage_costs(const Economy& economy, const std::vector<double>& weights);

// All that a plan is charged, steps of coverage filled in order, nothing counted beyond what was asked for.
AccurateSum value_of(const DecisionCosts& costs, const Balances& balances, const Plan& plan);

}  // namespace planwerk::certificate
