#include "host/plan/repair/dual_repair.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "kernels/trace.hpp"

namespace planwerk {
namespace {

using certificate::Valuations;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::array slacks = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 0.0};

// Sweeps per slack: prices of long chains and of loops settle slowly, and only millions of recipes make sweeps dear.
int sweeps_for(std::size_t recipes) {
  constexpr std::size_t enough_for_all = 20'000'000, fewest = 60, most = 2000;
  return static_cast<int>(std::clamp(enough_for_all / std::max<std::size_t>(recipes, 1), fewest, most));
}

}  // namespace

DualRepair::DualRepair(const Economy& economy)
    : economy_(economy), recipes_(economy), upper_activity_(certificate::implied_upper_activity(economy, recipes_)) {}

DualRepair::Result DualRepair::repair(const Valuations& given) const {
  const TraceRange range("dual repair");
  const Valuations start = certificate::clipped(economy_, given);
  Result best{start, -infinite};
  offer(start, best);
  const std::vector<double> costs = own_costs(start);
  // From large slack to small, each going on where the last one stopped: prices only fall.
  Valuations lowered = start;
  for (const double slack : slacks) {
    const bool settled = lower_prices(slack, costs, lowered.products);
    offer(lowered, best);
    const double share = remaining_profit_share(costs, lowered.products);
    if (share > 0 && share < 1) {
      Valuations shrunk = lowered;
      for (double& price : shrunk.products) price *= 1 - share * (1 + 1e-12);
      offer(shrunk, best);
    }
    if (!settled) break;
  }
  return best;
}

void DualRepair::offer(Valuations candidate, Result& best) const {
  const double bound =
      certificate::economy_bound(economy_, recipes_, upper_activity_, candidate, certificate::Costs::of_the_objective);
  if (bound > best.bound) best = {std::move(candidate), bound};
}

DualRepair::Earnings DualRepair::earnings(Index recipe, const std::vector<double>& prices) const {
  Earnings sum;
  for (const Flow& flow : recipes_.of(recipe)) {
    const double value = flow.amount * prices[flow.index];
    (value > 0 ? sum.revenue : sum.expenses) += std::fabs(value);
  }
  return sum;
}

// What a unit of activity pays for labour, capacities and limits: reduced costs where products are free.
std::vector<double> DualRepair::own_costs(const Valuations& valuations) const {
  Valuations without_products = valuations;
  std::fill(without_products.products.begin(), without_products.products.end(), 0.0);
  return certificate::reduced_costs(economy_, recipes_, without_products).value;
}

// Gauss-Seidel over the recipes without an upper bound; true where none earns too much any more.
bool DualRepair::lower_prices(double slack, const std::vector<double>& costs, std::vector<double>& prices) const {
  constexpr double last_digits = 1e-15;
  const int sweeps = sweeps_for(economy_.recipes.size());
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    bool changed = false;
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      if (economy_.recipes[r].upper_activity < infinite) continue;
      const Earnings earned = earnings(static_cast<Index>(r), prices);
      const double allowed = std::max(0.0, earned.expenses + costs[r] * (costs[r] > 0 ? 1 + slack : 1));
      if (earned.revenue <= allowed * (1 + last_digits)) continue;
      const double factor = allowed / earned.revenue;
      for (const Flow& flow : recipes_.of(static_cast<Index>(r))) {
        if (flow.amount * prices[flow.index] > 0) prices[flow.index] *= factor;
      }
      changed = true;
    }
    if (!changed) return true;
  }
  return false;
}

// The least share s so that with all product prices times 1 - s no recipe without an upper bound earns anything.
double DualRepair::remaining_profit_share(const std::vector<double>& costs, const std::vector<double>& prices) const {
  double share = 0;
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    if (economy_.recipes[r].upper_activity < infinite) continue;
    const Earnings earned = earnings(static_cast<Index>(r), prices);
    const double margin = earned.revenue - earned.expenses;
    if (margin > costs[r] && costs[r] > 0) share = std::max(share, (margin - costs[r]) / margin);
  }
  return share;
}

}  // namespace planwerk
