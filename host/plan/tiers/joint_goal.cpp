#include "host/plan/tiers/joint_goal.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

using certificate::DecisionCosts;

// By how much a tier counts for more than the next: all that can be had of the one against all of the other.
constexpr double before_next = 1e3;
constexpr double level_before_next = 10;  // a level is one number: raising it takes little beside all that is covered

double span_of(double rate, double most) {
  return std::isfinite(most) ? std::fabs(rate) * most : 0;
}

// How much the costs can come to, roughly.
double size_of(const DecisionCosts& costs, const Economy& economy, const certificate::EconomyBound& bound) {
  double size = 0;
  for (std::size_t r = 0; r < costs.activity.size(); ++r) {
    size += span_of(costs.activity[r].value, bound.upper_activity()[r]);
  }
  for (std::size_t s = 0; s < costs.drawn.size(); ++s) {
    size += span_of(costs.drawn[s].value, economy.stocks[s].opening);
  }
  for (std::size_t o = 0; o < costs.labour.size(); ++o) {
    const auto steps = economy.steps_of(economy.labour_offers[o]);
    for (std::size_t k = 0; k < steps.size(); ++k) size += span_of(costs.labour[o][k].value, steps[k].hours);
  }
  for (std::size_t n = 0; n < costs.coverage.size(); ++n) {
    double begin = 0;
    for (const certificate::CoveragePiece& piece : costs.coverage[n]) {
      size += span_of(piece.rate.value, piece.end - begin);
      begin = piece.end;
    }
    const auto ways = economy.alternatives_of(economy.needs[n]);
    for (std::size_t a = 0; a < ways.size(); ++a) {
      size += span_of(costs.deliveries[n][a].value, economy.asked(economy.needs[n]) / ways[a].rate);
    }
  }
  return size > 0 && std::isfinite(size) ? size : 1;
}

}  // namespace

JointGoal::JointGoal(const Economy& economy, const certificate::TierWalk& walk, const certificate::EconomyBound& bound)
    : costs_(certificate::no_costs(economy)) {
  const auto& tiers = economy.objective.tiers;
  double factor = 1;
  for (std::size_t k = tiers.size(); k-- > 0;) {
    const bool is_level = tiers[k].aim == Aim::worst_off;
    if (k + 1 < tiers.size()) factor *= is_level ? level_before_next : before_next;
    if (is_level) {
      level_weight_ = factor;
    } else {
      const DecisionCosts& costs = walk.costs()[k];
      terms_.push_back({&costs, factor / size_of(costs, economy, bound)});
      costs_.add(terms_.back().weight, costs);
    }
  }
}

double JointGoal::weight_of(const DecisionCosts* costs) const {
  for (const Weighted& term : terms_) {
    if (term.costs == costs) return term.weight;
  }
  return level_weight_;
}

PrimalDual JointGoal::seen_from(const PlanProgram& program, const certificate::TierGoal& goal, const Plan& plan,
                                std::vector<double> dual) const {
  const double own = weight_of(goal.costs);
  for (double& y : dual) y /= own;
  for (std::size_t k = 0; k < goal.earlier.size(); ++k) {
    const Index row = program.earlier_row(k);
    if (row != no_index) dual[row] = 0 - weight_of(goal.earlier[k]) / own;
  }
  return {program.point_of(plan).primal, std::move(dual)};
}

}  // namespace planwerk
