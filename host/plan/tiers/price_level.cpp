#include "host/plan/tiers/price_level.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/lp/reduced_costs.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/repair/dual_repair.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

using certificate::Valuations;

constexpr double nearly_all = 0.99;  // of what coverage is worth
constexpr double least_multiple = 1e-4, largest_multiple = 10;
constexpr int sections = 40;  // of the multiples' logarithm: nine digits

// The share that a point covers, of all that coverage can be worth in the programme.
double share_covered(const PlanProgram& program, const std::vector<double>& primal) {
  const LinearProgram& lp = program.lp();
  double covered = 0, all = 0;
  for (std::size_t j = 0; j < program.production().column_origins.size(); ++j) {
    if (program.production().column_origins[j].kind != ColumnKind::coverage) continue;
    covered -= lp.objective[j] * primal[j];
    all -= lp.objective[j] * lp.column_upper[j];
  }
  return all > 0 ? covered / all : 0;
}

Valuations multiple_of(Valuations valuations, double multiple) {
  for (auto* prices : {&valuations.products, &valuations.labour_kinds, &valuations.capacities, &valuations.limits}) {
    for (double& price : *prices) price *= multiple;
  }
  return valuations;
}

// The multiple at which the bound is best; the bound is concave in it. Golden section.
double best_multiple(const certificate::EconomyBound& bound, const certificate::TierGoal& goal,
                     const Valuations& valuations) {
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  const auto value_at = [&](double logarithm) {
    return bound(multiple_of(valuations, std::exp(logarithm)), *goal.costs, goal.least_coverage);
  };
  double first = std::log(least_multiple), last = std::log(largest_multiple);
  double left = last - ratio * (last - first), right = first + ratio * (last - first);
  double at_left = value_at(left), at_right = value_at(right);
  for (int k = 0; k < sections; ++k) {
    if (at_left < at_right) {
      first = std::exchange(left, right);
      at_left = at_right;
      at_right = value_at(right = first + ratio * (last - first));
    } else {
      last = std::exchange(right, left);
      at_right = at_left;
      at_left = value_at(left = last - ratio * (last - first));
    }
  }
  return std::exp(at_left > at_right ? left : right);
}

// Steps of coverage go where their reduced costs want them: what the point leaves open of them is small needs' that
// norms do not notice.
void follow_prices(const PlanProgram& program, PrimalDual& point) {
  const LinearProgram& lp = program.lp();
  const std::vector<double> wanted = reduced_costs(lp, lp.objective, point.dual).value;
  for (std::size_t j = 0; j < program.production().column_origins.size(); ++j) {
    if (program.production().column_origins[j].kind != ColumnKind::coverage) continue;
    if (wanted[j] < 0) point.primal[j] = lp.column_upper[j];
    if (wanted[j] > 0) point.primal[j] = lp.column_lower[j];
  }
}

}  // namespace

std::optional<LevelledPoint> at_best_price_level(const PlanProgram& program, const certificate::TierGoal& goal,
                                                 const JointGoal& joint, const PrimalDual& point, double accuracy) {
  if (share_covered(program, point.primal) < nearly_all) return std::nullopt;
  const TraceRange range("price level");
  const Economy& economy = program.economy();
  Plan plan = recover_plan(economy, program.production(), program.production_part(point));
  const DualRepair dual(economy, accuracy);
  const Valuations relative = dual.repair(certificate::valuations_of(plan), plan.activity, *goal.costs).valuations;
  const double multiple = best_multiple(dual.bound(), goal, relative);
  const Valuations prices = multiple_of(relative, multiple);
  certificate::set_valuations(prices, plan);

  LevelledPoint found{program.point_of(plan), 0};
  const std::size_t rows = program.production().lp.row_lower.size();
  for (std::size_t i = rows; i < point.dual.size(); ++i) found.point.dual[i] = multiple * point.dual[i];
  follow_prices(program, found.point);
  const certificate::Balances balances = certificate::balances_of(economy, dual.bound().recipes(), plan);
  const double value = certificate::value_of(goal, economy, balances, plan);
  const double last = joint.last_weight() * certificate::value_of(joint.last_costs(), balances, plan).value();
  found.gap = (value - dual.bound()(prices, *goal.costs, goal.least_coverage)) / std::fabs(last);
  return found;
}

}  // namespace planwerk
